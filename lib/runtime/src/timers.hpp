//===- timers.hpp - The pending timers of a runtime -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A binary heap under one lock. A timer knows its place in the heap, so that a
// cancelled one is taken out at once: most timers are timeouts that never fire.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SRC_TIMERS_HPP
#define UNBLOCK_SRC_TIMERS_HPP

#include <unblock/detail/timer.hpp>

#include <mutex>
#include <vector>

namespace unblock::detail {

class timers {
public:
  static constexpr clock::time_point never = clock::time_point::max();

  /// Returns whether \p t is the first to fire now. After close() it is posted
  /// at once. May throw std::bad_alloc.
  bool add(timer &t);
  /// Returns false if it has fired.
  bool remove(timer &t) noexcept;
  /// Posts all timers that are due at \p now. Returns whether there were any.
  bool fire(clock::time_point now) noexcept;

  /// Posts all timers, and those to come, as cut short: the runtime shuts down.
  void close() noexcept;

  /// When the first timer fires.
  clock::time_point next() const noexcept {
    // Sequentially consistent: see scheduler::park.
    return next_.load();
  }
  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return heap_.size();
  }

private:
  void put(std::size_t place, timer *t) noexcept {
    heap_[place] = t;
    t->place = place;
  }
  void sift_up(std::size_t place, timer *t) noexcept;
  void sift_down(std::size_t place, timer *t) noexcept;
  void take_out(timer &t) noexcept;
  void publish_next() noexcept {
    next_.store(heap_.empty() ? never : heap_.front()->when);
  }

  mutable mutex mutex_;
  std::vector<timer *> heap_;
  bool closed_ = false;
  atomic<clock::time_point> next_{never};
};

} // namespace unblock::detail

#endif // UNBLOCK_SRC_TIMERS_HPP
