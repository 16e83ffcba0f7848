//===- OutputFile.h - Files that are whole or not there ---------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_OUTPUTFILE_H
#define UNBLOCK_LINT_OUTPUTFILE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace unblock::lint {

/// Puts what \p Write writes into the file \p Path. A reader sees the old
/// content or all of the new one. What is no regular file, a pipe for example,
/// is written to as it is.
llvm::Error
writeOutputFile(llvm::StringRef Path,
                llvm::function_ref<void(llvm::raw_ostream &)> Write);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_OUTPUTFILE_H
