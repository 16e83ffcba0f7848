//===- join_handle.hpp - The way to the outcome of spawned work -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_JOIN_HANDLE_HPP
#define UNBLOCK_JOIN_HANDLE_HPP

#include <unblock/detail/context.hpp>
#include <unblock/detail/result.hpp>

#include <optional>
#include <stdexcept>

namespace unblock {

/// How work ended: with a value, with an exception, or cancelled.
template <class T> class [[nodiscard]] outcome {
public:
  bool has_value() const noexcept {
    return std::holds_alternative<value_holder>(what_);
  }
  bool has_exception() const noexcept {
    return std::holds_alternative<std::exception_ptr>(what_);
  }
  bool is_cancelled() const noexcept {
    return std::holds_alternative<std::monostate>(what_);
  }

  /// The value, moved out; else rethrows what the work threw, or throws
  /// join_error.
  T value() && {
    if (has_exception())
      std::rethrow_exception(std::get<std::exception_ptr>(what_));
    if (is_cancelled())
      throw join_error();
    if constexpr (std::is_reference_v<T>)
      return static_cast<T>(*std::get<value_holder>(what_).value);
    else if constexpr (!std::is_void_v<T>)
      return std::move(std::get<value_holder>(what_).value);
  }

  /// Null if the work threw nothing.
  std::exception_ptr exception() const noexcept {
    return has_exception() ? std::get<std::exception_ptr>(what_) : nullptr;
  }

  /// For the runtime.
  explicit outcome(detail::result<T> &from) {
    using state = typename detail::result<T>::state;
    if (from.which() == state::value)
      what_.template emplace<value_holder>(std::move(from.value()));
    else if (from.which() == state::exception)
      what_ = from.exception();
  }

private:
  // Keeps T apart from exception_ptr, which it may be itself.
  struct value_holder {
    detail::stored_t<T> value;
    explicit value_holder(detail::stored_t<T> &&v) : value(std::move(v)) {}
  };
  std::variant<std::monostate, std::exception_ptr, value_holder> what_;
};

template <class T> class join_handle;

namespace detail {

/// Waits until the work of a handle is finished.
template <class T> class join_awaiter : resume_point {
public:
  explicit join_awaiter(join_handle<T> &handle) noexcept : handle_(handle) {}
  join_awaiter(join_awaiter &&) noexcept = default; // before it is awaited

  ~join_awaiter() {
    if (waiting_ && !handle_.core_->word.forget())
      handle_.core_->word.wait_delivered();
    if (coroutine && posted)
      unpost(*this);
  }

  bool await_ready() const {
    if (!handle_.core_) [[unlikely]]
      throw std::logic_error(
          "join_handle: awaited a second time, or after a move or detach()");
    return handle_.core_->word.is_finished() && spend_budget();
  }

  bool await_suspend(std::coroutine_handle<> awaiting) noexcept {
    suspend_at(*this, awaiting);
    join_core &core = *handle_.core_;
    if (core.word.is_finished()) {
      yield_at(*this);
      return true;
    }
    if (run_awaited(core))
      return false;
    core.joiner = this;
    waiting_ = true;
    if (core.word.await())
      return true;
    waiting_ = false;
    return false;
  }

protected:
  /// The result; valid until release().
  result<T> &finished() noexcept {
    if (waiting_) {
      handle_.core_->word.wait_delivered();
      waiting_ = false;
    }
    return handle_.result_of();
  }

  join_handle<T> &handle_;

private:
  bool waiting_ = false;
};

template <class T> class value_awaiter : public join_awaiter<T> {
public:
  using join_awaiter<T>::join_awaiter;
  T await_resume() {
    result<T> &from = this->finished();
    release_guard done{this->handle_};
    return from.take();
  }

private:
  struct release_guard {
    join_handle<T> &handle;
    ~release_guard() { handle.detach(); }
  };
};

template <class T> class outcome_awaiter : public join_awaiter<T> {
public:
  using join_awaiter<T>::join_awaiter;
  outcome<T> await_resume() {
    outcome<T> how(this->finished());
    this->handle_.detach();
    return how;
  }
};

} // namespace detail

/// The other end of `spawn` and `spawn_blocking`.
///
/// `co_await handle` gives the value, rethrows what the work threw, and throws
/// join_error if it was cancelled. A handle can be awaited once. Who stops
/// waiting (a timeout) loses nothing: the handle can be awaited again.
///
/// Dropping a handle detaches the work, which then runs to its end unwatched;
/// `detach` says that this is meant. Not thread-safe, but for is_finished().
template <class T = void> class [[nodiscard]] join_handle {
public:
  join_handle() noexcept = default;
  join_handle(join_handle &&other) noexcept
      : core_(std::exchange(other.core_, nullptr)) {}
  join_handle &operator=(join_handle &&other) noexcept {
    std::swap(core_, other.core_);
    return *this;
  }
  ~join_handle() { detach(); }

  auto operator co_await() noexcept { return detail::value_awaiter<T>(*this); }

  /// Awaited, gives the outcome as a value. Throws nothing of the work's.
  [[nodiscard]] auto result() noexcept {
    return detail::outcome_awaiter<T>(*this);
  }

  /// Asks the work to end. A task ends at its next suspension, or where it is
  /// suspended now: what lives in it is destroyed, and its outcome is
  /// "cancelled" (unless it ends by itself before). Queued blocking work never
  /// runs; started blocking work goes on and keeps its value.
  void abort() noexcept {
    if (core_)
      core_->abort();
  }

  /// Whether the outcome is there. False for an empty handle.
  bool is_finished() const noexcept {
    return core_ && core_->word.is_finished();
  }

  /// Lets the work go on without this handle.
  void detach() noexcept {
    if (detail::join_core *core = std::exchange(core_, nullptr);
        core && core->word.detach())
      core->destroy();
  }

  /// For the runtime.
  explicit join_handle(detail::join_core &core) noexcept : core_(&core) {}

private:
  friend detail::join_awaiter<T>;

  detail::result<T> &result_of() noexcept {
    return *reinterpret_cast<detail::result<T> *>(
        reinterpret_cast<char *>(core_) + core_->result_offset());
  }

  detail::join_core *core_ = nullptr;
};

} // namespace unblock

#endif // UNBLOCK_JOIN_HANDLE_HPP
