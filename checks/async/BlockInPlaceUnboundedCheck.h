//===- BlockInPlaceUnboundedCheck.h -----------------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_BLOCKINPLACEUNBOUNDEDCHECK_H
#define UNBLOCK_CHECKS_ASYNC_BLOCKINPLACEUNBOUNDEDCHECK_H

#include "AsyncCheck.h"

namespace unblock::checks {

/// Finds work without a bound in the closure of block_in_place, such as
/// accepting, reading from a peer, waiting without a timeout, or an endless
/// loop.
class BlockInPlaceUnboundedCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkUnit(analysis::TranslationUnit &TU) override;
};

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_BLOCKINPLACEUNBOUNDEDCHECK_H
