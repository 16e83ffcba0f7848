//===- IndexFile.h - Which index a file is checked with ---------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CLANGD_INDEXFILE_H
#define UNBLOCK_CLANGD_INDEXFILE_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace unblock::clangd {

/// Can the checks use the index \p File? The log tells once if they cannot. May
/// be called from any thread.
bool isUsableIndex(llvm::StringRef File);

/// The nearest `project.unblockindex` upwards from the source \p File; each
/// directory's subfolder `build` is looked at, too, as for a compile database.
/// Empty when there is none.
std::string findIndex(llvm::StringRef File);

} // namespace unblock::clangd

#endif // UNBLOCK_CLANGD_INDEXFILE_H
