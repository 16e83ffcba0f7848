//===- self_test.cpp - The explorer finds what it should ------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Well-known mistakes beside their right versions, and the small programs with
// which memory models are told apart ("litmus tests"). What the explorer does
// not find here, it cannot find in the runtime either.
//
//===----------------------------------------------------------------------===//

#include "explore/testing.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace explore;

constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;
constexpr auto acq_rel = std::memory_order_acq_rel;
constexpr auto seq_cst = std::memory_order_seq_cst;

//===----------------------------------------------------------------------===//
// Schedules
//===----------------------------------------------------------------------===//

TEST(Schedules, EveryOrderIsRun) {
  // Two operations in each of two threads have six orders.
  const auto seen = outcomes(
      [] {
        atomic<unsigned> at{0};
        atomic<unsigned> order{0};
        const auto mark = [&](unsigned me) {
          for (int i = 0; i != 2; ++i)
            order.fetch_or(me << at.fetch_add(1, relaxed), relaxed);
        };
        parallel([&] { mark(0); }, [&] { mark(1); });
        return order.load(relaxed);
      },
      {.preemptions = 8});
  EXPECT_EQ(seen, (std::set<unsigned>{0b1100, 0b1010, 0b1001, 0b0110, 0b0101,
                                      0b0011}));
}

TEST(Schedules, BoundOfPreemptions) {
  // Needs three preemptions, there and back again and there.
  const auto alternates = [] {
    atomic<int> n{0};
    bool found = false;
    const auto step = [&](int from) {
      int expected = from;
      return n.compare_exchange_strong(expected, from + 1, seq_cst);
    };
    parallel([&] { (void)(step(0) && step(2)); },
             [&] { found = step(1) && step(3); });
    check(!found, "alternates");
  };
  passes(3, alternates,
         {.preemptions = 1, .stale_reads = 0, .random_schedules = 0});
  finds(failure::check, alternates, {.preemptions = 2});
}

TEST(Schedules, RandomOnesFindItToo) {
  const result r = run({.preemptions = 0, .stale_reads = 0}, [] {
    atomic<int> n{0};
    const auto increment = [&] { n.store(n.load(seq_cst) + 1, seq_cst); };
    parallel(increment, increment);
    check(n.load(seq_cst) == 2, "an increment was lost");
  });
  EXPECT_EQ(r.kind, failure::check);
  EXPECT_GT(r.random_schedules, 0u);
}

TEST(Schedules, StopsAtTheLimit) {
  const result r = run({.max_schedules = 10, .random_schedules = 0}, [] {
    atomic<int> n{0};
    const auto work = [&] {
      for (int i = 0; i != 10; ++i)
        n.fetch_add(1, relaxed);
    };
    parallel(work, work);
  });
  EXPECT_TRUE(r.passed());
  EXPECT_FALSE(r.complete);
  EXPECT_EQ(r.schedules, 10u);
}

TEST(Schedules, UnstableScenario) {
  int calls = 0;
  const result r = run({}, [&] {
    atomic<int> n{0};
    const int times = ++calls % 3 + 1;
    const auto work = [&] {
      for (int i = 0; i != times; ++i)
        n.fetch_add(1, relaxed);
    };
    parallel(work, work);
  });
  EXPECT_EQ(r.kind, failure::divergence) << r;
}

//===----------------------------------------------------------------------===//
// Litmus tests
//===----------------------------------------------------------------------===//

using two = std::pair<int, int>;

/// Dekker's core: each thread says that it is there, then looks for the other.
std::set<two> store_buffering(std::memory_order store, std::memory_order load,
                              std::memory_order fence) {
  return outcomes([=] {
    atomic<int> x{0}, y{0};
    int a = 0, b = 0;
    parallel(
        [&] {
          x.store(1, store);
          atomic_thread_fence(fence);
          a = y.load(load);
        },
        [&] {
          y.store(1, store);
          atomic_thread_fence(fence);
          b = x.load(load);
        });
    return two(a, b);
  });
}

TEST(Litmus, StoreBuffering) {
  const two neither(0, 0);
  EXPECT_TRUE(store_buffering(relaxed, relaxed, relaxed).count(neither));
  EXPECT_TRUE(store_buffering(release, acquire, acq_rel).count(neither));
  EXPECT_TRUE(store_buffering(release, seq_cst, relaxed).count(neither));
  EXPECT_TRUE(store_buffering(seq_cst, acquire, relaxed).count(neither));
  const std::set<two> right{{0, 1}, {1, 0}, {1, 1}};
  EXPECT_EQ(store_buffering(seq_cst, seq_cst, relaxed), right);
  EXPECT_EQ(store_buffering(relaxed, relaxed, seq_cst), right);
}

TEST(Litmus, OneFenceIsNotEnough) {
  const auto seen = outcomes([] {
    atomic<int> x{0}, y{0};
    int a = 0, b = 0;
    parallel(
        [&] {
          x.store(1, relaxed);
          atomic_thread_fence(seq_cst);
          a = y.load(relaxed);
        },
        [&] {
          y.store(1, relaxed);
          b = x.load(relaxed);
        });
    return two(a, b);
  });
  EXPECT_TRUE(seen.count({0, 0}));
}

TEST(Litmus, FenceAgainstSequentialAccess) {
  // One side has a fence, the other seq_cst operations.
  const auto seen = outcomes([] {
    atomic<int> x{0}, y{0};
    int a = 0, b = 0;
    parallel(
        [&] {
          x.store(1, relaxed);
          atomic_thread_fence(seq_cst);
          a = y.load(relaxed);
        },
        [&] {
          y.store(1, seq_cst);
          b = x.load(seq_cst);
        });
    return two(a, b);
  });
  EXPECT_EQ(seen, (std::set<two>{{0, 1}, {1, 0}, {1, 1}}));
}

TEST(Litmus, ReadModifyWriteIsNoFence) {
  // seq_cst on an exchange orders it among its kind only; an x86 would.
  const auto seen = outcomes([] {
    atomic<int> x{0}, y{0};
    int a = 0, b = 0;
    parallel(
        [&] {
          x.exchange(1, acq_rel);
          a = y.load(relaxed);
        },
        [&] {
          y.exchange(1, acq_rel);
          b = x.load(relaxed);
        });
    return two(a, b);
  });
  EXPECT_TRUE(seen.count({0, 0}));
}

std::set<two> message_passing(std::memory_order store, std::memory_order load,
                              std::memory_order before = relaxed,
                              std::memory_order behind = relaxed) {
  return outcomes([=] {
    atomic<int> data{0}, flag{0};
    int a = 0, b = 0;
    parallel(
        [&] {
          data.store(1, relaxed);
          atomic_thread_fence(before);
          flag.store(1, store);
        },
        [&] {
          a = flag.load(load);
          atomic_thread_fence(behind);
          b = data.load(relaxed);
        });
    return two(a, b);
  });
}

TEST(Litmus, MessagePassing) {
  const two stale(1, 0);
  EXPECT_TRUE(message_passing(relaxed, relaxed).count(stale));
  EXPECT_TRUE(message_passing(release, relaxed).count(stale));
  EXPECT_TRUE(message_passing(relaxed, acquire).count(stale));
  EXPECT_TRUE(message_passing(relaxed, relaxed, release, relaxed).count(stale));
  EXPECT_TRUE(message_passing(relaxed, relaxed, relaxed, acquire).count(stale));
  const std::set<two> right{{0, 0}, {0, 1}, {1, 1}};
  EXPECT_EQ(message_passing(release, acquire), right);
  EXPECT_EQ(message_passing(relaxed, acquire, release, relaxed), right);
  EXPECT_EQ(message_passing(release, relaxed, relaxed, acquire), right);
  EXPECT_EQ(message_passing(relaxed, relaxed, release, acquire), right);
  EXPECT_EQ(message_passing(relaxed, relaxed, seq_cst, seq_cst), right);
}

TEST(Litmus, ReleaseSequence) {
  // A read-modify-write in between carries the release on, a store does not.
  for (const bool modify : {true, false}) {
    const auto seen = outcomes([=] {
      atomic<int> data{0}, flag{0};
      int a = 0, b = 0;
      parallel(
          [&] {
            data.store(1, relaxed);
            flag.store(1, release);
            if (!modify)
              flag.store(2, relaxed);
          },
          [&] {
            if (modify)
              flag.fetch_add(1, relaxed);
          },
          [&] {
            a = flag.load(acquire);
            b = data.load(relaxed);
          });
      return two(a, b);
    });
    EXPECT_TRUE(seen.count({2, 1}));
    EXPECT_EQ(seen.count({2, 0}), modify ? 0u : 1u);
  }
}

TEST(Litmus, CoherenceOfReads) {
  const auto seen = outcomes([] {
    atomic<int> x{0};
    int a = 0, b = 0;
    parallel([&] { x.store(1, relaxed), x.store(2, relaxed); },
             [&] { a = x.load(relaxed), b = x.load(relaxed); });
    return two(a, b);
  });
  EXPECT_EQ(seen,
            (std::set<two>{{0, 0}, {0, 1}, {0, 2}, {1, 1}, {1, 2}, {2, 2}}));
}

TEST(Litmus, CoherenceThroughAnotherThread) {
  // What a thread has read, its acquirer must not unread.
  const auto seen = outcomes([] {
    atomic<int> x{0}, flag{0};
    int a = 0, b = 0, c = 0;
    parallel([&] { x.store(1, relaxed); },
             [&] {
               a = x.load(relaxed);
               flag.store(1, release);
             },
             [&] {
               b = flag.load(acquire);
               c = x.load(relaxed);
             });
    return std::tuple(a, b, c);
  });
  EXPECT_FALSE(seen.count({1, 1, 0}));
  EXPECT_TRUE(seen.count({1, 0, 0}));
  EXPECT_TRUE(seen.count({0, 1, 0}));
}

TEST(Litmus, IndependentReads) {
  const auto four = [](std::memory_order order) {
    return outcomes(
        [=] {
          atomic<int> x{0}, y{0};
          int a = 0, b = 0, c = 0, d = 0;
          parallel([&] { x.store(1, order == acquire ? release : order); },
                   [&] { y.store(1, order == acquire ? release : order); },
                   [&] { a = x.load(order), b = y.load(order); },
                   [&] { c = y.load(order), d = x.load(order); });
          return std::tuple(a, b, c, d);
        },
        {.random_schedules = 0});
  };
  EXPECT_TRUE(four(acquire).count({1, 0, 1, 0}));
  EXPECT_FALSE(four(seq_cst).count({1, 0, 1, 0}));
}

TEST(Litmus, ExchangeReadsTheNewest) {
  passes(10, [] {
    atomic<int> n{0};
    const auto add = [&] { n.fetch_add(1, relaxed), n.fetch_add(1, relaxed); };
    parallel(add, add);
    check(n.load(relaxed) == 4, "an increment was lost");
  });
}

TEST(Litmus, CompareExchangeMayFailWithAnOldValue) {
  finds(failure::check, [] {
    atomic<int> n{0}, told{0};
    parallel(
        [&] {
          n.store(1, relaxed);
          told.store(1, relaxed);
        },
        [&] {
          int expected = 1;
          if (told.load(relaxed))
            check(n.compare_exchange_strong(expected, 2, relaxed), "stale");
        });
  });
}

TEST(Litmus, WeakExchangeFailsForNoReason) {
  const auto once = [](bool weak) {
    return [=] {
      atomic<int> n{0};
      int expected = 0;
      check(weak ? n.compare_exchange_weak(expected, 1, relaxed)
                 : n.compare_exchange_strong(expected, 1, relaxed),
            "failed");
    };
  };
  finds(failure::check, once(true));
  passes(1, once(false));
  passes(1, once(true), {.spurious_failures = 0, .random_schedules = 0});
}

//===----------------------------------------------------------------------===//
// Mistakes
//===----------------------------------------------------------------------===//

TEST(Mistakes, CounterWithoutAtomic) {
  finds(failure::race, [] {
    var<int> n{0};
    const auto increment = [&] { ++n.ref(); };
    parallel(increment, increment);
  });
  passes(2, [] {
    var<int> n{0};
    mutex m;
    const auto increment = [&] {
      m.lock();
      ++n.ref();
      m.unlock();
    };
    parallel(increment, increment);
    check(n.get() == 2, "an increment was lost");
  });
}

TEST(Mistakes, LoadAndStoreInsteadOfExchange) {
  // Two threads claim a task, both get it.
  const auto claim = [](bool right) {
    return [=] {
      atomic<bool> taken{false};
      var<int> runs{0};
      const auto work = [&] {
        if (right) {
          bool expected = false;
          if (!taken.compare_exchange_strong(expected, true, acq_rel, relaxed))
            return;
        } else {
          if (taken.load(acquire))
            return;
          taken.store(true, release);
        }
        ++runs.ref();
      };
      parallel(work, work);
      check(runs.get() == 1, "not run once");
    };
  };
  finds(failure::race, claim(false));
  passes(2, claim(true));
}

TEST(Mistakes, DekkerWithoutFence) {
  const auto both_enter = [](std::memory_order order) {
    return [=] {
      atomic<bool> first{false}, second{false};
      var<int> critical{0};
      const auto enter = [&](atomic<bool> &mine, atomic<bool> &other) {
        mine.store(true, relaxed);
        atomic_thread_fence(order);
        if (!other.load(relaxed))
          ++critical.ref();
      };
      parallel([&] { enter(first, second); }, [&] { enter(second, first); });
    };
  };
  finds(failure::race, both_enter(acq_rel));
  passes(5, both_enter(seq_cst));
}

TEST(Mistakes, LostWakeUp) {
  // The sleeper looks for work, then says that it sleeps; in between the waker
  // makes work and sees nobody asleep.
  const auto sleep = [](bool announce_first) {
    return [=] {
      atomic<bool> work{false}, asleep{false};
      parker bed;
      parallel(
          [&] {
            for (;;) {
              if (announce_first)
                asleep.store(true, seq_cst);
              if (work.load(seq_cst))
                return;
              asleep.store(true, seq_cst);
              bed.park();
            }
          },
          [&] {
            work.store(true, seq_cst);
            if (asleep.load(seq_cst))
              bed.unpark();
          });
    };
  };
  finds(failure::deadlock, sleep(false));
  passes(5, sleep(true));
}

TEST(Mistakes, LostWakeUpThroughAStoreBuffer) {
  // The order is right, but for the lack of a fence.
  const auto sleep = [](std::memory_order order) {
    return [=] {
      atomic<bool> work{false}, asleep{false};
      parker bed;
      parallel(
          [&] {
            asleep.store(true, relaxed);
            atomic_thread_fence(order);
            if (!work.load(relaxed))
              bed.park();
          },
          [&] {
            work.store(true, relaxed);
            atomic_thread_fence(order);
            if (asleep.load(relaxed))
              bed.unpark();
          });
    };
  };
  finds(failure::deadlock, sleep(acq_rel));
  passes(5, sleep(seq_cst));
}

TEST(Mistakes, TimeLimitHidesALostWakeUp) {
  const auto wait = [] {
    parker bed;
    bed.park_until(clock::now() + std::chrono::seconds(1));
    check(clock::now().time_since_epoch() == std::chrono::seconds(1), "early");
  };
  passes(1, wait);
  finds(failure::deadlock, wait, {.timeouts_when_stuck = false});
}

TEST(Scenario, TimeGoesToTheEarliestLimit) {
  using std::chrono::seconds;
  passes(1,
         [] {
           int order = 0;
           const auto sleep = [&](int s, int nth) {
             parker mine;
             const clock::time_point end = clock::now() + seconds(s);
             check(!mine.park_until(end) && clock::now() >= end, "woken early");
             ++order;
             if (clock::now() == end)
               check(order == nth, "not in the order of the limits");
           };
           parallel([&] { sleep(2, 2); }, [&] { sleep(1, 1); });
         },
         {.timeouts = 0, .random_schedules = 0});
}

TEST(Scenario, EachThreadHasItsLocal) {
  static thread_local int mine = 5;
  passes(5,
         [] {
           atomic<int> n{0};
           const auto use = [&](int value) {
             check(mine == 5, "not the initial value");
             mine = value;
             n.fetch_add(1, relaxed);
             n.fetch_add(1, relaxed);
             check(mine == value, "another thread's value");
           };
           parallel([&] { use(1); }, [&] { use(2); });
           use(3);
         },
         {.thread_local_at = &mine, .thread_local_size = sizeof mine});
  EXPECT_EQ(mine, 5);
}

TEST(Scenario, WaitsForDetachedThreads) {
  passes(3, [] {
    var<int> n{0};
    atomic<int> go{0};
    for (int i = 0; i != 2; ++i)
      thread([&, i] {
        while (go.load(acquire) != i)
          cpu_relax();
        ++n.ref();
        go.store(i + 1, release);
      }).detach();
    join_others();
    check(n.get() == 2, "not waited for");
  });
}

struct node {
  explicit node(int v) : value(v) {}
  var<int> value;
  atomic<node *> next{nullptr};
};

/// A stack as one writes it first. Pops are not safe: another thread may pop
/// the same node and push it again.
struct stack {
  atomic<node *> head{nullptr};

  void push(node *n) {
    node *top = head.load(relaxed);
    do
      n->next.store(top, relaxed);
    while (!head.compare_exchange_weak(top, n, release, relaxed));
  }
  node *pop() {
    node *top = head.load(acquire);
    while (top && !head.compare_exchange_weak(top, top->next.load(relaxed),
                                              acquire, acquire))
      ;
    return top;
  }
  node *pop_all() { return head.exchange(nullptr, acquire); }
};

TEST(Mistakes, AbaOnAStack) {
  // One thread reads the head A and its successor B, and is interrupted. The
  // other pops A and B and pushes A again. The first one's exchange succeeds
  // and makes B the head, which is not in the stack any more.
  const auto scenario = [](bool two_popper) {
    return [=] {
      node a(1), b(2);
      stack s;
      s.push(&b);
      s.push(&a);
      bool have_b = false;
      parallel(
          [&] {
            if (two_popper)
              s.pop();
          },
          [&] {
            node *first = s.pop();
            node *second = s.pop();
            have_b = second == &b;
            if (first == &a)
              s.push(&a);
          });
      bool b_listed = false;
      for (node *n = s.head.load(relaxed); n; n = n->next.load(relaxed))
        b_listed |= n == &b;
      check(!(have_b && b_listed), "a node was taken and is still there");
    };
  };
  finds(failure::check, scenario(true), {.stale_reads = 0});
  passes(1, scenario(false));
}

TEST(Mistakes, UseAfterFree) {
  // The stack again, its nodes freed by who popped them.
  const auto scenario = [](bool pop_all) {
    return [=] {
      stack s;
      s.push(new node(1));
      s.push(new node(2));
      const auto take = [&] {
        if (pop_all) {
          for (node *n = s.pop_all(); n;)
            delete std::exchange(n, n->next.load(relaxed));
        } else {
          while (node *n = s.pop())
            delete n;
        }
      };
      parallel(take, take);
    };
  };
  finds(failure::lifetime, scenario(false));
  passes(2, scenario(true));
}

TEST(Mistakes, PublishedWithoutRelease) {
  const auto publish = [](std::memory_order store, std::memory_order load) {
    return [=] {
      atomic<node *> slot{nullptr};
      parallel([&] { slot.store(new node(7), store); },
               [&] {
                 if (node *n = slot.load(load))
                   check(n->value.get() == 7, "not the value");
               });
      delete slot.load(relaxed);
    };
  };
  finds(failure::race, publish(relaxed, acquire));
  finds(failure::race, publish(release, relaxed));
  passes(2, publish(release, acquire));
}

TEST(Mistakes, AtomicUsedBeforeItsConstructionIsVisible) {
  finds(failure::lifetime, [] {
    atomic<node *> slot{nullptr};
    parallel([&] { slot.store(new node(7), relaxed); },
             [&] {
               if (node *n = slot.load(acquire))
                 n->next.load(relaxed);
             });
    delete slot.load(relaxed);
  });
}

/// Counts down and frees, like a shared pointer.
void drop_two(std::memory_order order) {
  struct shared {
    atomic<int> owners{2};
    var<int> data{0};
  };
  auto *s = new shared;
  const auto drop = [=] {
    s->data.get();
    if (s->owners.fetch_sub(1, order) == 1)
      delete s;
  };
  parallel(drop, drop);
}

TEST(Mistakes, RelaxedReferenceCount) {
  finds(failure::race, [] { drop_two(relaxed); });
  finds(failure::race, [] { drop_two(release); });
  passes(2, [] { drop_two(acq_rel); });
}

TEST(Mistakes, FreedTwice) {
  finds(failure::lifetime, [] {
    void *volatile memory = ::operator new(8);
    ::operator delete(memory);
    ::operator delete(memory);
  });
}

TEST(Mistakes, Leak) {
  const auto maybe_leak = [] {
    atomic<node *> slot{nullptr};
    const auto put = [&] {
      // Forgets what was there.
      slot.store(new node(1), release);
    };
    parallel(put, put);
    delete slot.load(relaxed);
  };
  finds(failure::leak, maybe_leak);
  passes(2, maybe_leak, {.report_leaks = false});
}

TEST(Mistakes, ConditionNotifiedBeforeTheWait) {
  const auto scenario = [](bool look_under_lock) {
    return [=] {
      mutex m;
      condition_variable changed;
      atomic<bool> ready{false};
      parallel(
          [&] {
            if (!look_under_lock && ready.load(acquire))
              return;
            std::unique_lock lock(m);
            if (look_under_lock)
              changed.wait(lock, [&] { return ready.load(relaxed); });
            else
              changed.wait(lock);
          },
          [&] {
            std::unique_lock lock(m);
            ready.store(true, release);
            changed.notify_one();
          });
    };
  };
  finds(failure::deadlock, scenario(false));
  passes(5, scenario(true));
}

TEST(Mistakes, NotifyOneWakesTheWrongOne) {
  // Two wait for different things at one variable.
  const auto scenario = [](bool all) {
    return [=] {
      mutex m;
      condition_variable changed;
      bool first = false, second = false;
      const auto wait_for = [&](bool &what) {
        std::unique_lock lock(m);
        changed.wait(lock, [&] { return what; });
      };
      parallel([&] { wait_for(first); }, [&] { wait_for(second); },
               [&] {
                 for (bool *what : {&first, &second}) {
                   std::unique_lock lock(m);
                   *what = true;
                   all ? changed.notify_all() : changed.notify_one();
                 }
               });
    };
  };
  finds(failure::deadlock, scenario(false));
  passes(20, scenario(true));
}

TEST(Mistakes, LocksInDifferentOrders) {
  const auto scenario = [](bool same_order) {
    return [=] {
      mutex a, b;
      const auto both = [](mutex &x, mutex &y) {
        x.lock();
        y.lock();
        y.unlock();
        x.unlock();
      };
      parallel([&] { both(a, b); },
               [&] { same_order ? both(a, b) : both(b, a); });
    };
  };
  finds(failure::deadlock, scenario(false));
  passes(2, scenario(true));
}

TEST(Mistakes, UnlockOfAnothersMutex) {
  finds(failure::check, [] {
    mutex m;
    m.lock();
    parallel([&] { m.unlock(); });
  });
}

TEST(Mistakes, SpinForNothing) {
  finds(failure::livelock, [] {
    atomic<bool> never{false};
    while (!never.load(relaxed))
      cpu_relax();
  });
  finds(failure::livelock, [] {
    atomic<bool> never{false};
    const auto spin = [&] {
      while (!never.load(relaxed))
        cpu_relax();
    };
    parallel(spin, spin);
  });
}

TEST(Mistakes, SpinForSomething) {
  passes(3, [] {
    atomic<bool> go{false};
    var<int> data{0};
    parallel(
        [&] {
          while (!go.load(acquire))
            cpu_relax();
          check(data.get() == 1, "not the value");
        },
        [&] {
          data.set(1);
          go.store(true, release);
        });
  });
}

TEST(Mistakes, EscapedException) {
  finds(failure::exception,
        [] { parallel([] { throw std::runtime_error("what happened"); }); });
}

TEST(Mistakes, ExceptionsStayWithTheirThread) {
  // The turn changes while both threads handle an exception.
  passes(4, [] {
    atomic<int> n{0};
    const auto handle = [&](int value) {
      try {
        throw value;
      } catch (int) {
        n.fetch_add(1, relaxed);
        n.fetch_add(1, relaxed);
        try {
          throw;
        } catch (int caught) {
          check(caught == value, "another thread's exception");
        }
      }
    };
    parallel([&] { handle(1); }, [&] { handle(2); });
  });
}

TEST(Mistakes, ThreadNotJoined) {
  finds(failure::check, [] { thread t([] {}); });
}

TEST(Mistakes, UsedAfterItsDestruction) {
  finds(failure::lifetime, [] {
    std::optional<atomic<int>> place;
    atomic<atomic<int> *> slot{nullptr};
    parallel(
        [&] {
          place.emplace(0);
          slot.store(&*place, release);
          place.reset();
        },
        [&] {
          if (atomic<int> *p = slot.load(acquire))
            p->load(relaxed);
        });
  });
}

TEST(Scenario, StaticsAreFreshInEverySchedule) {
  static constinit atomic<int> shared{5};
  passes(2, [] {
    const int before = shared.load(relaxed);
    const auto add = [] { shared.fetch_add(1, relaxed); };
    parallel(add, add);
    check(shared.load(relaxed) == before + 2, "an increment was lost");
  });
}

TEST(Scenario, PlainOutsideOfSchedules) {
  atomic<int> n{1};
  EXPECT_EQ(n.fetch_add(2, relaxed), 1);
  int expected = 1;
  EXPECT_FALSE(n.compare_exchange_strong(expected, 5, acq_rel));
  EXPECT_EQ(expected, 3);
  EXPECT_EQ(n.load(relaxed), 3);
  var<std::string> s("text");
  EXPECT_EQ(s.get(), "text");
}

TEST(Scenario, NarrowTypesWrapAround) {
  passes(1, [] {
    atomic<std::uint8_t> n{255};
    check(n.fetch_add(1, relaxed) == 255 && n.load(relaxed) == 0, "wraps");
    check(n.fetch_sub(1, relaxed) == 0 && n.load(relaxed) == 255, "wraps");
    int cells[4];
    atomic<int *> p{cells};
    p.fetch_add(2, relaxed);
    check(p.load(relaxed) == cells + 2, "steps by the size");
    atomic<std::int32_t> s{0};
    check(s.fetch_sub(1, relaxed) == 0 && s.load(relaxed) == -1, "negative");
  });
}

} // namespace
