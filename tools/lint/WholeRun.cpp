//===- WholeRun.cpp - From options to a report ----------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "WholeRun.h"
#include "BaselineFile.h"
#include "Errors.h"
#include "OutputFile.h"
#include "Setup.h"
#include "Since.h"
#include "Steps.h"
#include "lib/index/Store.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/WithColor.h"
#include <chrono>
#include <functional>

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

/// Carries out --fix or --diff; the findings that are fixed leave \p Report.
/// Returns whether every file could be changed that was to be.
static bool fix(const Options &O, FixFiles &Fixes, report::Report &Report) {
  if (Report.Interrupted) {
    error() << "nothing is fixed, as not everything was analysed\n";
    return true;
  }
  Fixes.plan(Report);
  if (O.Fix)
    Fixes.write(Report);
  bool Written = Fixes.errors().empty();
  for (const std::string &Error : Fixes.errors())
    error() << Error << '\n';
  if (O.Diff)
    if (Error E = writeStandardOutput(
            [&](raw_ostream &OS) { Fixes.printDiff(O.Root, OS); })) {
      error() << toString(std::move(E)) << '\n';
      Written = false;
    }
  if (!O.Quiet) {
    for (const std::string &Line : Fixes.leftOver(Report, O.Directory))
      errs() << Line << '\n';
    if (size_t Fixed = Fixes.fixedFindings())
      errs() << formatv(
          "{0} in {1} {2}fixed\n", report::plural(Fixed, "finding"),
          report::plural(Fixes.changedFiles(), "file"), O.Fix ? "" : "can be ");
    else
      errs() << "nothing to fix\n";
  }
  if (O.Fix)
    Fixes.update(Report);
  return Written;
}

/// What was written does not stand any more.
static bool writeBaseline(const Options &O, BaselineFile &File,
                          report::Report &Report) {
  if (Report.Interrupted) {
    error() << "no baseline is written, as not everything was analysed\n";
    return true;
  }
  if (Error E = File.write(Report)) {
    error() << toString(std::move(E)) << '\n';
    return false;
  }
  if (!O.Quiet)
    errs() << File.summary() << '\n';
  return true;
}

/// What --fix may change: the project, the paths on the command line, and what
/// is compiled.
static Expected<PathSet> ownFiles(const Options &O, ArrayRef<Unit> Units) {
  std::vector<std::string> Own = O.Units.Paths;
  Own.push_back(O.Root);
  for (const Unit &U : Units)
    Own.push_back(U.File);
  return PathSet::create(Own);
}

/// Says of what nobody knows whether it is new.
static void warnOfUnknown(const Options &O, const Since &Change) {
  if (unsigned N = Change.unknownUnits(); N && !O.Quiet)
    WithColor::warning(errs(), "unblock-lint")
        << report::plural(N, "translation unit")
        << " could not be analysed as of '" << O.Since
        << "'; all that is found there counts as new\n";
}

int unblock::lint::runWhole(Options O) {
  bool IsCheck = O.What == Command::Check;
  std::unique_ptr<index::Cache> Cache;
  // The steps are for builds, which keep results themselves.
  if (!IsCheck)
    if (Error E = openCache(O).moveInto(Cache))
      return misuse(std::move(E));
  Run::Options Opts = runOptions(O);
  Opts.Cache = Cache.get();
  Run Work(O.Config, Opts);

  std::optional<index::Project> Project;
  if (IsCheck) {
    if (Error E = readIndex(O.IndexFile).moveInto(Project))
      return misuse(std::move(E));
    Work.coverage().setPartial();
    Work.coverage().setIndexed();
    if (Error E = takeResults(O.Units.Paths, Work))
      return misuse(std::move(E));
  }
  std::optional<std::vector<Unit>> Units(std::in_place);
  // No path means all units, but in a check those of the results.
  if (!IsCheck || !O.Units.Paths.empty())
    Units = chooseUnits(O.Units, O.Config, Work.coverage());
  else if (!verify(O.Config, {}))
    return Misused;
  if (!Units)
    return Misused;
  if (O.VerifyConfig) {
    outs() << "configuration is valid\n";
    return Clean;
  }

  auto Start = std::chrono::steady_clock::now();
  Expected<PathSet> Excluded = PathSet::create(O.Units.Exclude);
  if (!Excluded)
    return misuse(Excluded.takeError());
  std::optional<Since> Change;
  if (!O.Since.empty())
    if (Error E = Since::create(O.Since, O.Directory).moveInto(Change))
      return misuse(std::move(E));
  Expected<PathSet> Ours = ownFiles(O, *Units);
  if (!Ours)
    return misuse(Ours.takeError());
  FixFiles Fixes([&](StringRef Path) {
    return Ours->contains(Path) && !Excluded->contains(Path);
  });
  Expected<BaselineFile> Baseline =
      BaselineFile::read(O.Baseline, O.WriteBaseline, O.Root);
  if (!Baseline)
    return misuse(Baseline.takeError());
  Baseline->watch(Work.coverage());

  Work.analyse(*Units);
  if (!O.Explain.empty())
    return explain(O, Work);
  if (!Project)
    Project = Work.link();
  // After an interruption an old one is better than half of a new one.
  bool Written = true;
  if (!O.WriteIndex.empty() && !Work.wasInterrupted())
    if (Error E = writeOutputFile(O.WriteIndex, [&](raw_ostream &OS) {
          index::write(*Project, OS);
        })) {
      error() << toString(std::move(E)) << '\n';
      Written = false;
    }
  if (Change)
    Change->analyseBefore(Work, *Units, O.Config, Opts);

  report::Report Report = Work.report(*Project, Fixes);
  auto IsReported = [&](const report::Finding &F) {
    return !Excluded->contains(F.Where.File) &&
           (O.Tiers.empty() || is_contained(O.Tiers, F.Severity));
  };
  size_t Old = Change ? Change->putOldFirst(Report, O.Root) : 0;
  // Of equal findings the old ones take the entries of the baseline.
  if (!O.Baseline.empty() || !O.WriteBaseline.empty())
    Baseline->apply(Report, Work.coverage(), IsReported);
  if (Change) {
    Report.Findings.erase(Report.Findings.begin(),
                          Report.Findings.begin() + Old);
    Report.normalise();
    warnOfUnknown(O, *Change);
  }
  erase_if(Report.Findings, std::not_fn(IsReported));
  std::chrono::duration<double> Took = std::chrono::steady_clock::now() - Start;

  if (O.Fix || O.Diff)
    Written &= fix(O, Fixes, Report);
  if (!O.WriteBaseline.empty())
    Written &= writeBaseline(O, *Baseline, Report);
  Written &= writeReport(Report, O.Outputs, O.Directory, O.Root);
  printFailures(Report, O.Directory);
  if (!O.Quiet && !Report.Interrupted)
    Baseline->printStale(errs());
  if (!O.Quiet)
    errs() << Report.summary() << formatv("; {0:f1} s\n", Took.count());

  if (!Written)
    return Misused;
  if (Report.Interrupted || !Report.Failures.empty())
    return Incomplete;
  bool Fails = any_of(Report.Findings, [&](const report::Finding &F) {
    return F.stands() && O.FailOn && F.Severity >= *O.FailOn;
  });
  return Fails ? HasFindings : Clean;
}
