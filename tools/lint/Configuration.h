//===- Configuration.h - Checks, their options and the models ---*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a user configures, from three places: `.clang-tidy` files, of which the
// parts that concern the checks of this tool count; models, in `.unblock.yaml`
// and in files named with --models; the command line, which comes last. All of
// it is verified before anything is analysed.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_CONFIGURATION_H
#define UNBLOCK_LINT_CONFIGURATION_H

#include "CompileCommands.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "lib/model/ModelSet.h"
#include "llvm/ADT/ArrayRef.h"
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace unblock::lint {

/// The names of all checks, sorted.
llvm::ArrayRef<std::string> allChecks();

class Configuration {
public:
  /// Of --checks: globs, positive or, after a dash, negative. A list that
  /// starts with a positive one replaces what is configured elsewhere.
  std::string Checks;
  /// Of --config-file: used instead of all `.clang-tidy` files.
  std::string ConfigFile;
  /// Of --models.
  std::vector<std::string> Models;

  /// The globs of \p Checks in the form that is appended to those of
  /// `.clang-tidy`.
  std::string checkGlobs() const;

  /// Options as clang-tidy asks for them. Problems in files are appended to
  /// \p Problems, when it is given, a line each.
  std::unique_ptr<clang::tidy::ClangTidyOptionsProvider>
  optionsProvider(std::vector<std::string> *Problems = nullptr) const;

  /// The models that apply to \p File.
  std::shared_ptr<model::ModelSet> loadModels(llvm::StringRef File) const;

  /// What is wrong with the command line's part, with each `.clang-tidy` and
  /// each `.unblock.yaml` that applies to one of \p Files, and with the models:
  /// a line each, with place and remedy. Empty when all is well.
  std::vector<std::string> verify(llvm::ArrayRef<std::string> Files) const;

  /// The files that configure the analysis of \p U.
  std::vector<std::string> filesFor(const Unit &U) const;

private:
  struct FileSets {
    std::set<std::string> Config, Models;
  };
  FileSets filesFor(llvm::ArrayRef<std::string> Files,
                    clang::tidy::ClangTidyOptionsProvider &Provider) const;
};

} // namespace unblock::lint

#endif // UNBLOCK_LINT_CONFIGURATION_H
