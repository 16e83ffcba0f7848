//===- ResourceDirectory.h - Where Clang's own headers are ------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SUPPORT_RESOURCEDIRECTORY_H
#define UNBLOCK_SUPPORT_RESOURCEDIRECTORY_H

#include "llvm/Support/Error.h"
#include <string>

namespace unblock {

/// The directory of Clang's own headers (`stddef.h` and the like): beside this
/// program when it stands in an LLVM of its own, else where the LLVM is that it
/// was built with.
llvm::Expected<std::string> findResourceDirectory();

} // namespace unblock

#endif // UNBLOCK_SUPPORT_RESOURCEDIRECTORY_H
