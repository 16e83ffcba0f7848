//===- parker.hpp - The runtime's parker as a single step -------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Takes the place of the runtime's parker.hpp, whose include guard it defines,
// when the whole runtime is explored: parking is then one operation and not
// four. The real one is explored in parker_test.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SRC_PARKER_HPP
#define UNBLOCK_SRC_PARKER_HPP

#include "explore/explorer.hpp"

#include <unblock/detail/timer.hpp>

#include <optional>

namespace unblock::detail {

class parker {
public:
  void park(std::optional<clock::time_point> deadline = {},
            explore::place where = explore::place::current()) noexcept {
    if (deadline)
      token_.park_until(*deadline, where);
    else
      token_.park(where);
  }
  void unpark(explore::place where = explore::place::current()) noexcept {
    token_.unpark(where);
  }

private:
  explore::parker token_;
};

/// For each thread of a scenario. As in the real one, they are never destroyed.
inline parker beds[8];
inline parker &this_parker() { return beds[explore::detail::this_thread()]; }

inline void precise_timers() noexcept {}

} // namespace unblock::detail

#endif // UNBLOCK_SRC_PARKER_HPP
