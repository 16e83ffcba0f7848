//===- parker_test.cpp - A thread's bed -----------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The runtime's parker over the explorer's futex: a token that was left is
// found, now or by the next to park; what came before unpark happens before
// what comes after park; and unpark does not touch a parker that its owner has
// destroyed since.
//
//===----------------------------------------------------------------------===//

#ifdef __linux__

#include "explore/testing.hpp"

// Before the macros below.
#include <cerrno>
#include <ctime>
#include <linux/futex.h>
#include <mutex>
#include <optional>
#include <sys/syscall.h>
#include <unblock/detail/timer.hpp>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

/// The two calls that parker.cpp makes.
long explored_futex(long, explore::atomic<std::int32_t> *word, int operation,
                    int value, const timespec *limit, void *, unsigned) {
  if ((operation & FUTEX_CMD_MASK) == FUTEX_WAKE) {
    word->futex_wake();
    return 0;
  }
  const std::int64_t until =
      limit ? std::int64_t{limit->tv_sec} * 1'000'000'000 + limit->tv_nsec
            : explore::detail::never;
  switch (word->futex_wait(value, until)) {
  case explore::detail::futex::woken:
    return 0;
  case explore::detail::futex::changed:
    errno = EAGAIN;
    break;
  case explore::detail::futex::timed_out:
    errno = ETIMEDOUT;
    break;
  }
  return -1;
}

} // namespace

// The runtime's parker under another name: the rest of the runtime is explored
// with one that is a single step (parker.hpp).
#undef UNBLOCK_SRC_PARKER_HPP
#define parker futex_parker
#define this_parker this_futex_parker
#define precise_timers precise_futex_timers
#define syscall(...) explored_futex(__VA_ARGS__)
#include "parker.cpp"
#undef parker
#undef this_parker
#undef precise_timers
#undef syscall

namespace {

using namespace explore;
using bed = unblock::detail::futex_parker;

TEST(Parker, TokenIsFound) {
  passes(10,
         [] {
           bed b;
           var<int> message{0};
           parallel(
               [&] {
                 b.park();
                 check(message.get() == 1, "not the message");
               },
               [&] {
                 message.set(1);
                 b.unpark();
               });
         },
         {.preemptions = 3, .spurious_failures = 2});
}

TEST(Parker, OneTokenAtMost) {
  passes(20,
         [] {
           bed b;
           atomic<int> woken{0};
           parallel([&] { b.unpark(); }, [&] { b.unpark(); },
                    [&] {
                      b.park();
                      woken.fetch_add(1);
                    });
           check(woken.load() == 1, "not woken");
           // One of the two may be left; not both.
           b.park(clock::now());
           const auto limit = clock::now() + std::chrono::seconds(1);
           b.park(limit);
           check(clock::now() == limit, "a token too many");
         },
         {.timeouts = 0});
}

TEST(Parker, ConditionInALoop) {
  // As all use it: leftover tokens and early ends do no harm.
  passes(20,
         [] {
           bed b;
           atomic<bool> first{false}, second{false};
           const auto wait_for = [&](atomic<bool> &what) {
             while (!what.load(std::memory_order_acquire))
               b.park();
           };
           parallel(
               [&] {
                 wait_for(first);
                 wait_for(second);
               },
               [&] {
                 first.store(true, std::memory_order_release);
                 b.unpark();
                 second.store(true, std::memory_order_release);
                 b.unpark();
               });
         },
         {.preemptions = 3, .spurious_failures = 2});
}

TEST(Parker, TimeLimitLosesNoToken) {
  passes(20, [] {
    bed b;
    atomic<bool> done{false};
    parallel(
        [&] {
          b.park(clock::now() + std::chrono::seconds(1));
          // Woken, or too late: then the token comes still.
          while (!done.load(std::memory_order_acquire))
            b.park();
        },
        [&] {
          done.store(true, std::memory_order_release);
          b.unpark();
        });
  });
}

TEST(Parker, NotTouchedAfterItsOwnerIsGone) {
  passes(10,
         [] {
           auto *b = new bed;
           parallel(
               [&] {
                 b->park();
                 delete b;
               },
               [&] { b->unpark(); });
         },
         {.preemptions = 3, .spurious_failures = 2});
}

} // namespace

#endif
