//===- lease.hpp - Who holds a core -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A worker that enters block_in_place lends its core: from then on anybody may
// take it, and the worker itself takes it back when it leaves, if it still can.
// Most closures are short and nothing waits behind them; then lending costs a
// store, taking back an exchange, and no other thread ever looks.
//
// The state is `lent` or `held`. Who exchanges `held` for `lent` holds the core
// from then on. It does not matter whose lending that was: a worker that comes
// back late may take the core that its successor has lent in turn.
//
// A thread that was woken to take the core is announced by `summon`, so that
// one thread at a time is on its way to it, however often it is lent meanwhile.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SRC_LEASE_HPP
#define UNBLOCK_SRC_LEASE_HPP

#include <unblock/detail/atomic.hpp>

namespace unblock::detail {

class lease {
public:
  /// Release: the holder's changes of the core, for who takes it.
  void lend() noexcept { lent_.store(true, std::memory_order_release); }

  /// Returns whether the caller holds the core now.
  [[nodiscard]] bool take() noexcept {
    // Acquire: as lend() says. If it was not lent, the exchange changes
    // nothing.
    return lent_.exchange(false, std::memory_order_acquire);
  }

  bool is_lent() const noexcept {
    return lent_.load(std::memory_order_relaxed);
  }

  /// Returns whether the caller has to send a thread to take the core.
  [[nodiscard]] bool summon() noexcept {
    return !summoned_.exchange(true, std::memory_order_relaxed);
  }
  /// The thread that was sent has arrived (or could not be sent). It calls
  /// take() next; a summons from here on sends another one.
  void arrived() noexcept { summoned_.store(false, std::memory_order_relaxed); }

private:
  atomic<bool> lent_{false};
  atomic<bool> summoned_{false};
};

} // namespace unblock::detail

#endif // UNBLOCK_SRC_LEASE_HPP
