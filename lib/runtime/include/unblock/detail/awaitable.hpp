//===- detail/awaitable.hpp - What can be awaited -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_AWAITABLE_HPP
#define UNBLOCK_DETAIL_AWAITABLE_HPP

#include <coroutine>
#include <type_traits>
#include <utility>

namespace unblock {

template <class T> class task;

namespace detail {

template <class A>
concept has_member_co_await =
    requires(A &&a) { static_cast<A &&>(a).operator co_await(); };
template <class A>
concept has_free_co_await =
    requires(A &&a) { operator co_await(static_cast<A &&>(a)); };

template <class A> decltype(auto) get_awaiter(A &&a) {
  if constexpr (has_member_co_await<A>)
    return static_cast<A &&>(a).operator co_await();
  else if constexpr (has_free_co_await<A>)
    return operator co_await(static_cast<A &&>(a));
  else
    return static_cast<A &&>(a);
}

template <class A>
concept awaiter = requires(A &a, std::coroutine_handle<> h) {
  a.await_ready() ? 0 : 0;
  a.await_suspend(h);
  a.await_resume();
};

/// `co_await` of an expression of type A is possible in a task.
template <class A>
concept awaitable = requires(A &&a) {
  { get_awaiter(static_cast<A &&>(a)) } -> awaiter;
};

template <class A>
using await_result_t = decltype(get_awaiter(std::declval<A>()).await_resume());

template <class T> inline constexpr bool is_task = false;
template <class T> inline constexpr bool is_task<task<T>> = true;

} // namespace detail
} // namespace unblock

#endif // UNBLOCK_DETAIL_AWAITABLE_HPP
