//===- Options.h - What the command line asks for ---------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_OPTIONS_H
#define UNBLOCK_LINT_OPTIONS_H

#include "CommandLine.h"
#include "CompileCommands.h"
#include "Configuration.h"
#include "Project.h"
#include "ReportOutput.h"
#include <optional>
#include <string>
#include <vector>

namespace unblock::lint {

/// What --help begins with.
extern const llvm::StringLiteral Overview;

enum class Command { Lint, Index, Link, Check, Dump, Graph };

/// Options bear the names that they have on the command line, where no other
/// name says more. An empty string is an option that was not given.
struct Options {
  Command What = Command::Lint;

  UnitRequest Units;
  std::string ResourceDirectory;
  std::string Directory; ///< the current one, where the tool was called
  std::string Root;      ///< of the project
  std::string IndexFile;

  std::string OutputFile, DependencyFile, WriteIndex;
  std::vector<OutputRequest> Outputs;
  GraphForm Graph = GraphForm::Dot;
  std::string Baseline, WriteBaseline, Since, Explain;
  std::vector<model::Tier> Tiers; ///< empty: all
  std::optional<model::Tier> FailOn;
  bool ReportUnused = true;
  bool Fix = false, Diff = false, Quiet = false;

  Configuration Config;
  bool ListChecks = false, VerifyConfig = false;

  unsigned Jobs = 0;
  bool NoCache = false, CacheReadOnly = false;
  std::string CacheDir, CacheSize = "5G";

  bool PrintMan = false;
  std::optional<Shell> Completion;
};

/// Reads the command line and checks that its parts go together. What is wrong
/// is said on standard error, and there are no options then.
std::optional<Options> parseOptions(int Argc, char **Argv);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_OPTIONS_H
