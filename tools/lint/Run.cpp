//===- Run.cpp - From units to a report  -----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Run.h"
#include "ProcessPool.h"
#include "lib/index/Store.h"
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

void Run::analyse(ArrayRef<Unit> Units) {
  constexpr StringLiteral ClearLine = "\r\033[K";
  std::vector<std::optional<AnalysedUnit>> New(Units.size());
  size_t Ended = 0;
  auto Work = [&](size_t I, raw_ostream &OS) {
    index::write(lint::analyse(Units[I], Config, Opts.Analysis), OS);
  };
  auto Done = [&](size_t I, Outcome What) {
    ++Ended;
    New[I] = readResult(Units[I], What);
    if (Opts.ShowProgress)
      errs() << ClearLine;
    if (What.Death.empty())
      errs() << What.Errors;
    if (Opts.ShowProgress)
      errs() << '[' << Ended << '/' << Units.size() << "] "
             << sys::path::filename(Units[I].File);
  };
  Interrupted |= !runInProcesses(Units.size(), Opts.Jobs, Work, Done);
  if (Opts.ShowProgress)
    errs() << ClearLine;
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

report::Report Run::report(const index::Project &Project, FixFiles &Fixes) {
  report::Report Report;
  Report.Interrupted = Interrupted;
  Report.Units = Missing;
  std::set<std::string> Warnings;
  index::Whole Functions(Project);
  for (AnalysedUnit &U : Results) {
    if (U.Result.Foreign)
      continue;
    ++Report.Units;
    if (!U.Result.Failed)
      addFindings(U, Project, Functions);
    UnitResult &R = U.Result;
    makeAbsolute(R, Opts.Analysis.Root);
    if (R.Failed) {
      Report.Failures.push_back(std::move(*R.Failed));
      continue;
    }
    ++Report.Analysed;
    append_range(Report.Findings, R.Findings);
    for (const auto &[File, Hash] : R.Fixable)
      Fixes.sawFile(File, Hash);
    Warnings.insert(R.Warnings.begin(), R.Warnings.end());
  }
  for (const std::string &Warning : Warnings)
    WithColor::warning(errs(), "unblock-lint") << Warning << '\n';
  Report.normalise();
  return Report;
}
