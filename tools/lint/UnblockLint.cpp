//===- UnblockLint.cpp - Blocking calls of a whole project ----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The command-line tool: reads the options and does what they ask for.
//
//===----------------------------------------------------------------------===//

#include "Errors.h"
#include "Options.h"
#include "Setup.h"
#include "Steps.h"
#include "WholeRun.h"
#include "clang-tidy/GlobList.h"
#include "lib/support/CheckSelection.h"
#include "llvm/ADT/StringExtras.h"
#include <csignal>

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

/// Prints the completion for a shell.
static int complete(Shell For) {
  std::vector<std::string> Checks, Tiers;
  for (const report::CheckInfo &Check : checkInfos())
    if (isOwnCheck(Check.Name))
      Checks.push_back(Check.Name.str());
  for (auto T : {model::Tier::Deadlock, model::Tier::Stall, model::Tier::Hazard,
                 model::Tier::Advice})
    Tiers.push_back(model::toString(T).str());
  ArrayRef<StringLiteral> Forms = formNames();
  std::vector<std::string> Least = Tiers;
  Least.push_back("never");
  printCompletion(For,
                  {{"globs", Checks},
                   {"tier,...", Tiers},
                   {"tier", Least},
                   {"form[:file]", {Forms.begin(), Forms.end()}},
                   {"form", {"dot", "mermaid"}}},
                  outs());
  return Clean;
}

/// Prints the checks that are on.
static int listChecks(const Configuration &Config) {
  if (!verify(Config, {}))
    return Misused;
  clang::tidy::GlobList Enabled(
      (DefaultChecks + "," + Config.checkGlobs()).str());
  for (const report::CheckInfo &Check : checkInfos())
    if (Enabled.contains(Check.Name))
      outs() << left_justify(Check.Name, 34) << ' ' << Check.Summary << '\n';
  return Clean;
}

int main(int Argc, char **Argv) {
  // A limit on the size of files is an error like a full disk, not our end.
  std::signal(SIGXFSZ, SIG_IGN);
  std::optional<Options> O = parseOptions(Argc, Argv);
  if (!O)
    return Misused;
  if (O->PrintMan) {
    printManPage(Overview, outs());
    return Clean;
  }
  if (O->Completion)
    return complete(*O->Completion);
  if (O->ListChecks)
    return listChecks(O->Config);
  switch (O->What) {
  case Command::Lint:
  case Command::Check:
    return runWhole(std::move(*O));
  case Command::Index:
    return indexUnit(*O);
  case Command::Link:
    return linkUnits(*O);
  case Command::Dump:
    return dumpFile(*O);
  case Command::Graph:
    return drawGraph(*O);
  }
  llvm_unreachable("unknown command");
}
