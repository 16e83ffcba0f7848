//===- sync/watch.hpp - The latest value, and when it changes --*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_WATCH_HPP
#define UNBLOCK_SYNC_WATCH_HPP

#include <unblock/sync/detail/operation.hpp>

#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace unblock::detail {

/// The value and those that wait, under one lock. It is a real one, since the
/// value is copied and changed under it.
template <class T> class watch_channel {
public:
  template <class U>
  explicit watch_channel(U &&initial) : value_(std::forward<U>(initial)) {}
  ~watch_channel() { assert(changed_.empty() && closed_.empty()); }

  /// Lets \p change look at the value and change it. If it returns true, the
  /// receivers hear of it. With \p heard, only if there are receivers.
  template <class F> bool update(F &&change, bool heard = false) {
    ready_batch ready;
    std::lock_guard guard(lock_);
    if (heard && receivers_.load(std::memory_order_relaxed) == 0)
      return false;
    if (!std::forward<F>(change)(value_))
      return false;
    // Release: for has_changed(). All else goes by the lock.
    version_.store(version_.load(std::memory_order_relaxed) + 1,
                   std::memory_order_release);
    wake_all(changed_, ready);
    return true;
  }

  /// Calls \p look with the value and its number.
  template <class F> decltype(auto) look(F &&look) const {
    std::lock_guard guard(lock_);
    return std::forward<F>(look)(std::as_const(value_),
                                 version_.load(std::memory_order_relaxed));
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
    wake_all(changed_, ready);
  }

  void add_receiver() noexcept {
    // Relaxed: whoever adds one has a sender or a receiver.
    receivers_.fetch_add(1, std::memory_order_relaxed);
  }
  void remove_receiver() noexcept {
    ready_batch ready;
    std::lock_guard guard(lock_);
    // Relaxed: the number carries no data.
    if (receivers_.fetch_sub(1, std::memory_order_relaxed) == 1)
      wake_all(closed_, ready);
  }
  std::size_t receivers() const noexcept {
    return receivers_.load(std::memory_order_relaxed);
  }

  bool has_ended() const noexcept {
    // Acquire: after the end was seen, the last change is.
    return ended_.load(std::memory_order_acquire);
  }
  std::uint64_t version() const noexcept {
    return version_.load(std::memory_order_acquire);
  }

  bool wait_changed(waiter &op, std::uint64_t seen) noexcept {
    std::lock_guard guard(lock_);
    if (has_ended() || version() != seen)
      return false;
    changed_.push_back(op);
    return true;
  }
  bool wait_closed(waiter &op) noexcept {
    std::lock_guard guard(lock_);
    if (receivers() == 0)
      return false;
    closed_.push_back(op);
    return true;
  }
  void forget_changed(waiter &op) noexcept { forget(changed_, op); }
  void forget_closed(waiter &op) noexcept { forget(closed_, op); }

private:
  void forget(wait_list &from, waiter &op) noexcept {
    std::lock_guard guard(lock_);
    if (op.listed)
      from.remove(op);
  }

  static void wake_all(wait_list &waiting, ready_batch &ready) noexcept {
    while (waiter *op = waiting.pop_front())
      ready.wake(*op);
  }

  mutable mutex lock_;
  T value_;
  wait_list changed_;                ///< receivers that wait
  wait_list closed_;                 ///< senders that wait
  atomic<std::uint64_t> version_{0}; ///< written under the lock
  atomic<bool> ended_{false};        ///< no senders; written under the lock
  atomic<std::size_t> senders_{1};
  atomic<std::size_t> receivers_{0}; ///< becomes 0 under the lock
};

} // namespace unblock::detail

namespace unblock::sync::watch {

template <class T> class sender;
template <class T> class receiver;

/// A channel that keeps the latest value only: a configuration, a state, a
/// signal to shut down. Receivers look at it at any time and may wait until it
/// changes; they do not see each value, but always the last.
///
/// The value is copied and changed under a std::mutex: keep both short, and do
/// not use the channel in them.
template <class T> std::pair<sender<T>, receiver<T>> channel(T initial);

/// The sending end. Copies send into the same channel. Thread-safe, as long as
/// it is not assigned to; on any thread, without a runtime.
template <class T> class sender {
public:
  class closed_operation;

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

  /// Replaces the value. False, and nothing is changed, if there are no
  /// receivers.
  bool send(T value) const {
    return channel_->update(
        [&](T &current) {
          std::swap(current, value); // The old one is destroyed after the lock.
          return true;
        },
        true);
  }

  /// Replaces the value whether there are receivers or not. Returns the old
  /// one.
  T send_replace(T value) const {
    channel_->update([&](T &current) {
      std::swap(current, value);
      return true;
    });
    return value;
  }

  /// Lets \p change, a callable that takes T &, change the value in place,
  /// whether there are receivers or not. If it throws, nobody is told.
  template <std::invocable<T &> F> void send_modify(F &&change) const {
    channel_->update([&](T &current) {
      std::invoke(std::forward<F>(change), current);
      return true;
    });
  }

  /// The same; the receivers are told only if \p change returns true. Returns
  /// what it returned.
  template <std::predicate<T &> F> bool send_if_modified(F &&change) const {
    return channel_->update([&](T &current) -> bool {
      return std::invoke(std::forward<F>(change), current);
    });
  }

  /// A copy of the value.
  T get() const {
    return channel_->look([](const T &value, std::uint64_t) { return value; });
  }

  /// One more receiver, which has seen the present value.
  [[nodiscard]] receiver<T> subscribe() const noexcept {
    return receiver<T>(channel_);
  }

  std::size_t receiver_count() const noexcept { return channel_->receivers(); }
  bool is_closed() const noexcept { return receiver_count() == 0; }

  /// `co_await tx.closed()` waits until there are no receivers. The sender must
  /// stay where it is.
  ///
  /// Cancellation: no effect.
  [[nodiscard]] closed_operation closed() const noexcept {
    return closed_operation(*channel_);
  }

private:
  using channel_type = detail::watch_channel<T>;
  friend std::pair<sender<T>, receiver<T>> channel<T>(T);

  explicit sender(std::shared_ptr<channel_type> of) noexcept
      : channel_(std::move(of)) {}

  std::shared_ptr<channel_type> channel_;
};

template <class T>
class [[nodiscard]] sender<T>::closed_operation : public detail::operation {
public:
  closed_operation(closed_operation &&) noexcept = default;
  ~closed_operation() {
    if (pending()) {
      channel_->forget_closed(*this);
      withdraw();
    }
  }

  bool await_ready() const noexcept {
    return channel_->receivers() == 0 && detail::spend_budget();
  }
  bool await_suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend(awaiting);
    return channel_->wait_closed(*this) || yield();
  }
  void await_resume() noexcept { resumed(); }

private:
  friend sender;

  explicit closed_operation(channel_type &of) noexcept : channel_(&of) {}

  channel_type *channel_;
};

/// A receiving end. A copy has seen what the original has. Each is used by one
/// task or thread at a time.
template <class T> class receiver {
public:
  class changed_operation;

  receiver(const receiver &other) noexcept
      : channel_(other.channel_), seen_(other.seen_) {
    if (channel_)
      channel_->add_receiver();
  }
  receiver(receiver &&) noexcept = default;
  receiver &operator=(receiver other) noexcept {
    channel_.swap(other.channel_);
    std::swap(seen_, other.seen_);
    return *this;
  }
  ~receiver() {
    if (channel_)
      channel_->remove_receiver();
  }

  /// `co_await rx.changed()` waits until there is a value that this receiver
  /// has not seen, and marks it as seen. False if there is none and all senders
  /// are gone. One coroutine at a time; the receiver must stay where it is.
  ///
  /// Cancellation: a change that was not reported will be by the next call.
  [[nodiscard]] changed_operation changed() noexcept {
    return changed_operation(*this);
  }

  /// Whether changed() would report a value at once.
  bool has_changed() const noexcept { return channel_->version() != seen_; }

  /// A copy of the value; whether it counts as seen stays as it is.
  T get() const {
    return channel_->look([](const T &value, std::uint64_t) { return value; });
  }

  /// A copy of the value, which counts as seen from now on.
  T get_and_update() {
    return channel_->look([this](const T &value, std::uint64_t version) {
      T copy = value;
      seen_ = version;
      return copy;
    });
  }

private:
  using channel_type = detail::watch_channel<T>;
  friend sender<T>;
  friend std::pair<sender<T>, receiver<T>> channel<T>(T);

  explicit receiver(std::shared_ptr<channel_type> of) noexcept
      : channel_(std::move(of)), seen_(channel_->version()) {
    channel_->add_receiver();
  }

  bool is_ready() const noexcept {
    return channel_->has_ended() || has_changed();
  }

  std::shared_ptr<channel_type> channel_;
  std::uint64_t seen_; ///< the number of the last value that it has seen
};

template <class T>
class [[nodiscard]] receiver<T>::changed_operation : public detail::operation {
public:
  changed_operation(changed_operation &&) noexcept = default;
  ~changed_operation() {
    if (pending()) {
      of_->channel_->forget_changed(*this);
      withdraw();
    }
  }

  bool await_ready() const noexcept {
    return of_->is_ready() && detail::spend_budget();
  }
  bool await_suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend(awaiting);
    return of_->channel_->wait_changed(*this, of_->seen_) || yield();
  }
  bool await_resume() noexcept {
    resumed();
    // The number is read after the end was seen: the last change counts.
    std::uint64_t version = of_->channel_->version();
    return std::exchange(of_->seen_, version) != version;
  }

private:
  friend receiver;

  explicit changed_operation(receiver &of) noexcept : of_(&of) {}

  receiver *of_;
};

template <class T> std::pair<sender<T>, receiver<T>> channel(T initial) {
  auto shared = std::make_shared<detail::watch_channel<T>>(std::move(initial));
  receiver<T> first(shared);
  return {sender<T>(std::move(shared)), std::move(first)};
}

} // namespace unblock::sync::watch

#endif // UNBLOCK_SYNC_WATCH_HPP
