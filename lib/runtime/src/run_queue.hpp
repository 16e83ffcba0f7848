//===- run_queue.hpp - The run queue of a core -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A ring of fixed size, as in Go's scheduler. One thread, the holder of the
// core, pushes at the tail; the holder and thieves take from the head.
//
//   - Only the holder writes `tail`, and the slots. It writes a slot only when
//     it has seen the head move past it.
//   - `head` moves by compare-exchange, so every task is taken once. A thief
//     copies slots before it claims them: what it copied is valid if the head
//     has not moved in between, since the holder overwrites no slot that lies
//     between head and tail.
//
// The indices only grow; their difference is the number of tasks. They wrap
// around after 2^32 tasks, and a thief would have to sleep for a whole turn
// between its copy and its claim to be fooled.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SRC_RUN_QUEUE_HPP
#define UNBLOCK_SRC_RUN_QUEUE_HPP

#include <unblock/detail/atomic.hpp>

#include <cstddef>
#include <cstdint>

namespace unblock::detail {

template <class T, std::uint32_t Capacity = 256> class run_queue {
  static_assert((Capacity & (Capacity - 1)) == 0);

public:
  static constexpr std::uint32_t capacity = Capacity;

  /// Holder only. False if the ring is full.
  [[nodiscard]] bool push(T *task) noexcept {
    std::uint32_t tail = tail_.load(std::memory_order_relaxed);
    // Acquire: thieves have copied the slots that they moved the head over.
    if (tail - head_.load(std::memory_order_acquire) >= Capacity)
      return false;
    // Relaxed: a thief that reads the slot too early fails to claim it.
    slots_[tail % Capacity].store(task, std::memory_order_relaxed);
    // Release: the slot, and the task itself.
    tail_.store(tail + 1, std::memory_order_release);
    return true;
  }

  /// Holder only. The oldest task, or null.
  T *pop() noexcept {
    std::uint32_t tail = tail_.load(std::memory_order_relaxed);
    std::uint32_t head = head_.load(std::memory_order_relaxed);
    while (head != tail) {
      // A former holder's task: the core was passed on with acquire.
      T *task = slots_[head % Capacity].load(std::memory_order_relaxed);
      if (head_.compare_exchange_weak(head, head + 1,
                                      std::memory_order_relaxed))
        return task;
    }
    return nullptr;
  }

  /// As pop(), for a ring that nobody steals from.
  T *pop_alone() noexcept {
    std::uint32_t head = head_.load(std::memory_order_relaxed);
    if (head == tail_.load(std::memory_order_relaxed))
      return nullptr;
    T *task = slots_[head % Capacity].load(std::memory_order_relaxed);
    head_.store(head + 1, std::memory_order_relaxed);
    return task;
  }

  /// Any thread. Takes up to half of the tasks, the oldest first, and writes
  /// them to \p out, which has room for half a ring. Returns how many.
  std::uint32_t steal(T **out) noexcept {
    std::uint32_t head = head_.load(std::memory_order_acquire);
    for (;;) {
      // Acquire: the slots up to the tail.
      std::uint32_t tail = tail_.load(std::memory_order_acquire);
      std::uint32_t count = tail - head;
      count -= count / 2;
      if (count == 0)
        return 0;
      if (count > Capacity / 2) { // head and tail do not belong together
        head = head_.load(std::memory_order_acquire);
        continue;
      }
      for (std::uint32_t i = 0; i != count; ++i)
        out[i] = slots_[(head + i) % Capacity].load(std::memory_order_relaxed);
      // Release: the copies are made before the holder may overwrite them.
      if (head_.compare_exchange_weak(head, head + count,
                                      std::memory_order_acq_rel,
                                      std::memory_order_acquire))
        return count;
    }
  }

  bool empty() const noexcept { return size() == 0; }

  /// A snapshot; exact for the holder if nobody steals.
  std::uint32_t size() const noexcept {
    std::uint32_t head = head_.load(std::memory_order_acquire);
    std::uint32_t count = tail_.load(std::memory_order_acquire) - head;
    return count > Capacity ? 0 : count;
  }

private:
  // Thieves write the head; the tail is the holder's.
  alignas(64) atomic<std::uint32_t> head_{0};
  alignas(64) atomic<std::uint32_t> tail_{0};
  atomic<T *> slots_[Capacity] = {};
};

} // namespace unblock::detail

#endif // UNBLOCK_SRC_RUN_QUEUE_HPP
