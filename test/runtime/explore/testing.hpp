//===- testing.hpp - Scenarios as GoogleTest tests --------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_EXPLORE_TESTING_HPP
#define UNBLOCK_EXPLORE_TESTING_HPP

#include "explore/explorer.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <set>

namespace explore {

/// \p scenario fails in the way that is asked for, again when it is replayed,
/// and with its trace.
template <class F> void finds(failure kind, F scenario, options o = {}) {
  const result r = run(o, scenario);
  EXPECT_EQ(r.kind, kind) << r;
  o.replay = r.schedule;
  const result again = run(o, scenario);
  EXPECT_EQ(again.kind, kind) << again;
  EXPECT_EQ(again.message, r.message);
  EXPECT_EQ(again.trace, r.trace);
}

/// \p scenario passes in all of its schedules, at least \p least.
template <class F> void passes(std::size_t least, F scenario, options o = {}) {
  const result r = run(o, scenario);
  EXPECT_TRUE(r.passed()) << r;
  EXPECT_TRUE(r.complete);
  EXPECT_GE(r.schedules, least);
  EXPECT_EQ(r.random_schedules, o.random_schedules);
}

/// All values that \p scenario returns, over its schedules.
template <class F> auto outcomes(F scenario, options o = {}) {
  std::set<decltype(scenario())> seen;
  const result r = run(o, [&] {
    auto outcome = scenario();
    detail::not_tracked guard;
    seen.insert(outcome);
  });
  EXPECT_TRUE(r.passed()) << r;
  EXPECT_TRUE(r.complete);
  return seen;
}

} // namespace explore

#endif // UNBLOCK_EXPLORE_TESTING_HPP
