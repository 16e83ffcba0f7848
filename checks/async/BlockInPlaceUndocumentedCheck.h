//===- BlockInPlaceUndocumentedCheck.h --------------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_BLOCKINPLACEUNDOCUMENTEDCHECK_H
#define UNBLOCK_CHECKS_ASYNC_BLOCKINPLACEUNDOCUMENTEDCHECK_H

#include "AsyncCheck.h"

namespace unblock::checks {

/// Finds calls of block_in_place without a comment that says why.
class BlockInPlaceUndocumentedCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkUnit(analysis::TranslationUnit &TU) override;
};

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_BLOCKINPLACEUNDOCUMENTEDCHECK_H
