//===- Version.cpp - What --version prints --------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/support/Version.h"
#include "llvm/Config/llvm-config.h"

llvm::StringRef unblock::versionNumber() { return UNBLOCK_VERSION; }

llvm::StringRef unblock::versionString() {
  return "unblock " UNBLOCK_VERSION " (LLVM " LLVM_VERSION_STRING ")";
}
