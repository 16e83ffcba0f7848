//===- select.hpp - Whatever comes first -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SELECT_HPP
#define UNBLOCK_SELECT_HPP

#include <unblock/join.hpp>

#include <stdexcept>

namespace unblock {
namespace detail {

template <class Gather> class select_awaiter : public Gather {
public:
  template <class Work>
  explicit select_awaiter(Work &&work)
      : Gather(gather_until::first, std::forward<Work>(work)) {}
  auto await_resume() {
    this->stop_all();
    if (this->decider() == gather::none)
      throw std::invalid_argument("select: nothing to select from");
    this->rethrow_one(this->decider());
    return this->take_one(this->decider());
  }
};

} // namespace detail

/// Awaited, runs the awaitables concurrently in this task until the first ends;
/// the others are destroyed where they are suspended. Gives a std::variant
/// whose index() says which one ended (std::monostate for void); rethrows if it
/// threw. They are started in order: one that ends without suspending wins, and
/// those after it never start.
template <class... A>
  requires(sizeof...(A) > 0)
auto select(A &&...awaitables) {
  return detail::gather_all<detail::select_awaiter>(
      std::forward<A>(awaitables)...);
}
/// The same for a vector; gives a pair of the index and the value. An empty
/// vector throws std::invalid_argument when awaited.
template <class A> auto select(std::vector<A> awaitables) {
  return detail::gather_all<detail::select_awaiter>(std::move(awaitables));
}

} // namespace unblock

#endif // UNBLOCK_SELECT_HPP
