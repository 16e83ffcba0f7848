//===- detail/result.hpp - What a piece of work ended with -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_RESULT_HPP
#define UNBLOCK_DETAIL_RESULT_HPP

#include <unblock/errors.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

namespace unblock::detail {

/// What is stored for a result of type T: references as pointers, void as
/// nothing.
template <class T>
using stored_t = std::conditional_t<
    std::is_void_v<T>, std::monostate,
    std::conditional_t<std::is_reference_v<T>,
                       std::add_pointer_t<std::remove_reference_t<T>>, T>>;

/// A place for the outcome of work of type T: nothing yet, a value, an
/// exception, or that it was cancelled. Smaller than a std::variant would be
/// with exception_ptr, and without its valueless state. Not thread-safe.
template <class T> class result {
public:
  enum class state : std::uint8_t { empty, value, exception, cancelled };
  using stored = stored_t<T>;

  static_assert(
      std::is_void_v<T> || std::is_reference_v<T> ||
          std::is_move_constructible_v<T>,
      "unblock: the result type of a task or closure must be movable; "
      "return a std::unique_ptr to it instead");

  result() noexcept {}
  result(const result &) = delete;
  result &operator=(const result &) = delete;
  ~result() { clear(); }

  template <class... Args> void emplace(Args &&...args) {
    std::construct_at(std::addressof(value_), std::forward<Args>(args)...);
    state_ = state::value;
  }
  void set_exception(std::exception_ptr error) noexcept {
    std::construct_at(&exception_, std::move(error));
    state_ = state::exception;
  }
  void set_cancelled() noexcept { state_ = state::cancelled; }

  state which() const noexcept { return state_; }
  stored &value() noexcept { return value_; }
  const std::exception_ptr &exception() const noexcept { return exception_; }

  /// The value, moved out; else throws the exception, or join_error.
  T take() {
    if (state_ != state::value) [[unlikely]]
      fail();
    if constexpr (std::is_reference_v<T>)
      return static_cast<T>(*value_);
    else if constexpr (!std::is_void_v<T>)
      return std::move(value_);
  }

  void clear() noexcept {
    if (state_ == state::value)
      std::destroy_at(std::addressof(value_));
    else if (state_ == state::exception)
      std::destroy_at(&exception_);
    state_ = state::empty;
  }

private:
  [[noreturn]] void fail() {
    if (state_ == state::exception)
      std::rethrow_exception(std::move(exception_));
    throw join_error();
  }

  union {
    stored value_;
    std::exception_ptr exception_;
  };
  state state_ = state::empty;
};

} // namespace unblock::detail

#endif // UNBLOCK_DETAIL_RESULT_HPP
