//===- Run.cpp - From units to a report -----------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Run.h"
#include "ProcessPool.h"
#include "UnitKeys.h"
#include "clang-tidy/GlobList.h"
#include "lib/index/InputRecorder.h"
#include "lib/index/Store.h"
#include "lib/support/CheckSelection.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"
#include <set>

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

/// The last thing that a dying process said.
static StringRef lastLine(StringRef Errors) {
  Errors = Errors.rtrim();
  return Errors.substr(Errors.rfind('\n') + 1);
}

static AnalysedUnit readResult(const Unit &U, const Outcome &What) {
  AnalysedUnit Result;
  auto Fail = [&](std::string Reason) {
    Result = AnalysedUnit();
    Result.Summary.MainFile = U.File;
    Result.Result.Failed = {U.File, {}, std::move(Reason)};
    return std::move(Result);
  };
  if (!What.Death.empty()) {
    StringRef Said = lastLine(What.Errors);
    return Fail("the analysis " + What.Death +
                (Said.empty() ? "" : ": " + Said.str()));
  }
  Expected<index::Unit> Summary = index::readUnit(What.Output, U.File);
  std::optional<UnitResult> Checked;
  if (Summary)
    Checked = takeResult(*Summary);
  else
    consumeError(Summary.takeError());
  if (!Checked)
    return Fail("the analysis ended before its time");
  return {std::move(*Summary), std::move(*Checked)};
}

std::string Run::cacheWarning() const {
  return (Opts.Cache->warning() +
          "; results are not kept: make room there, name another directory "
          "with --cache-dir, or do without with --no-cache")
      .str();
}

std::optional<AnalysedUnit> Run::find(const index::Hash &Key,
                                      index::FileHashes &Files) {
  std::optional<std::string> Bytes = Opts.Cache->find(Key, Files);
  if (!Bytes)
    return std::nullopt;
  Expected<index::Unit> Summary = index::readUnit(*Bytes, "the cache");
  if (!Summary) {
    consumeError(Summary.takeError());
    return std::nullopt;
  }
  std::optional<UnitResult> Result = takeResult(*Summary);
  if (!Result)
    return std::nullopt;
  return AnalysedUnit{std::move(*Summary), std::move(*Result),
                      /*IsFromCache=*/true};
}

index::Unit Run::analyse(const Unit &U, const index::Hash &Key) {
  if (!Opts.Cache) {
    AnalysedUnit A = lint::analyse(U, Config, Opts.Analysis, Opts.Files);
    putResult(A.Summary, A.Result);
    return std::move(A.Summary);
  }
  auto Recorder = makeIntrusiveRefCnt<index::InputRecorder>(Opts.Files);
  AnalysedUnit A = lint::analyse(U, Config, Opts.Analysis, Recorder);
  putResult(A.Summary, A.Result);
  // Why a unit failed need not be among what was recorded.
  std::optional<std::vector<index::Input>> Inputs = Recorder->inputs();
  if (A.Result.Failed || !Inputs)
    return std::move(A.Summary);
  std::string Bytes;
  raw_string_ostream OS(Bytes);
  index::write(A.Summary, OS);
  Opts.Cache->store(Key, *Inputs, Bytes);
  if (!Opts.Cache->warning().empty()) {
    A.Result.Warnings.push_back({"", cacheWarning()});
    putResult(A.Summary, A.Result);
  }
  return std::move(A.Summary);
}

void Run::analyse(ArrayRef<Unit> Units) {
  constexpr StringLiteral ClearLine = "\r\033[K";
  std::vector<std::optional<AnalysedUnit>> New(Units.size());
  std::vector<index::Hash> Keys(Units.size());
  std::vector<size_t> Unknown;
  if (Opts.Cache) {
    UnitKeys KeyOf(Config, Opts.Analysis);
    index::FileHashes Files(Opts.Files);
    for (size_t I = 0; I != Units.size(); ++I) {
      Keys[I] = KeyOf.of(Units[I]);
      New[I] = find(Keys[I], Files);
    }
  }
  for (size_t I = 0; I != Units.size(); ++I)
    if (!New[I])
      Unknown.push_back(I);

  size_t Ended = Units.size() - Unknown.size();
  // What is read takes many times the memory, and starting a process takes time
  // in proportion to that.
  std::vector<std::optional<Outcome>> Ends(Unknown.size());
  auto Work = [&](size_t I, raw_ostream &OS) {
    index::write(analyse(Units[Unknown[I]], Keys[Unknown[I]]), OS);
  };
  auto Done = [&](size_t I, Outcome What) {
    ++Ended;
    const Unit &U = Units[Unknown[I]];
    if (Opts.ShowProgress)
      errs() << ClearLine;
    if (What.Death.empty() && !Opts.IsSilent)
      errs() << What.Errors;
    if (Opts.ShowProgress)
      errs() << '[' << Ended << '/' << Units.size() << "] "
             << sys::path::filename(U.File);
    Ends[I] = std::move(What);
  };
  Interrupted |= !runInProcesses(Unknown.size(), Opts.Jobs, Work, Done);
  for (size_t I = 0; I != Unknown.size(); ++I)
    if (Ends[I])
      New[Unknown[I]] = readResult(Units[Unknown[I]], *Ends[I]);
  if (Opts.ShowProgress)
    errs() << ClearLine;
  if (Opts.Cache && !Unknown.empty())
    Opts.Cache->evict();
  for (std::optional<AnalysedUnit> &U : New)
    if (U)
      Results.push_back(std::move(*U));
    else
      ++Missing;
}

bool Run::add(index::Unit Summary) {
  std::optional<UnitResult> Checked = takeResult(Summary);
  if (Checked)
    Results.push_back({std::move(Summary), std::move(*Checked)});
  return Checked.has_value();
}

std::vector<const index::Unit *> Run::summaries() const {
  std::vector<const index::Unit *> Summaries;
  for (const AnalysedUnit &U : Results)
    Summaries.push_back(&U.Summary);
  return Summaries;
}

index::Project Run::linkAll() const { return index::linkAll(summaries()); }
index::Project Run::link() const { return index::link(summaries()); }

std::string Run::absolute(StringRef File) const {
  SmallString<256> Path(File);
  sys::path::make_absolute(Opts.Analysis.Root, Path);
  return Path.str().str();
}

/// Notes what the findings of \p U can say of.
void Run::cover(const AnalysedUnit &U) {
  std::string MainFile = absolute(U.Summary.MainFile);
  if (U.Result.Failed)
    return Covered.addFailure(MainFile);
  std::vector<std::string> Checks = U.Result.Checks;
  if (Opts.ReportUnused)
    Checks.push_back(report::UnusedSuppressionCheck.str());
  Covered.addUnit(MainFile, U.Result.Read, Checks);
  for (const index::OpenCall &C : U.Summary.OpenCalls)
    for (const index::OpenCall::Asking &A : C.Asked)
      Covered.addOpen(absolute(C.Draft.Where.File),
                      U.Summary.Questions[A.What].Check);
}

/// Whether all ran that the comment could suppress: the check that it names, or
/// those that its glob matches and that need not be asked for.
bool Run::judges(const report::Suppression &S) const {
  Expected<GlobPattern> Glob = GlobPattern::create(S.Check);
  if (!Glob) {
    consumeError(Glob.takeError());
    return false;
  }
  clang::tidy::GlobList ByDefault(DefaultChecks);
  bool NamesAny = false;
  for (StringRef Check : allChecks()) {
    if (Check != S.Check && !(Glob->match(Check) && ByDefault.contains(Check)))
      continue;
    NamesAny = true;
    if (!Covered.judges(S.Where.File, Check))
      return false;
  }
  return NamesAny;
}

report::Report Run::report(const index::Project &Project, FixFiles &Fixes) {
  report::Report Report;
  Report.Interrupted = Interrupted;
  Report.Units = Missing;
  std::set<std::pair<std::string, std::string>> Warnings; // file, message
  index::Whole Functions(Project);
  if (Opts.Cache && !Opts.Cache->warning().empty())
    Warnings.insert({"", cacheWarning()});
  report::UnusedSuppressions Unused;
  for (const AnalysedUnit &U : Results)
    for (const report::Suppression &S : U.Result.Suppressions)
      Covered.watch(absolute(S.Where.File));
  if (Missing)
    Covered.setPartial();
  for (AnalysedUnit &U : Results) {
    if (U.Result.Foreign)
      continue;
    ++Report.Units;
    Report.FromCache += U.IsFromCache;
    if (!U.Result.Failed)
      addFindings(U, Project, Functions);
    UnitResult &R = U.Result;
    makeAbsolute(R, Opts.Analysis.Root);
    cover(U);
    if (R.Failed) {
      Report.Failures.push_back(std::move(*R.Failed));
      continue;
    }
    ++Report.Analysed;
    Unused.addUnit(R.Suppressions, R.Findings);
    append_range(Report.Findings, R.Findings);
    for (const auto &[File, Hash] : R.Fixable)
      Fixes.sawFile(File, Hash);
    for (const UnitWarning &W : R.Warnings)
      Warnings.insert({W.File, W.Message});
  }
  if (Opts.IsSilent)
    Warnings.clear();
  for (const auto &[File, Message] : Warnings)
    WithColor::warning(errs(), "unblock-lint")
        << File << (File.empty() ? "" : ": ") << Message << '\n';
  if (Opts.ReportUnused && !Interrupted)
    append_range(Report.Findings,
                 Unused.findings(
                     [&](const report::Suppression &S) { return judges(S); }));
  Report.normalise();
  return Report;
}
