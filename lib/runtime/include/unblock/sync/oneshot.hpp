//===- sync/oneshot.hpp - A channel for one value --------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The two ends share one block of memory and one word in it. The sender's last
// act is to set `sender_gone`, with `sent` if it left a value; after that the
// block is the receiver's alone, which needs no locked instruction to take the
// value and to free it. If the receiver goes first, the sender frees it.
//
// While nobody waits and nobody is gone the word is 0 and sending is one
// compare-and-exchange. All else, above all where a coroutine waits, happens
// under the bit `locked`. A store releases it and sets the new flags in one, so
// that the other end, which may free the block then, finds nobody inside.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_ONESHOT_HPP
#define UNBLOCK_SYNC_ONESHOT_HPP

#include <unblock/sync/detail/operation.hpp>

#include <cassert>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace unblock::detail {

class oneshot_core {
public:
  enum flag : unsigned {
    sent = 1,
    sender_gone = 2,
    closed = 4, ///< nothing will be received any more, unless it was sent
    receiver_gone = 8,
    waited = 16, ///< a coroutine waits at one of the ends; stays set
    locked = 32,
  };

  unsigned load() const noexcept {
    // Acquire: the value, and all that the other end did before it went.
    return word_.load(std::memory_order_acquire);
  }

  /// The word when it is not locked, for an end that was woken: it is until its
  /// waker has set the new flags.
  unsigned settled() const noexcept {
    unsigned word = load();
    for (backoff pause; word & locked; word = load())
      pause();
    return word;
  }

  /// The sender goes, if nobody waits and the receiver is as it was.
  bool try_finish(unsigned bits) noexcept {
    unsigned word = 0;
    // Release: the value.
    return word_.compare_exchange_strong(word, bits | sender_gone,
                                         std::memory_order_release,
                                         std::memory_order_relaxed);
  }

  /// The same, with the lock, which it releases. \p word is what lock() said.
  void finish(unsigned word, unsigned bits, ready_batch &ready) noexcept {
    if (receiver)
      ready.wake(*std::exchange(receiver, nullptr));
    unlock(word | bits | sender_gone);
  }

  /// The receiver wants nothing more, and goes if \p bits says so. Returns the
  /// word as it was: if `sender_gone`, the block is the receiver's alone.
  unsigned close(unsigned bits) noexcept {
    ready_batch ready;
    unsigned word = lock();
    if (sender)
      ready.wake(*std::exchange(sender, nullptr));
    if (receiver)
      ready.wake(*std::exchange(receiver, nullptr));
    unlock(word | bits);
    return word;
  }

  /// Leaves \p point at \p end, to be woken; not if one of \p bits is set.
  bool wait(resume_point *oneshot_core::*end, resume_point &point,
            unsigned bits) noexcept {
    unsigned word = lock();
    bool wait = !(word & bits);
    if (wait) {
      assert(!(this->*end) && "unblock: two coroutines wait at one end");
      this->*end = &point;
    }
    unlock(word | waited);
    return wait;
  }

  void forget(resume_point *oneshot_core::*end, resume_point &point) noexcept {
    unsigned word = lock();
    if (this->*end == &point)
      this->*end = nullptr;
    unlock(word);
  }

  /// Returns the word as it is without the lock.
  unsigned lock() noexcept {
    unsigned word = word_.load(std::memory_order_relaxed);
    for (backoff pause;;) {
      if (word & locked) {
        pause();
        word = word_.load(std::memory_order_relaxed);
        // Acquire: what the other end wrote.
      } else if (word_.compare_exchange_weak(word, word | locked,
                                             std::memory_order_acquire,
                                             std::memory_order_relaxed)) {
        return word;
      }
    }
  }

  /// Who waits at the ends. Guarded by `locked`.
  resume_point *sender = nullptr, *receiver = nullptr;

private:
  void unlock(unsigned word) noexcept {
    // Release: what this end wrote. Nothing is touched after it.
    word_.store(word, std::memory_order_release);
  }

  atomic<unsigned> word_{0};
};

template <class T> struct oneshot_block : oneshot_core {
  oneshot_block() noexcept {}
  ~oneshot_block() {}
  union {
    T value; ///< the sender's until `sender_gone`, then the receiver's
  };
};

} // namespace unblock::detail

namespace unblock::sync::oneshot {

template <class T> class sender;
template <class T> class receiver;

/// A channel for one message: a reply, the end of something. Each end belongs
/// to one task or thread at a time.
template <class T> std::pair<sender<T>, receiver<T>> channel();

/// The sending end. If it is destroyed without having sent, the receiver gets
/// nothing.
template <class T> class sender {
public:
  class closed_operation;

  sender(sender &&other) noexcept
      : block_(std::exchange(other.block_, nullptr)) {}
  sender &operator=(sender &&other) noexcept {
    sender old(std::move(other));
    std::swap(block_, old.block_);
    return *this;
  }
  ~sender() {
    if (block_ && !block_->try_finish(0))
      give_up();
  }

  /// Sends, and is done; never waits. False if the receiver is closed or gone:
  /// then the message is destroyed. A message that was sent may still go
  /// unread, when the receiver goes later. On any thread, without a runtime.
  bool send(T message) && {
    assert(block_ && "unblock: a oneshot channel sends once");
    std::construct_at(std::addressof(block_->value), std::move(message));
    block *shared = std::exchange(block_, nullptr);
    return shared->try_finish(block::sent) || finish(shared);
  }

  /// Whether the receiver wants nothing any more.
  bool is_closed() const noexcept { return block_->load() & block::closed; }

  /// `co_await tx.closed()` waits until the receiver is closed or gone. One
  /// coroutine at a time; the sender must stay where it is.
  ///
  /// Cancellation: no effect.
  [[nodiscard]] closed_operation closed() noexcept {
    return closed_operation(*block_);
  }

private:
  using block = detail::oneshot_block<T>;
  friend std::pair<sender<T>, receiver<T>> channel<T>();

  explicit sender(block *shared) noexcept : block_(shared) {}

  /// The value is there, and somebody waits or the receiver is closed.
  static bool finish(block *shared) {
    std::optional<T> refused; // Destroyed after the lock.
    detail::ready_batch ready;
    unsigned word = shared->lock();
    if (!(word & block::closed)) {
      shared->finish(word, block::sent, ready);
      return true;
    }
    refused.emplace(std::move(shared->value));
    std::destroy_at(std::addressof(shared->value));
    shared->finish(word, 0, ready);
    if (word & block::receiver_gone)
      delete shared;
    return false;
  }

  void give_up() noexcept {
    detail::ready_batch ready;
    unsigned word = block_->lock();
    block_->finish(word, 0, ready);
    if (word & block::receiver_gone)
      delete block_;
  }

  block *block_;
};

template <class T>
class [[nodiscard]] sender<T>::closed_operation : public detail::operation {
public:
  closed_operation(closed_operation &&) noexcept = default;
  ~closed_operation() {
    if (pending()) {
      shared_->forget(&block::sender, *this);
      withdraw();
    }
  }

  bool await_ready() const noexcept {
    return shared_->load() & block::closed && detail::spend_budget();
  }
  bool await_suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend(awaiting);
    return shared_->wait(&block::sender, *this, block::closed) || yield();
  }
  void await_resume() noexcept { resumed(); }

private:
  friend sender;

  explicit closed_operation(block &shared) noexcept : shared_(&shared) {}

  block *shared_;
};

/// The receiving end. If it is destroyed, sending fails, and a message that was
/// not read is destroyed.
template <class T> class receiver {
  static_assert(std::is_nothrow_move_constructible_v<T>,
                "unblock: moving a message must not throw; send a "
                "std::unique_ptr to it instead");

public:
  class operation;

  receiver(receiver &&other) noexcept
      : block_(std::exchange(other.block_, nullptr)) {}
  receiver &operator=(receiver &&other) noexcept {
    receiver old(std::move(other));
    std::swap(block_, old.block_);
    return *this;
  }
  ~receiver() {
    if (block_)
      drop();
  }

  /// `co_await rx.recv()`, or `co_await std::move(rx)`, waits for the message:
  /// a std::optional<T>, without a value if the sender went without sending, if
  /// the receiver was closed before, or if the message has been received.
  /// One coroutine at a time; the receiver must stay where it is.
  ///
  /// Cancellation: nothing is lost; a message stays for the next call.
  [[nodiscard]] operation recv() noexcept { return operation(*this); }
  operation operator co_await() && noexcept { return operation(*this); }

  /// The message, if it is there. On any thread, without a runtime.
  std::optional<T> try_recv() noexcept {
    return ready() ? take() : std::nullopt;
  }

  /// Nothing is to be sent any more. What was sent before can be received.
  void close() noexcept {
    if (block_ && !(block_->load() & block::sender_gone))
      block_->close(block::closed);
  }

private:
  using block = detail::oneshot_block<T>;
  friend std::pair<sender<T>, receiver<T>> channel<T>();

  explicit receiver(block *shared) noexcept : block_(shared) {}

  bool ready() const noexcept {
    return !block_ || block_->load() & (block::sender_gone | block::closed);
  }

  std::optional<T> take() noexcept {
    std::optional<T> message;
    if (!block_)
      return message;
    unsigned word = block_->settled();
    if (word & block::sent) {
      message.emplace(std::move(block_->value));
      std::destroy_at(std::addressof(block_->value));
    }
    if (word & block::sender_gone)
      delete std::exchange(block_, nullptr);
    return message;
  }

  void drop() noexcept {
    if (!(block_->load() & block::sender_gone) &&
        !(block_->close(block::closed | block::receiver_gone) &
          block::sender_gone))
      return; // The sender frees the block.
    take();
  }

  block *block_; ///< null when nothing more can come
};

template <class T>
class [[nodiscard]] receiver<T>::operation : public detail::operation {
public:
  operation(operation &&) noexcept = default;
  ~operation() {
    if (pending()) {
      if (from_->block_)
        from_->block_->forget(&block::receiver, *this);
      withdraw();
    }
  }

  bool await_ready() const noexcept {
    return from_->ready() && detail::spend_budget();
  }
  bool await_suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend(awaiting);
    return (!from_->ready() &&
            from_->block_->wait(&block::receiver, *this,
                                block::sender_gone | block::closed)) ||
           yield();
  }
  std::optional<T> await_resume() noexcept {
    resumed();
    return from_->take();
  }

private:
  friend receiver;

  explicit operation(receiver &from) noexcept : from_(&from) {}

  receiver *from_;
};

template <class T> std::pair<sender<T>, receiver<T>> channel() {
  auto *shared = new detail::oneshot_block<T>;
  return {sender<T>(shared), receiver<T>(shared)};
}

} // namespace unblock::sync::oneshot

#endif // UNBLOCK_SYNC_ONESHOT_HPP
