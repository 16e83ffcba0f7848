//===- task.hpp - The coroutine type -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_TASK_HPP
#define UNBLOCK_TASK_HPP

#include <unblock/detail/awaitable.hpp>
#include <unblock/detail/recycle.hpp>
#include <unblock/detail/result.hpp>

#include <coroutine>
#include <cstdint>
#include <exception>
#include <utility>

namespace unblock {
namespace detail {

/// Who is told when a coroutine has ended, if it is no single coroutine: the
/// branches of join_all and its kin.
class completion {
public:
  /// The coroutine to go on with; std::noop_coroutine() if none.
  virtual std::coroutine_handle<> arrived() noexcept = 0;

protected:
  ~completion() = default;
};

/// What goes on when a task's coroutine has ended: another coroutine, or a
/// completion. One word: the lowest bit tells which, both are aligned.
class continuation {
public:
  void set(std::coroutine_handle<> next) noexcept {
    word_ = reinterpret_cast<std::uintptr_t>(next.address());
  }
  void set(completion &next) noexcept {
    word_ = reinterpret_cast<std::uintptr_t>(&next) | 1;
  }
  std::coroutine_handle<> next() const noexcept {
    if (word_ & 1)
      return reinterpret_cast<completion *>(word_ & ~std::uintptr_t(1))
          ->arrived();
    return std::coroutine_handle<>::from_address(
        reinterpret_cast<void *>(word_));
  }

private:
  std::uintptr_t word_ = 0;
};

template <class T> class promise;

template <class T> struct promise_base : recycled {
  continuation then;
  /// Where the result goes: the awaiter, or the block of a spawned task.
  result<T> *out = nullptr;

  struct final_awaiter {
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<>
    await_suspend(std::coroutine_handle<promise<T>> ended) const noexcept {
      return ended.promise().then.next();
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() const noexcept { return {}; }
  final_awaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept {
    out->set_exception(std::current_exception());
  }

  template <class A> A &&await_transform(A &&a) const noexcept {
    if constexpr (is_task<std::remove_cvref_t<A>>)
      static_assert(!std::is_lvalue_reference_v<A>,
                    "unblock: a task is awaited once and used up: write "
                    "co_await std::move(task)");
    else
      static_assert(awaitable<A>,
                    "unblock: the operand of co_await is not awaitable");
    return static_cast<A &&>(a);
  }
};

template <class T> class promise final : public promise_base<T> {
public:
  task<T> get_return_object() noexcept;

  template <class U = T>
    requires std::is_convertible_v<U &&, T>
  void return_value(U &&value) {
    if constexpr (std::is_reference_v<T>) {
      T bound = static_cast<U &&>(value);
      this->out->emplace(std::addressof(bound));
    } else {
      this->out->emplace(static_cast<U &&>(value));
    }
  }
};

template <> class promise<void> final : public promise_base<void> {
public:
  task<void> get_return_object() noexcept;
  void return_void() { out->emplace(); }
};

} // namespace detail

/// A coroutine that has not been started: `task<int> f() { co_return 1; }`.
///
/// It runs when it is awaited, in the task of who awaits it, or when it is
/// given to `spawn` or `block_on`. It may be awaited once. T is what it
/// returns: void, a reference, or anything that can be moved.
///
/// Cancellation: a task that is destroyed before it has ended, started or not,
/// destroys what lives in its coroutine, innermost call first, and nothing of
/// it runs any more. Not thread-safe.
template <class T = void> class [[nodiscard]] task {
public:
  using promise_type = detail::promise<T>;
  using value_type = T;

  task(task &&other) noexcept : frame_(std::exchange(other.frame_, {})) {}
  task &operator=(task &&other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~task() {
    if (frame_)
      frame_.destroy();
  }

  class awaiter {
  public:
    explicit awaiter(std::coroutine_handle<promise_type> frame) noexcept
        : frame_(frame) {}
    awaiter(const awaiter &) = delete;
    awaiter &operator=(const awaiter &) = delete;

    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<>
    await_suspend(std::coroutine_handle<> parent) noexcept {
      frame_.promise().then.set(parent);
      frame_.promise().out = &result_;
      return frame_;
    }
    T await_resume() { return result_.take(); }

  private:
    std::coroutine_handle<promise_type> frame_;
    detail::result<T> result_;
  };

  /// Runs the task. Its frame stays until the task object goes, mostly at the
  /// end of the full expression.
  awaiter operator co_await() && noexcept { return awaiter(frame_); }

  /// For the runtime.
  std::coroutine_handle<promise_type> frame() const noexcept { return frame_; }
  /// For the runtime: gives up the coroutine.
  std::coroutine_handle<promise_type> release() && noexcept {
    return std::exchange(frame_, {});
  }

private:
  friend promise_type;
  explicit task(std::coroutine_handle<promise_type> frame) noexcept
      : frame_(frame) {}

  std::coroutine_handle<promise_type> frame_;
};

namespace detail {

template <class T> task<T> promise<T>::get_return_object() noexcept {
  return task<T>(std::coroutine_handle<promise>::from_promise(*this));
}
inline task<void> promise<void>::get_return_object() noexcept {
  return task<void>(std::coroutine_handle<promise>::from_promise(*this));
}

template <class A> task<await_result_t<A>> wrap(A a) {
  co_return co_await std::move(a);
}

/// Any awaitable as a task.
template <class A> auto as_task(A &&a) {
  using awaited = std::remove_cvref_t<A>;
  static_assert(awaitable<awaited>,
                "unblock: what is spawned, joined or blocked on must be "
                "awaitable: a task, a join_handle, an operation");
  if constexpr (is_task<awaited>)
    return awaited(static_cast<A &&>(a));
  else
    return wrap<awaited>(static_cast<A &&>(a));
}

template <class A>
using task_result_t = typename decltype(as_task(std::declval<A>()))::value_type;

} // namespace detail
} // namespace unblock

#endif // UNBLOCK_TASK_HPP
