//===- SpawnBlockingCoroutineCheck.h ----------------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_SPAWNBLOCKINGCOROUTINECHECK_H
#define UNBLOCK_CHECKS_ASYNC_SPAWNBLOCKINGCOROUTINECHECK_H

#include "AsyncCheck.h"

namespace unblock::checks {

/// Finds coroutines that are passed to a blocking pool, where nothing of them
/// runs.
class SpawnBlockingCoroutineCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

protected:
  void checkUnit(analysis::TranslationUnit &TU) override;
};

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_SPAWNBLOCKINGCOROUTINECHECK_H
