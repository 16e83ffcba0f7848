//===- run_queue_test.cpp - The run queue and the lease of a core ---------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every task that was pushed is taken once, with what its pusher wrote; whoever
// the thieves are, wherever the ring stands, and although the core that the
// queue belongs to changes its holder.
//
//===----------------------------------------------------------------------===//

#include "explore/testing.hpp"

#include "lease.hpp"
#include "run_queue.hpp"

#include <array>

namespace {

using namespace explore;
using unblock::detail::lease;
using unblock::detail::run_queue;

struct job {
  var<int> runs{0};

  void run() { ++runs.ref(); }
};

template <std::uint32_t Capacity> struct core {
  run_queue<job, Capacity> queue;
  lease lent;
  std::array<job, 4> jobs;

  void steal() {
    std::array<job *, Capacity> stolen{};
    const std::uint32_t n = queue.steal(stolen.data());
    check(n <= (Capacity + 1) / 2, "more than half a ring was stolen");
    for (std::uint32_t i = 0; i != n; ++i) {
      check(stolen[i] != nullptr, "a slot was read before it was written");
      stolen[i]->run();
    }
  }
  bool pop() {
    job *j = queue.pop();
    if (j)
      j->run();
    return j;
  }
  void finish(int pushed) {
    while (pop())
      ;
    for (int i = 0; i != pushed; ++i)
      check(jobs[static_cast<std::size_t>(i)].runs.get() == 1,
            "a task was lost, or run twice");
    check(queue.empty(), "the queue counts a task that is not there");
  }
};

TEST(RunQueue, OneThief) {
  passes(500,
         [] {
           core<4> c;
           parallel(
               [&] {
                 check(c.queue.push(&c.jobs[0]), "full");
                 check(c.queue.push(&c.jobs[1]), "full");
                 check(c.queue.push(&c.jobs[2]), "full");
                 c.pop();
                 c.pop();
               },
               [&] {
                 c.steal();
                 c.steal();
               });
           c.finish(3);
         },
         {.preemptions = 3, .stale_reads = 2});
}

TEST(RunQueue, TwoThieves) {
  passes(1000, [] {
    core<4> c;
    parallel(
        [&] {
          check(c.queue.push(&c.jobs[0]), "full");
          check(c.queue.push(&c.jobs[1]), "full");
          c.pop();
        },
        [&] { c.steal(); }, [&] { c.steal(); });
    c.finish(2);
  });
}

TEST(RunQueue, SlotsAreUsedAgain) {
  // A ring of two goes round while a thief holds old indices.
  passes(1000,
         [] {
           core<2> c;
           check(c.queue.push(&c.jobs[0]), "full");
           check(c.queue.push(&c.jobs[1]), "full");
           check(!c.queue.push(&c.jobs[2]), "three tasks in a ring of two");
           parallel(
               [&] {
                 // What does not fit, the holder runs by itself.
                 c.pop();
                 for (std::size_t i : {2u, 3u})
                   if (!c.queue.push(&c.jobs[i]))
                     c.jobs[i].run();
               },
               [&] { c.steal(); }, [&] { c.steal(); });
           c.finish(4);
         },
         {.preemptions = 3});
}

TEST(RunQueue, SizeIsASnapshot) {
  passes(50, [] {
    core<4> c;
    parallel(
        [&] {
          check(c.queue.push(&c.jobs[0]), "full");
          check(c.queue.push(&c.jobs[1]), "full");
          check(c.queue.size() <= 2, "more than was pushed");
          c.pop();
        },
        [&] { c.steal(); },
        [&] { check(c.queue.size() <= 4, "more than the ring holds"); });
    c.finish(2);
  });
}

TEST(Lease, OneHolder) {
  // The worker lends its core and takes it back; others try to take it, use it
  // and lend it in turn.
  passes(80,
         [] {
           lease l;
           var<int> turns{0};
           const auto use = [&] { ++turns.ref(); };
           use();
           l.lend();
           const auto worker = [&] {
             if (l.take()) {
               use();
               l.lend();
             }
           };
           parallel(worker, worker, worker);
           check(l.take(), "the core is lost");
           check(!l.take(), "the core has two holders");
           use();
         },
         {.preemptions = 3});
}

TEST(Lease, QueueFollowsItsHolder) {
  // Who takes the core goes on where the last holder stopped, thieves or not.
  passes(1000, [] {
    core<4> c;
    check(c.queue.push(&c.jobs[0]), "full");
    c.lent.lend();
    parallel(
        [&] {
          if (c.lent.take()) {
            check(c.queue.push(&c.jobs[1]), "full");
            c.pop();
            c.lent.lend();
          } else {
            c.jobs[1].run();
          }
        },
        [&] {
          if (c.lent.take()) {
            c.pop();
            check(c.queue.push(&c.jobs[2]), "full");
            c.lent.lend();
          } else {
            c.jobs[2].run();
          }
        },
        [&] { c.steal(); });
    check(c.lent.take(), "the core is lost");
    c.finish(3);
  });
}

TEST(Lease, OneSummons) {
  // A thread is sent to the core; another summons after its arrival sends
  // another. Whoever sees the core lent and unsummoned sends, so that it cannot
  // stay lent with work in it and nobody on the way.
  passes(50, [] {
    lease l;
    var<int> turns{0};
    atomic<int> sent{0};
    l.lend();
    const auto monitor = [&] {
      if (l.is_lent() && l.summon()) {
        sent.fetch_add(1);
        l.arrived();
        if (l.take()) {
          ++turns.ref();
          l.lend();
        }
      }
    };
    parallel(monitor, monitor);
    check(sent.load() >= 1, "nobody was sent");
    check(l.take(), "the core is lost");
    check(turns.get() <= sent.load(), "more turns than threads");
  });
}

} // namespace
