//===- sync/mpsc.hpp - Many senders, one receiver --------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A channel is a queue and a lock that is held while a message is moved in or
// out. That is one locked instruction for each end, which is less than queues
// without a lock need as soon as they also have to wake somebody.
//
// The bounded queue is a ring. A sender that finds it full waits with its
// message in hand; the receiver moves the message of the sender that has waited
// longest into the place that it has just made free. So there are waiting
// senders only while the ring is full, and nobody overtakes them.
//
// The unbounded queue is a list of blocks. The receiver takes from it without
// the lock, up to the number of messages that it knows to have been sent, and
// frees each block that it has emptied.
//
// The receiver leaves a message in the queue until it is resumed, so a
// receiving coroutine can be destroyed at any time and nothing is lost.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_MPSC_HPP
#define UNBLOCK_SYNC_MPSC_HPP

#include <unblock/sync/detail/operation.hpp>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace unblock::sync::mpsc {

/// What became of a message that was not to wait: it was sent; there was no
/// room; the receiver is closed or gone.
enum class send_status { sent, full, closed };

} // namespace unblock::sync::mpsc

namespace unblock::detail {

using sync::mpsc::send_status;

/// What both kinds of channel have: two ends, and a receiver that waits.
class mpsc_channel {
public:
  mpsc_channel() noexcept = default;
  mpsc_channel(const mpsc_channel &) = delete;
  mpsc_channel &operator=(const mpsc_channel &) = delete;

  void add_sender() noexcept {
    // Relaxed: there is one already, so the end is not near.
    senders_.fetch_add(1, std::memory_order_relaxed);
  }

  /// Returns whether the caller has to free the channel.
  [[nodiscard]] bool remove_sender() noexcept {
    // Acquire and release: what all senders did comes before the end.
    if (senders_.fetch_sub(1, std::memory_order_acq_rel) != 1)
      return false;
    {
      ready_batch ready;
      std::lock_guard guard(lock_);
      ended_.store(true, std::memory_order_release);
      wake_receiver(ready);
    }
    return remove_end();
  }

  /// The last sender or the receiver has let go. Returns whether the caller has
  /// to free the channel.
  [[nodiscard]] bool remove_end() noexcept {
    // Acquire and release: what the other end did comes before the freeing.
    return one_end_.exchange(true, std::memory_order_acq_rel);
  }

  bool is_closed() const noexcept {
    // Relaxed: the flag carries no data.
    return closed_.load(std::memory_order_relaxed);
  }

  /// A receiving coroutine is being destroyed.
  void forget_receiver(resume_point &point) noexcept {
    std::lock_guard guard(lock_);
    if (receiver_ == &point)
      receiver_ = nullptr;
  }

protected:
  ~mpsc_channel() = default;

  /// No message can come any more, beside those in the queue.
  bool is_over() const noexcept {
    // Acquire: all that was sent.
    return ended_.load(std::memory_order_acquire) || is_closed();
  }

  // The rest under the lock.

  void set_closed() noexcept { closed_.store(true, std::memory_order_relaxed); }

  void set_receiver(resume_point &point) noexcept {
    assert(!receiver_ && "unblock: two coroutines receive from one channel");
    receiver_ = &point;
  }

  void wake_receiver(ready_batch &ready) noexcept {
    if (receiver_)
      ready.wake(*std::exchange(receiver_, nullptr));
  }

  spin_lock lock_;

private:
  atomic<bool> closed_{false};  ///< by the receiver; written under the lock
  atomic<bool> ended_{false};   ///< no senders; written under the lock
  atomic<bool> one_end_{false}; ///< has let go
  atomic<std::size_t> senders_{1};
  resume_point *receiver_ = nullptr; ///< that waits; guarded by the lock
};

template <class T> class bounded_send;

template <class T> class bounded_channel : public mpsc_channel {
public:
  using value_type = T;

  explicit bounded_channel(std::size_t capacity)
      : capacity_(capacity), slots_(std::allocator<T>().allocate(capacity)) {}
  ~bounded_channel() { std::allocator<T>().deallocate(slots_, capacity_); }

  std::size_t capacity() const noexcept { return capacity_; }

  /// Moves the message away if it is sent.
  send_status try_send(T &message) noexcept {
    ready_batch ready;
    std::lock_guard guard(lock_);
    return send_locked(message, ready);
  }

  /// Whether \p op waits; if not, its status is what became of it.
  bool send_or_wait(bounded_send<T> &op) noexcept {
    ready_batch ready;
    std::lock_guard guard(lock_);
    op.status_ = send_locked(op.message_, ready);
    if (op.status_ != send_status::full)
      return false;
    waiting_.push_back(op);
    return true;
  }

  void cancel(bounded_send<T> &op) noexcept {
    std::lock_guard guard(lock_);
    if (op.listed)
      waiting_.remove(op);
  }

  /// A hint for senders.
  bool is_full() const noexcept {
    return size_.load(std::memory_order_relaxed) == capacity_;
  }

  // For the receiver.

  bool is_ready() const noexcept {
    // Relaxed: who takes the message takes the lock.
    return size_.load(std::memory_order_relaxed) != 0 || is_over();
  }

  bool wait(resume_point &point) noexcept {
    std::lock_guard guard(lock_);
    if (is_ready())
      return false;
    set_receiver(point);
    return true;
  }

  std::optional<T> take() noexcept {
    std::optional<T> message;
    ready_batch ready;
    std::lock_guard guard(lock_);
    std::size_t size = size_.load(std::memory_order_relaxed);
    if (size == 0)
      return message;
    T *place = slots_ + first_;
    message.emplace(std::move(*place));
    std::destroy_at(place);
    first_ = first_ + 1 == capacity_ ? 0 : first_ + 1;
    if (waiter *first = waiting_.pop_front()) {
      // The ring was full, so the place is also the one behind the last.
      auto &op = static_cast<bounded_send<T> &>(*first);
      std::construct_at(place, std::move(op.message_));
      op.status_ = send_status::sent;
      ready.wake(op);
    } else {
      size_.store(size - 1, std::memory_order_relaxed);
      // A queue that is short uses the same few places again and again.
      if (size == 1)
        first_ = 0;
    }
    return message;
  }

  void close() noexcept {
    ready_batch ready;
    std::lock_guard guard(lock_);
    set_closed();
    wake_receiver(ready);
    while (waiter *op = waiting_.pop_front()) {
      static_cast<bounded_send<T> &>(*op).status_ = send_status::closed;
      ready.wake(*op);
    }
  }

private:
  send_status send_locked(T &message, ready_batch &ready) noexcept {
    if (is_closed())
      return send_status::closed;
    std::size_t size = size_.load(std::memory_order_relaxed);
    if (size == capacity_)
      return send_status::full;
    std::size_t place = first_ + size;
    std::construct_at(slots_ + (place < capacity_ ? place : place - capacity_),
                      std::move(message));
    size_.store(size + 1, std::memory_order_relaxed);
    wake_receiver(ready);
    return send_status::sent;
  }

  atomic<std::size_t> size_{0}; ///< written under the lock, as all below
  std::size_t first_ = 0;
  const std::size_t capacity_;
  T *const slots_;
  wait_list waiting_; ///< of bounded_send; empty unless the ring is full
};

template <class T> class [[nodiscard]] bounded_send : public operation {
public:
  bounded_send(bounded_channel<T> &to, T &&message) noexcept
      : to_(&to), message_(std::move(message)) {}
  bounded_send(bounded_send &&) noexcept = default;
  ~bounded_send() {
    if (pending()) [[unlikely]] {
      to_->cancel(*this);
      withdraw();
    }
  }

  bool await_ready() noexcept {
    status_ = to_->is_full() ? send_status::full : to_->try_send(message_);
    return status_ != send_status::full && spend_budget();
  }
  bool await_suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend(awaiting);
    return (status_ == send_status::full && to_->send_or_wait(*this)) ||
           yield();
  }
  bool await_resume() noexcept {
    resumed();
    return status_ == send_status::sent;
  }

private:
  friend bounded_channel<T>;

  bounded_channel<T> *to_;
  T message_;
  /// Guarded by the lock while the operation is listed.
  send_status status_ = send_status::full;
};

template <class T> class unbounded_channel : public mpsc_channel {
public:
  using value_type = T;

  unbounded_channel() : tail_(new block), head_(tail_) {}
  ~unbounded_channel() {
    while (head_)
      delete std::exchange(head_, head_->next);
  }

  /// Moves the message away if it is sent.
  bool send(T &message) {
    std::unique_ptr<block> fresh; // Not made under the lock.
    for (;;) {
      {
        ready_batch ready;
        std::lock_guard guard(lock_);
        if (is_closed())
          return false;
        if (tail_size_ != block::capacity || fresh) {
          push(message, fresh);
          wake_receiver(ready);
          return true;
        }
      }
      fresh = std::make_unique<block>();
    }
  }

  // For the receiver.

  bool is_ready() const noexcept { return has_message() || is_over(); }

  bool wait(resume_point &point) noexcept {
    std::lock_guard guard(lock_);
    if (is_ready())
      return false;
    set_receiver(point);
    return true;
  }

  std::optional<T> take() noexcept {
    std::optional<T> message;
    // Again, after is_over(): the last one may have come in between.
    if (!has_message())
      return message;
    if (head_taken_ == block::capacity) {
      delete std::exchange(head_, head_->next);
      head_taken_ = 0;
    }
    T *place = head_->slots + head_taken_++;
    ++taken_;
    message.emplace(std::move(*place));
    std::destroy_at(place);
    return message;
  }

  void close() noexcept {
    ready_batch ready;
    std::lock_guard guard(lock_);
    set_closed();
    wake_receiver(ready);
  }

private:
  struct block {
    // About a kilobyte with the link, and at least one.
    static constexpr std::size_t capacity =
        sizeof(T) < 1000 ? 1000 / sizeof(T) : 1;

    block() noexcept {}
    ~block() {}

    block *next = nullptr;
    union {
      T slots[capacity];
    };
  };

  bool has_message() const noexcept {
    // Acquire: the message, and the link to its block.
    return sent_.load(std::memory_order_acquire) != taken_;
  }

  void push(T &message, std::unique_ptr<block> &fresh) noexcept {
    if (tail_size_ == block::capacity) {
      tail_->next = fresh.release();
      tail_ = tail_->next;
      tail_size_ = 0;
    }
    std::construct_at(tail_->slots + tail_size_++, std::move(message));
    sent_.store(sent_.load(std::memory_order_relaxed) + 1,
                std::memory_order_release);
  }

  block *tail_; ///< guarded by the lock, as its size
  std::size_t tail_size_ = 0;
  atomic<std::size_t> sent_{0}; ///< ever; written under the lock
  // The receiver's alone.
  block *head_;
  std::size_t head_taken_ = 0;
  std::size_t taken_ = 0; ///< ever
};

/// One of the senders that hold a channel.
template <class Channel> class mpsc_sender_ref {
public:
  explicit mpsc_sender_ref(Channel *first) noexcept : channel_(first) {}
  mpsc_sender_ref(const mpsc_sender_ref &other) noexcept
      : channel_(other.channel_) {
    if (channel_)
      channel_->add_sender();
  }
  mpsc_sender_ref(mpsc_sender_ref &&other) noexcept
      : channel_(std::exchange(other.channel_, nullptr)) {}
  mpsc_sender_ref &operator=(mpsc_sender_ref other) noexcept {
    std::swap(channel_, other.channel_);
    return *this;
  }
  ~mpsc_sender_ref() {
    if (channel_ && channel_->remove_sender())
      delete channel_;
  }

  Channel *operator->() const noexcept { return channel_; }
  Channel &operator*() const noexcept { return *channel_; }

private:
  Channel *channel_;
};

} // namespace unblock::detail

namespace unblock::sync::mpsc {

/// The receiving end of a channel: receiver<T> or unbounded_receiver<T>. It
/// belongs to one task or thread at a time. If it is destroyed, sending fails,
/// and the messages in the queue are destroyed.
template <class Channel> class basic_receiver {
  using T = typename Channel::value_type;
  static_assert(std::is_nothrow_move_constructible_v<T>,
                "unblock: moving a message must not throw; send a "
                "std::unique_ptr to it instead");

public:
  class operation;

  /// For channel() and unbounded_channel().
  explicit basic_receiver(Channel *shared) noexcept : channel_(shared) {}
  basic_receiver(basic_receiver &&other) noexcept
      : channel_(std::exchange(other.channel_, nullptr)) {}
  basic_receiver &operator=(basic_receiver &&other) noexcept {
    basic_receiver old(std::move(other));
    std::swap(channel_, old.channel_);
    return *this;
  }
  ~basic_receiver() {
    if (!channel_)
      return;
    channel_->close();
    while (channel_->take()) {
    }
    if (channel_->remove_end())
      delete channel_;
  }

  /// `co_await rx.recv()` waits for the next message: a std::optional<T>,
  /// without a value when none can come any more: the queue is empty, and all
  /// senders are gone or close() was called. One coroutine at a time; the
  /// receiver must stay where it is.
  ///
  /// Cancellation: no message is lost.
  [[nodiscard]] operation recv() noexcept { return operation(*channel_); }

  /// The next message, if there is one. On any thread, without a runtime.
  std::optional<T> try_recv() noexcept { return channel_->take(); }

  /// Nothing more is accepted; who waits to send is woken. What is in the queue
  /// can still be received.
  void close() noexcept { channel_->close(); }

private:
  Channel *channel_;
};

template <class Channel>
class [[nodiscard]] basic_receiver<Channel>::operation
    : public detail::operation {
public:
  operation(operation &&) noexcept = default;
  ~operation() {
    if (pending()) [[unlikely]] {
      from_->forget_receiver(*this);
      withdraw();
    }
  }

  bool await_ready() const noexcept {
    return from_->is_ready() && detail::spend_budget();
  }
  bool await_suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend(awaiting);
    return from_->wait(*this) || yield();
  }
  std::optional<T> await_resume() noexcept {
    resumed();
    return from_->take();
  }

private:
  friend basic_receiver;

  explicit operation(Channel &from) noexcept : from_(&from) {}

  Channel *from_;
};

template <class T> using receiver = basic_receiver<detail::bounded_channel<T>>;
template <class T>
using unbounded_receiver = basic_receiver<detail::unbounded_channel<T>>;

/// The sending end of a bounded channel. Copies send into the same channel;
/// when the last one is destroyed, the receiver gets what is in the queue and
/// then nothing. Thread-safe, as long as it is not assigned to.
template <class T> class sender {
public:
  /// For channel().
  explicit sender(detail::bounded_channel<T> *shared) noexcept
      : channel_(shared) {}

  /// `co_await tx.send(m)` sends, as soon as there is room. It is false if the
  /// receiver is closed or gone: then the message is destroyed. Who waits for
  /// room is served in the order of arrival.
  ///
  /// Cancellation: a coroutine that is destroyed while it waits has not sent,
  /// and its message is destroyed with it.
  detail::bounded_send<T> send(T message) const noexcept {
    return {*channel_, std::move(message)};
  }

  /// Sends if there is room. If not, \p message is still the caller's when it
  /// was given by std::move. On any thread, without a runtime.
  send_status try_send(T &&message) const noexcept {
    return channel_->try_send(message);
  }
  send_status try_send(const T &message) const { return try_send(T(message)); }

  /// Whether the receiver is closed or gone.
  bool is_closed() const noexcept { return channel_->is_closed(); }
  /// How many messages the queue takes.
  std::size_t capacity() const noexcept { return channel_->capacity(); }

private:
  detail::mpsc_sender_ref<detail::bounded_channel<T>> channel_;
};

/// The sending end of an unbounded channel; else as sender<T>. It never waits,
/// so it has nothing that slows it down when the receiver is slower.
template <class T> class unbounded_sender {
public:
  /// For unbounded_channel().
  explicit unbounded_sender(detail::unbounded_channel<T> *shared) noexcept
      : channel_(shared) {}

  /// Sends, on any thread, without a runtime. False if the receiver is closed
  /// or gone: then the message is destroyed.
  ///
  /// Errors: std::bad_alloc, and nothing was sent.
  bool send(T message) const { return channel_->send(message); }

  /// Whether the receiver is closed or gone.
  bool is_closed() const noexcept { return channel_->is_closed(); }

private:
  detail::mpsc_sender_ref<detail::unbounded_channel<T>> channel_;
};

/// A channel from any number of senders to one receiver, for \p capacity
/// messages at most; who sends more waits. Memory for all of them is reserved
/// now, and sending allocates nothing.
///
/// Errors: std::invalid_argument if the capacity is 0; std::bad_alloc.
template <class T>
std::pair<sender<T>, receiver<T>> channel(std::size_t capacity) {
  if (capacity == 0)
    throw std::invalid_argument("unblock::sync::mpsc::channel: no capacity");
  auto *shared = new detail::bounded_channel<T>(capacity);
  return {sender<T>(shared), receiver<T>(shared)};
}

/// A channel that takes any number of messages. What its queue needs is
/// allocated as it grows, and freed as it is emptied.
///
/// Errors: std::bad_alloc.
template <class T>
std::pair<unbounded_sender<T>, unbounded_receiver<T>> unbounded_channel() {
  auto *shared = new detail::unbounded_channel<T>;
  return {unbounded_sender<T>(shared), unbounded_receiver<T>(shared)};
}

} // namespace unblock::sync::mpsc

#endif // UNBLOCK_SYNC_MPSC_HPP
