//===- Version.h - What --version prints ------------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// This folder holds what every part of the analyser may need and what knows
// nothing of models, code or findings.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SUPPORT_VERSION_H
#define UNBLOCK_SUPPORT_VERSION_H

#include "llvm/ADT/StringRef.h"

namespace unblock {

/// "0.1.0".
llvm::StringRef versionNumber();

/// "unblock 0.1.0 (LLVM 22.1.0)".
llvm::StringRef versionString();

} // namespace unblock

#endif // UNBLOCK_SUPPORT_VERSION_H
