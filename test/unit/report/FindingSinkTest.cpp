//===- FindingSinkTest.cpp - Sinks are per thread and nest ----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/FindingSink.h"
#include "TestFinding.h"
#include "gtest/gtest.h"
#include <thread>

using namespace unblock::report;

namespace {
struct Counter : FindingSink {
  unsigned Count = 0;
  void found(Finding) override { ++Count; }
};

TEST(FindingSink, IsAbsentUnlessInstalled) {
  EXPECT_EQ(FindingSink::current(), nullptr);
  Counter C;
  {
    FindingSink::Scope Scope(C);
    ASSERT_EQ(FindingSink::current(), &C);
    FindingSink::current()->found(makeFinding("a.cpp", 1, 1));
  }
  EXPECT_EQ(FindingSink::current(), nullptr);
  EXPECT_EQ(C.Count, 1u);
}

TEST(FindingSink, Nests) {
  Counter Outer, Inner;
  FindingSink::Scope OuterScope(Outer);
  {
    FindingSink::Scope InnerScope(Inner);
    EXPECT_EQ(FindingSink::current(), &Inner);
  }
  EXPECT_EQ(FindingSink::current(), &Outer);
}

TEST(FindingSink, BelongsToItsThread) {
  Counter C;
  FindingSink::Scope Scope(C);
  FindingSink *Seen = &C;
  std::thread([&] { Seen = FindingSink::current(); }).join();
  EXPECT_EQ(Seen, nullptr);
}
} // namespace
