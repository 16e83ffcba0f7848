//===- CommandLine.h - The options as man page and completion ---*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What --help shows is registered with LLVM's command line; the man page and
// the completions of shells are made from the same.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_COMMANDLINE_H
#define UNBLOCK_LINT_COMMANDLINE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <string>
#include <vector>

namespace unblock::lint {

enum class Shell { Bash, Fish, Zsh };

/// The values that an option takes: those of options whose value is described
/// with `Description`, as in "tier".
struct ValueWords {
  llvm::StringRef Description;
  std::vector<std::string> Words;
};

/// A page of section 1. \p Overview is the text that --help begins with: its
/// first sentence sums the tool up.
void printManPage(llvm::StringRef Overview, llvm::raw_ostream &OS);

void printCompletion(Shell S, llvm::ArrayRef<ValueWords> Values,
                     llvm::raw_ostream &OS);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_COMMANDLINE_H
