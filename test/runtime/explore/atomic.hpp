//===- atomic.hpp - Atomics whose orders are explored -----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What <unblock/detail/atomic.hpp> puts in place of std::atomic and std::mutex
// when UNBLOCK_EXPLORE is defined. The interface is that of std::atomic, less
// the operators, wait and notify; futexes besides.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_EXPLORE_ATOMIC_HPP
#define UNBLOCK_EXPLORE_ATOMIC_HPP

#include "explore/engine.hpp"

#include <atomic>
#include <cstddef>
#include <cstring>
#include <type_traits>

namespace explore {

template <class T> class atomic {
  static_assert(std::is_trivially_copyable_v<T>);
  static_assert(sizeof(T) <= sizeof(std::uint64_t));

  static constexpr bool is_number =
      std::is_integral_v<T> && !std::is_same_v<T, bool>;
  static constexpr bool is_pointer =
      std::is_pointer_v<T> && !std::is_void_v<std::remove_pointer_t<T>>;

  template <class U, bool = is_pointer> struct difference {
    using type = T;
  };
  template <class U> struct difference<U, true> {
    using type = std::ptrdiff_t;
  };

public:
  using value_type = T;
  using difference_type = typename difference<T>::type;
  static constexpr bool is_always_lock_free = true;

  constexpr atomic() noexcept : atomic(T()) {}
  constexpr atomic(T value) noexcept : value_(value) {
    if (!std::is_constant_evaluated())
      cell_.attach(bits(value));
  }
  atomic(const atomic &) = delete;
  atomic &operator=(const atomic &) = delete;
  constexpr ~atomic() {
    if (!std::is_constant_evaluated())
      cell_.retire();
  }

  bool is_lock_free() const noexcept { return true; }

  T load(std::memory_order order = std::memory_order_seq_cst,
         place where = place::current()) const noexcept {
    if (!detail::active)
      return value_;
    return value(detail::load(cell_, bits(value_), order, where));
  }

  void store(T desired, std::memory_order order = std::memory_order_seq_cst,
             place where = place::current()) noexcept {
    if (detail::active)
      detail::store(cell_, bits(value_), bits(desired), order, where);
    value_ = desired;
  }

  T exchange(T desired, std::memory_order order = std::memory_order_seq_cst,
             place where = place::current()) noexcept {
    return modify(detail::change::exchange, bits(desired), order, where);
  }

  bool compare_exchange_strong(T &expected, T desired,
                               std::memory_order success,
                               std::memory_order failure,
                               place where = place::current()) noexcept {
    return compare_exchange(expected, desired, success, failure, false, where);
  }
  bool
  compare_exchange_strong(T &expected, T desired,
                          std::memory_order order = std::memory_order_seq_cst,
                          place where = place::current()) noexcept {
    return compare_exchange(expected, desired, order, on_failure(order), false,
                            where);
  }
  bool compare_exchange_weak(T &expected, T desired, std::memory_order success,
                             std::memory_order failure,
                             place where = place::current()) noexcept {
    return compare_exchange(expected, desired, success, failure, true, where);
  }
  bool
  compare_exchange_weak(T &expected, T desired,
                        std::memory_order order = std::memory_order_seq_cst,
                        place where = place::current()) noexcept {
    return compare_exchange(expected, desired, order, on_failure(order), true,
                            where);
  }

  T fetch_add(difference_type n,
              std::memory_order order = std::memory_order_seq_cst,
              place where = place::current()) noexcept
    requires is_number || is_pointer
  {
    return modify(detail::change::add, scaled(n), order, where);
  }
  T fetch_sub(difference_type n,
              std::memory_order order = std::memory_order_seq_cst,
              place where = place::current()) noexcept
    requires is_number || is_pointer
  {
    return modify(detail::change::sub, scaled(n), order, where);
  }
  T fetch_and(T mask, std::memory_order order = std::memory_order_seq_cst,
              place where = place::current()) noexcept
    requires is_number
  {
    return modify(detail::change::bit_and, bits(mask), order, where);
  }
  T fetch_or(T mask, std::memory_order order = std::memory_order_seq_cst,
             place where = place::current()) noexcept
    requires is_number
  {
    return modify(detail::change::bit_or, bits(mask), order, where);
  }
  T fetch_xor(T mask, std::memory_order order = std::memory_order_seq_cst,
              place where = place::current()) noexcept
    requires is_number
  {
    return modify(detail::change::bit_xor, bits(mask), order, where);
  }

  /// Waits while the value is \p expected, as Linux's futex does.
  detail::futex futex_wait(T expected, std::int64_t until = detail::never,
                           place where = place::current()) {
    return detail::futex_wait(cell_, bits(value_), bits(expected), until,
                              where);
  }
  /// Wakes one who waits.
  void futex_wake(place where = place::current()) {
    detail::futex_wake(cell_, where);
  }

private:
  template <class U> friend void name(const U &, const char *);

  static std::uint64_t bits(T value) noexcept {
    std::uint64_t b = 0;
    std::memcpy(&b, &value, sizeof value);
    return b;
  }
  static T value(std::uint64_t b) noexcept {
    T v;
    std::memcpy(&v, &b, sizeof v);
    return v;
  }
  static std::uint64_t scaled(difference_type n) noexcept {
    if constexpr (is_pointer)
      return static_cast<std::uint64_t>(n) * sizeof(*T());
    else
      return bits(n);
  }
  static constexpr std::uint64_t mask() noexcept {
    return ~std::uint64_t{0} >> (64 - 8 * sizeof(T));
  }
  static constexpr std::memory_order
  on_failure(std::memory_order order) noexcept {
    if (order == std::memory_order_acq_rel)
      return std::memory_order_acquire;
    if (order == std::memory_order_release)
      return std::memory_order_relaxed;
    return order;
  }

  T modify(detail::change how, std::uint64_t operand, std::memory_order order,
           place where) noexcept {
    const detail::modification by{how, operand, mask()};
    const std::uint64_t old =
        detail::active ? detail::modify(cell_, bits(value_), by, order, where)
                       : bits(value_);
    value_ = value(detail::apply(old, by));
    return value(old);
  }

  bool compare_exchange(T &expected, T desired, std::memory_order success,
                        std::memory_order failure, bool weak,
                        place where) noexcept {
    std::uint64_t seen = bits(expected);
    bool done;
    if (detail::active) {
      done = detail::compare_exchange(cell_, bits(value_), seen, bits(desired),
                                      success, failure, weak, where);
    } else {
      done = seen == bits(value_);
      seen = bits(value_);
    }
    if (done)
      value_ = desired;
    else
      expected = value(seen);
    return done;
  }

  T value_; // the last one stored
  mutable detail::cell cell_;
};

/// An object, so that std's function is not found beside it.
inline constexpr struct {
  void operator()(std::memory_order order,
                  place where = place::current()) const noexcept {
    if (detail::active)
      detail::fence(order, where);
  }
} atomic_thread_fence;

/// The turn goes to another thread, and comes back when one has changed
/// something (or when no other thread can go on).
inline void cpu_relax(place where = place::current()) noexcept {
  if (detail::active)
    detail::relax(where);
}

class mutex {
public:
  constexpr mutex() noexcept {
    if (!std::is_constant_evaluated())
      cell_.attach(0);
  }
  mutex(const mutex &) = delete;
  mutex &operator=(const mutex &) = delete;
  constexpr ~mutex() {
    if (!std::is_constant_evaluated())
      cell_.retire();
  }

  void lock(place where = place::current()) {
    if (detail::active)
      detail::lock(cell_, where);
  }
  bool try_lock(place where = place::current()) {
    return !detail::active || detail::try_lock(cell_, where);
  }
  void unlock(place where = place::current()) {
    if (detail::active)
      detail::unlock(cell_, where);
  }

private:
  friend class condition_variable;
  template <class U> friend void name(const U &, const char *);

  detail::cell cell_;
};

} // namespace explore

#endif // UNBLOCK_EXPLORE_ATOMIC_HPP
