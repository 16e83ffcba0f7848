//===- Errors.h - What is said when something is wrong ----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_ERRORS_H
#define UNBLOCK_LINT_ERRORS_H

#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace unblock::lint {

/// What the process returns. docs/guide/unblock-lint.md promises it.
enum ExitStatus {
  Clean = 0, ///< nothing at or above --fail-on
  HasFindings = 1,
  Misused = 2,    ///< wrong usage or configuration, or unwritable files
  Incomplete = 3, ///< some translation unit could not be analysed
};

/// Begins an error on standard error.
llvm::raw_ostream &error();

/// Says \p Message as an error; gives `Misused`.
int misuse(const llvm::Twine &Message);
int misuse(llvm::Error E);

llvm::Error failure(const llvm::Twine &Message);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_ERRORS_H
