//===- NestedBlockOnCheck.h - async-nested-block-on -------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_NESTEDBLOCKONCHECK_H
#define UNBLOCK_CHECKS_ASYNC_NESTEDBLOCKONCHECK_H

#include "AsyncCheck.h"

namespace unblock::checks {

/// Finds async contexts that block until asynchronous work has finished, which
/// may need the very worker that they hold.
class NestedBlockOnCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkUnit(analysis::TranslationUnit &TU) override;
};

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_NESTEDBLOCKONCHECK_H
