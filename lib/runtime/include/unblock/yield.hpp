//===- yield.hpp - Let others run -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_YIELD_HPP
#define UNBLOCK_YIELD_HPP

#include <unblock/detail/context.hpp>

namespace unblock {

namespace detail {

class [[nodiscard]] yield_awaiter : resume_point {
public:
  yield_awaiter() noexcept = default;
  yield_awaiter(yield_awaiter &&) noexcept = default; // before it is awaited
  ~yield_awaiter() {
    if (coroutine && posted)
      unpost(*this);
  }

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend_at(*this, awaiting);
    yield_at(*this);
  }
  void await_resume() const noexcept {}
};

} // namespace detail

/// Awaited, puts the current task behind all others that are ready on its
/// worker, and lets timers and the injection queue have their turn.
inline detail::yield_awaiter yield_now() noexcept { return {}; }

} // namespace unblock

#endif // UNBLOCK_YIELD_HPP
