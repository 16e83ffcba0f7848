//===- SpawnBlockingCaptureCheck.h ------------------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_SPAWNBLOCKINGCAPTURECHECK_H
#define UNBLOCK_CHECKS_ASYNC_SPAWNBLOCKINGCAPTURECHECK_H

#include "AsyncCheck.h"

namespace unblock::checks {

/// Finds closures for another thread that refer to what may be gone when they
/// run, or that take along what is bound to its thread.
class SpawnBlockingCaptureCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkUnit(analysis::TranslationUnit &TU) override;
};

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_SPAWNBLOCKINGCAPTURECHECK_H
