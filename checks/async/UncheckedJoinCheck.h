//===- UncheckedJoinCheck.h - async-unchecked-join --------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_UNCHECKEDJOINCHECK_H
#define UNBLOCK_CHECKS_ASYNC_UNCHECKEDJOINCHECK_H

#include "AsyncCheck.h"

namespace unblock::checks {

/// Finds outcomes of joined work whose failed or cancelled side is not handled.
class UncheckedJoinCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkUnit(analysis::TranslationUnit &TU) override;
};

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_UNCHECKEDJOINCHECK_H
