//===- BlockInPlaceSiblingBranchesCheck.h -----------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_BLOCKINPLACESIBLINGBRANCHESCHECK_H
#define UNBLOCK_CHECKS_ASYNC_BLOCKINPLACESIBLINGBRANCHESCHECK_H

#include "AsyncCheck.h"

namespace unblock::checks {

/// Finds block_in_place in a task whose other branches, joined or raced, then
/// stop.
class BlockInPlaceSiblingBranchesCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkUnit(analysis::TranslationUnit &TU) override;
};

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_BLOCKINPLACESIBLINGBRANCHESCHECK_H
