//===- PreferAsyncDriverCheck.h - async-prefer-async-driver -----*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_PREFERASYNCDRIVERCHECK_H
#define UNBLOCK_CHECKS_ASYNC_PREFERASYNCDRIVERCHECK_H

#include "AsyncCheck.h"

namespace unblock::checks {

/// Finds calls of a blocking driver that are moved off the worker one by one
/// where an asynchronous driver exists.
class PreferAsyncDriverCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkUnit(analysis::TranslationUnit &TU) override;
};

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_PREFERASYNCDRIVERCHECK_H
