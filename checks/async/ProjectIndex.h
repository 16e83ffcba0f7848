//===- ProjectIndex.h - The index that the checks use -----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_PROJECTINDEX_H
#define UNBLOCK_CHECKS_ASYNC_PROJECTINDEX_H

#include "lib/index/Module.h"
#include "llvm/Support/Error.h"
#include <memory>

namespace unblock::checks {

/// The index in \p File, read once for all translation units of the process
/// and again when the file has changed. May be called from any thread.
llvm::Expected<std::shared_ptr<const index::Project>>
projectIndex(llvm::StringRef File);

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_PROJECTINDEX_H
