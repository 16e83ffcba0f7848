//===- in_place.cpp - block_in_place -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "scheduler.hpp"

namespace unblock::detail {

void in_place_scope::enter(std::source_location where) {
  thread_context &context = *context_;
  core *mine = context.held;
  if (!mine || !mine->lendable) [[unlikely]]
    return enter_without_lending(where);
  context.where = place::in_place;
  context.held = nullptr;
  context.lent = lent_ = mine;
  // Relaxed: a hint for the monitor, which looks again.
  mine->loans.store(mine->loans.load(std::memory_order_relaxed) + 1,
                    std::memory_order_relaxed);
  scheduler &home = mine->home;
  bool waits = home.has_work(*mine);
  mine->lent.lend();
  if (waits) [[unlikely]]
    home.hand_off(*mine);
  home.watch();
}

void in_place_scope::enter_without_lending(std::source_location where) {
  // In block_on, or after a block_in_place that lost its core, nothing is lent.
  // On a current-thread runtime nobody could take it.
  if (scheduler *runtime = context_->runtime;
      runtime && runtime->options.current_thread &&
      !runtime->options.inline_block_in_place)
    throw context_error(
        "block_in_place was called on a current-thread runtime, where no other "
        "thread can run the other tasks meanwhile",
        where,
        "await spawn_blocking, or build the runtime with "
        "builder::multi_thread() or with inline_block_in_place()");
  context_->where = place::in_place;
}

void in_place_scope::leave() noexcept {
  thread_context &context = *context_;
  context.where = place::async;
  if (!lent_)
    return;
  context.lent = nullptr;
  // If the core is gone, the task goes on without one until it suspends.
  if (lent_->lent.take())
    context.held = lent_;
}

} // namespace unblock::detail
