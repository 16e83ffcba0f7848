//===- CheckSelection.h - Which checks run ----------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rule of the lint tool and of the editor: our checks are on, and of a list
// that was made for clang-tidy only what names them counts.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SUPPORT_CHECKSELECTION_H
#define UNBLOCK_SUPPORT_CHECKSELECTION_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <utility>

namespace unblock {

/// The checks that run when nobody says otherwise. Checks that are to be asked
/// for are switched off here.
inline constexpr llvm::StringLiteral DefaultChecks =
    "async-*,-async-block-in-place-undocumented";

/// Is \p Check the name of one of our checks, or a glob for some of them?
inline bool isOwnCheck(llvm::StringRef Check) {
  return Check.starts_with("async");
}

/// The globs of a list, without the blanks around them.
llvm::SmallVector<llvm::StringRef> splitGlobs(llvm::StringRef Globs);

/// A user's globs: those that concern our checks, and all others. A list made
/// for clang-tidy, which starts with `-*` and names other checks, must not
/// switch ours off.
std::pair<std::string, std::string> splitChecks(llvm::StringRef Globs);

} // namespace unblock

#endif // UNBLOCK_SUPPORT_CHECKSELECTION_H
