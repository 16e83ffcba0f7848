//===- job_queue.hpp - The queue of the blocking pool -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SRC_JOB_QUEUE_HPP
#define UNBLOCK_SRC_JOB_QUEUE_HPP

#include <unblock/detail/atomic.hpp>

#include <cstddef>

namespace unblock::detail {

/// First in, first out. Nodes are linked by their `queued_next`. Any thread may
/// push; who pops holds the consumers' lock.
template <class Node> class job_queue {
public:
  /// Returns whether the queue was empty, as far as the producer can see.
  bool push(Node &node) noexcept {
    pushed_.fetch_add(1, std::memory_order_relaxed); // for size() only
    Node *newest = incoming_.load(std::memory_order_relaxed);
    do {
      node.queued_next = newest;
      // Release: the node. Sequentially consistent: before the producer looks
      // for sleeping consumers. It is one instruction either way.
    } while (!incoming_.compare_exchange_weak(
        newest, &node, std::memory_order_seq_cst, std::memory_order_relaxed));
    return !newest && !ordered_left_.load(std::memory_order_relaxed);
  }

  Node *pop() noexcept {
    if (!ordered_) {
      // Acquire: the nodes. Nobody else takes nodes from the stack, so a
      // relaxed look spares the exchange when there are none.
      if (!incoming_.load(std::memory_order_seq_cst))
        return nullptr;
      Node *newest = incoming_.exchange(nullptr, std::memory_order_acquire);
      while (newest) {
        Node *older = newest->queued_next;
        newest->queued_next = ordered_;
        ordered_ = newest;
        newest = older;
      }
    }
    Node *oldest = ordered_;
    ordered_ = oldest->queued_next;
    // Relaxed: a hint for producers, and for empty().
    ordered_left_.store(ordered_ != nullptr, std::memory_order_relaxed);
    popped_.store(popped_.load(std::memory_order_relaxed) + 1,
                  std::memory_order_relaxed);
    return oldest;
  }

  /// How many were taken out so far.
  std::size_t popped() const noexcept {
    return popped_.load(std::memory_order_relaxed);
  }

  /// A snapshot.
  std::size_t size() const noexcept {
    std::size_t popped = popped_.load(std::memory_order_relaxed);
    std::size_t pushed = pushed_.load(std::memory_order_relaxed);
    return pushed > popped ? pushed - popped : 0;
  }

  /// For consumers exact about what was pushed before; else a hint.
  bool empty() const noexcept {
    return !ordered_left_.load(std::memory_order_relaxed) &&
           !incoming_.load(std::memory_order_seq_cst);
  }

private:
  // Producers share the first line; consumers the second.
  alignas(64) atomic<Node *> incoming_{nullptr};
  atomic<std::size_t> pushed_{0};
  alignas(64) Node *ordered_ = nullptr;
  atomic<bool> ordered_left_{false};
  atomic<std::size_t> popped_{0};
};

} // namespace unblock::detail

#endif // UNBLOCK_SRC_JOB_QUEUE_HPP
