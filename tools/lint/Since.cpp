//===- Since.cpp - What a change makes ------------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Since.h"
#include "lib/report/Baseline.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

Since::Since(GitChange C)
    : Change(std::move(C)), Files(makeIntrusiveRefCnt<FilesBefore>(
                                Change, vfs::getRealFileSystem())) {}

Expected<Since> Since::create(StringRef Revision, StringRef Directory) {
  Expected<GitChange> Change = GitChange::since(Revision, Directory);
  if (!Change)
    return Change.takeError();
  return Since(std::move(*Change));
}

void Since::analyseBefore(const Run &Now, ArrayRef<Unit> Units,
                          const Configuration &Config, Run::Options Opts) {
  // Of a run that did not come to its end nobody knows which unit is which.
  Before.Interrupted = true;
  if (Now.wasInterrupted() || Now.units().size() != Units.size())
    return;
  const std::string Root = Opts.Analysis.Root;
  StringMap<bool> Touched;
  auto IsTouched = [&](const AnalysedUnit &A) {
    // Of a unit that failed not all is known that it would read.
    return A.Result.Failed || any_of(A.Result.Read, [&](StringRef File) {
             auto [It, New] = Touched.try_emplace(File);
             if (New)
               It->second = Change.touches(canonicalPath(File, Root));
             return It->second;
           });
  };
  Opts.Files = Files;
  Opts.IsSilent = true;
  Run Earlier(Config, std::move(Opts));
  std::vector<Unit> Again;
  for (auto [U, A] : zip_equal(Units, Now.units()))
    if (IsTouched(A))
      Again.push_back(U);
    else
      Earlier.add(A);
  Earlier.analyse(Again);
  FixFiles Unused([](StringRef) { return false; });
  Before = Earlier.report(Earlier.link(), Unused);
}

size_t Since::putOldFirst(report::Report &R, StringRef Root) {
  report::SourceText Then, Now;
  StringSet<> Put;
  for (const report::Finding &F : Before.Findings)
    if (!Put.insert(F.Where.File).second)
      continue;
    else if (auto Text = Files->getBufferForFile(F.Where.File))
      Then.put(F.Where.File, std::move(*Text));
  // What a comment suppressed and does not suppress any more is new.
  erase_if(Before.Findings, [](auto &F) { return F.Suppressed.has_value(); });
  report::Baseline Known;
  Known.Entries = report::applyBaseline({}, Before, Then, Root).Current;

  // Those in changed lines must not take the place of older ones.
  report::Report Elsewhere;
  std::vector<report::Finding> New;
  for (report::Finding &F : R.Findings)
    (Change.contains(F.Where.File, F.Where.Line) ? New : Elsewhere.Findings)
        .push_back(F);
  report::applyBaseline(Known, Elsewhere, Now, Root);
  std::vector<report::Finding> Old;
  for (report::Finding &F : Elsewhere.Findings) {
    bool IsOld = F.Baselined || F.Suppressed || Before.Interrupted;
    F.Baselined = false;
    (IsOld ? Old : New).push_back(std::move(F));
  }
  R.Interrupted |= Before.Interrupted;
  // A unit that is new had no findings, and one that still fails has none.
  Unknown = count_if(Before.Failures, [&](const report::Failure &F) {
    return Files->exists(F.File) &&
           none_of(R.Failures, [&](auto &Now) { return Now.File == F.File; });
  });
  size_t Count = Old.size();
  R.Findings = std::move(Old);
  append_range(R.Findings, New);
  return Count;
}
