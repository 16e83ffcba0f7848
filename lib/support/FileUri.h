//===- FileUri.h - Paths as URIs --------------------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SUPPORT_FILEURI_H
#define UNBLOCK_SUPPORT_FILEURI_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace unblock {

/// A path as the path of a URI.
std::string percentEncoded(llvm::StringRef Path);

/// "file:///usr/a%20b" for "/usr/a b".
std::string fileUri(llvm::StringRef AbsolutePath);

} // namespace unblock

#endif // UNBLOCK_SUPPORT_FILEURI_H
