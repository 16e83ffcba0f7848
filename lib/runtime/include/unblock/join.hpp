//===- join.hpp - Wait for several things at once -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All run in the current task: concurrent, not parallel. Work that is to run on
// other threads is spawned first, and its handles joined.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_JOIN_HPP
#define UNBLOCK_JOIN_HPP

#include <unblock/detail/gather.hpp>

namespace unblock {
namespace detail {

template <class Gather> class join_all_awaiter : public Gather {
public:
  template <class Work>
  explicit join_all_awaiter(Work &&work)
      : Gather(gather_until::all, std::forward<Work>(work)) {}
  auto await_resume() {
    this->stop_all();
    return this->take_all();
  }
};

template <class Gather> class try_join_awaiter : public Gather {
public:
  template <class Work>
  explicit try_join_awaiter(Work &&work)
      : Gather(gather_until::first_error, std::forward<Work>(work)) {}
  auto await_resume() {
    this->stop_all();
    if (this->decider() != gather::none)
      this->rethrow_one(this->decider());
    return this->take_all();
  }
};

/// Work that waits to be awaited, as Awaiter.
template <class Awaiter, class Work> struct [[nodiscard]] gather_operation {
  Work work;
  Awaiter operator co_await() && { return Awaiter(std::move(work)); }
};

template <template <class> class Awaiter, class... A>
auto gather_all(A &&...a) {
  using awaiter = Awaiter<gather_tuple<task_result_t<A>...>>;
  using work = std::tuple<task<task_result_t<A>>...>;
  return gather_operation<awaiter, work>{work(as_task(std::forward<A>(a))...)};
}

template <template <class> class Awaiter, class A>
auto gather_all(std::vector<A> &&all) {
  using value = task_result_t<A>;
  std::vector<task<value>> work;
  work.reserve(all.size());
  for (A &a : all)
    work.push_back(as_task(std::move(a)));
  return gather_operation<Awaiter<gather_vector<value>>,
                          std::vector<task<value>>>{std::move(work)};
}

} // namespace detail

/// Awaited, runs all awaitables concurrently in this task and waits for all.
/// Gives their values as a tuple (std::monostate for void,
/// std::reference_wrapper for references). If any threw, all are waited for
/// nevertheless, and the first exception in the order of the arguments is
/// rethrown. Cancellation: all branches are destroyed.
template <class... A> auto join_all(A &&...awaitables) {
  return detail::gather_all<detail::join_all_awaiter>(
      std::forward<A>(awaitables)...);
}
/// The same for a vector; gives a vector, or nothing for void.
template <class A> auto join_all(std::vector<A> awaitables) {
  return detail::gather_all<detail::join_all_awaiter>(std::move(awaitables));
}

/// As join_all, but the first branch that throws ends it: the others are
/// destroyed where they are suspended, and the exception is rethrown.
template <class... A> auto try_join(A &&...awaitables) {
  return detail::gather_all<detail::try_join_awaiter>(
      std::forward<A>(awaitables)...);
}
template <class A> auto try_join(std::vector<A> awaitables) {
  return detail::gather_all<detail::try_join_awaiter>(std::move(awaitables));
}

} // namespace unblock

#endif // UNBLOCK_JOIN_HPP
