//===- sync/broadcast.hpp - Each receiver gets all -------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The last `capacity` messages stand in a ring, each in a shared block of its
// own, so that the copy which a receiver gets is made without the lock. A slot
// counts the receivers that have not had its message yet; when all have, it is
// dropped.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_BROADCAST_HPP
#define UNBLOCK_SYNC_BROADCAST_HPP

#include <unblock/sync/detail/operation.hpp>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

namespace unblock::sync::broadcast {

/// The receiver was too slow: so many messages were overwritten before it got
/// them. It goes on with the oldest that is still there.
struct lagged {
  std::uint64_t missed;
  friend bool operator==(lagged, lagged) = default;
};

/// All senders are gone, and all that they sent has been received.
struct closed {
  friend bool operator==(closed, closed) = default;
};

/// What a receiver gets.
template <class T> using received = std::variant<T, lagged, closed>;

} // namespace unblock::sync::broadcast

namespace unblock::detail {

template <class T> class broadcast_channel {
public:
  using received = sync::broadcast::received<T>;

  explicit broadcast_channel(std::size_t capacity) : ring_(capacity) {}
  ~broadcast_channel() { assert(waiting_.empty()); }

  std::size_t send(T &&message) {
    std::shared_ptr<const T> made = std::make_shared<T>(std::move(message));
    // After this, it is what the slot held before: destroyed after the lock.
    ready_batch ready;
    std::lock_guard guard(lock_);
    if (receivers_ == 0)
      return 0;
    std::uint64_t place = end_.load(std::memory_order_relaxed);
    slot &at = ring_[place % ring_.size()];
    at.message.swap(made);
    at.wanted_by = receivers_;
    // Release: for has_more(). All else goes by the lock.
    end_.store(place + 1, std::memory_order_release);
    while (waiter *op = waiting_.pop_front())
      ready.wake(*op);
    return receivers_;
  }

  void add_sender() noexcept {
    // Relaxed: there is one already.
    senders_.fetch_add(1, std::memory_order_relaxed);
  }

  void remove_sender() noexcept {
    // Acquire and release: what all senders sent comes before the end.
    if (senders_.fetch_sub(1, std::memory_order_acq_rel) != 1)
      return;
    ready_batch ready;
    std::lock_guard guard(lock_);
    ended_.store(true, std::memory_order_release);
    while (waiter *op = waiting_.pop_front())
      ready.wake(*op);
  }

  /// Returns where it begins.
  std::uint64_t add_receiver() noexcept {
    std::lock_guard guard(lock_);
    ++receivers_;
    return end_.load(std::memory_order_relaxed);
  }

  /// \p next is what it would have received next.
  void remove_receiver(std::uint64_t next) noexcept {
    std::uint64_t end;
    {
      std::lock_guard guard(lock_);
      --receivers_;
      end = end_.load(std::memory_order_relaxed);
    }
    // One at a time: the lock is not to be held for long.
    for (; next != end; ++next) {
      std::shared_ptr<const T> unwanted; // Destroyed after the lock.
      std::lock_guard guard(lock_);
      next = std::max(next, oldest());
      if (next >= end)
        break;
      unwanted = get(next);
    }
  }

  std::size_t receivers() const noexcept {
    std::lock_guard guard(lock_);
    return receivers_;
  }

  bool is_ready(std::uint64_t next) const noexcept {
    // Acquire: after the end was seen, all that was sent is.
    return ended_.load(std::memory_order_acquire) || has_more(next);
  }

  bool wait(waiter &op, std::uint64_t next) noexcept {
    std::lock_guard guard(lock_);
    if (is_ready(next))
      return false;
    waiting_.push_back(op);
    return true;
  }

  void forget(waiter &op) noexcept {
    std::lock_guard guard(lock_);
    if (op.listed)
      waiting_.remove(op);
  }

  /// Only when is_ready().
  received take(std::uint64_t &next) {
    if (!has_more(next))
      return sync::broadcast::closed();
    std::shared_ptr<const T> message;
    {
      std::lock_guard guard(lock_);
      if (std::uint64_t first = oldest(); next < first)
        return sync::broadcast::lagged{first - std::exchange(next, first)};
      message = get(next++);
    }
    return received(std::in_place_index<0>, *message);
  }

private:
  struct slot {
    std::shared_ptr<const T> message;
    std::size_t wanted_by = 0;
  };

  bool has_more(std::uint64_t next) const noexcept {
    return end_.load(std::memory_order_acquire) != next;
  }

  // Under the lock.

  std::uint64_t oldest() const noexcept {
    std::uint64_t end = end_.load(std::memory_order_relaxed);
    return end > ring_.size() ? end - ring_.size() : 0;
  }

  std::shared_ptr<const T> get(std::uint64_t place) noexcept {
    slot &at = ring_[place % ring_.size()];
    return --at.wanted_by ? at.message : std::move(at.message);
  }

  mutable spin_lock lock_;
  std::vector<slot> ring_;
  std::size_t receivers_ = 0;
  wait_list waiting_;
  // Written under the lock.
  atomic<std::uint64_t> end_{0}; ///< the place of the next message
  atomic<bool> ended_{false};    ///< no senders
  atomic<std::size_t> senders_{1};
};

} // namespace unblock::detail

namespace unblock::sync::broadcast {

template <class T> class sender;
template <class T> class receiver;

/// A channel where every receiver gets a copy of every message that is sent
/// while it exists. It keeps the last \p capacity messages; sending never
/// waits, and a receiver that falls behind by more is told how many it has
/// missed.
///
/// Errors: std::invalid_argument if the capacity is 0; std::bad_alloc.
template <class T>
std::pair<sender<T>, receiver<T>> channel(std::size_t capacity);

/// The sending end. Copies send into the same channel; when the last one is
/// destroyed, the channel is closed. Thread-safe, as long as it is not assigned
/// to; on any thread, without a runtime.
template <class T> class sender {
public:
  sender(const sender &other) noexcept : channel_(other.channel_) {
    if (channel_)
      channel_->add_sender();
  }
  sender(sender &&) noexcept = default;
  sender &operator=(sender other) noexcept {
    channel_.swap(other.channel_);
    return *this;
  }
  ~sender() {
    if (channel_)
      channel_->remove_sender();
  }

  /// Sends to the receivers that there are, and returns how many; 0 means that
  /// the message was destroyed.
  ///
  /// Errors: std::bad_alloc, and what moving the message throws; then nothing
  /// was sent.
  std::size_t send(T message) const {
    return channel_->send(std::move(message));
  }

  /// One more receiver, for all that is sent from now on.
  [[nodiscard]] receiver<T> subscribe() const noexcept {
    return receiver<T>(channel_);
  }

  std::size_t receiver_count() const noexcept { return channel_->receivers(); }

private:
  using shared = std::shared_ptr<detail::broadcast_channel<T>>;
  friend std::pair<sender<T>, receiver<T>> channel<T>(std::size_t);

  explicit sender(shared of) noexcept : channel_(std::move(of)) {}

  shared channel_;
};

/// A receiving end. Move-only, and used by one task or thread at a time.
template <class T> class receiver {
public:
  class operation;

  receiver(receiver &&other) noexcept
      : channel_(std::move(other.channel_)), next_(other.next_) {}
  receiver &operator=(receiver &&other) noexcept {
    receiver old(std::move(other));
    channel_.swap(old.channel_);
    std::swap(next_, old.next_);
    return *this;
  }
  ~receiver() {
    if (channel_)
      channel_->remove_receiver(next_);
  }

  /// `co_await rx.recv()` waits for the next message: a std::variant of a copy
  /// of it, `lagged`, or `closed`. One coroutine at a time; the receiver must
  /// stay where it is.
  ///
  /// Errors: what copying the message throws; then it counts as received.
  /// Cancellation: no message is lost.
  [[nodiscard]] operation recv() noexcept { return operation(*this); }

  /// The same without waiting; nothing if there is nothing yet. On any thread,
  /// without a runtime.
  std::optional<received<T>> try_recv() {
    if (!channel_->is_ready(next_))
      return std::nullopt;
    return channel_->take(next_);
  }

private:
  using shared = std::shared_ptr<detail::broadcast_channel<T>>;
  friend sender<T>;
  friend std::pair<sender<T>, receiver<T>> channel<T>(std::size_t);

  explicit receiver(shared of) noexcept
      : channel_(std::move(of)), next_(channel_->add_receiver()) {}

  shared channel_;
  std::uint64_t next_;
};

template <class T>
class [[nodiscard]] receiver<T>::operation : public detail::operation {
public:
  operation(operation &&) noexcept = default;
  ~operation() {
    if (pending()) [[unlikely]] {
      from_->channel_->forget(*this);
      withdraw();
    }
  }

  bool await_ready() const noexcept {
    return from_->channel_->is_ready(from_->next_) && detail::spend_budget();
  }
  bool await_suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend(awaiting);
    return from_->channel_->wait(*this, from_->next_) || yield();
  }
  received<T> await_resume() {
    resumed();
    return from_->channel_->take(from_->next_);
  }

private:
  friend receiver;

  explicit operation(receiver &from) noexcept : from_(&from) {}

  receiver *from_;
};

template <class T>
std::pair<sender<T>, receiver<T>> channel(std::size_t capacity) {
  if (capacity == 0)
    throw std::invalid_argument(
        "unblock::sync::broadcast::channel: no capacity");
  auto shared = std::make_shared<detail::broadcast_channel<T>>(capacity);
  receiver<T> first(shared);
  return {sender<T>(std::move(shared)), std::move(first)};
}

} // namespace unblock::sync::broadcast

#endif // UNBLOCK_SYNC_BROADCAST_HPP
