// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Everything at once, at random: tasks that spawn, join, abort, time out, select,
// lock, send and block, from several threads, on runtimes of random shapes that
// are shut down at random times. Whatever the schedule: everything that began
// ends once, nothing is left over, and no bound on threads is exceeded.
//
// A failure prints the seed of its round. Set UNBLOCK_STRESS_SEED to begin with
// it.

#include "../testing.hpp"

#include <cstdlib>
#include <latch>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace unblock::test {
namespace {

using generator = std::minstd_rand;

clock::duration time_to_spend() {
  const char *seconds = std::getenv("UNBLOCK_STRESS_SECONDS");
  return std::chrono::milliseconds(
      static_cast<long>(1000 * (seconds ? std::atof(seconds) : 5)));
}

unsigned first_seed() {
  const char *seed = std::getenv("UNBLOCK_STRESS_SEED");
  return seed ? static_cast<unsigned>(std::atol(seed)) : std::random_device()();
}

/// What a round shares.
struct world {
  std::atomic<int> alive = 0; ///< frames, closures, results
  std::atomic<int> begun = 0;
  std::atomic<int> allowed = 3000; ///< tasks and closures
  sync::mutex lock;
  std::atomic<int> inside_lock = 0;
  sync::semaphore permits{2};
  std::pair<sync::mpsc::sender<counted>, sync::mpsc::receiver<counted>> channel =
      sync::mpsc::channel<counted>(4);
  std::atomic<bool> receiving = false;
};

struct expected_failure {};

task<int> act(world &w, unsigned seed, int depth, counted);

task<int> act(world &w, unsigned seed, int depth) {
  return act(w, seed, depth, counted(w.alive));
}

task<> hold_the_lock(world &w, bool sleep) {
  auto guard = co_await w.lock.lock();
  EXPECT_EQ(++w.inside_lock, 1);
  // In a destructor, for the case that this is cancelled.
  struct leave {
    std::atomic<int> &inside;
    ~leave() { --inside; }
  } leave{w.inside_lock};
  if (sleep)
    co_await sleep_for(20us);
  else
    co_await yield_now();
}

task<> receive_some(world &w) {
  if (w.receiving.exchange(true))
    co_return; // there is one receiver
  struct leave {
    std::atomic<bool> &receiving;
    ~leave() { receiving = false; }
  } leave{w.receiving};
  for (int i = 0; i != 8; ++i)
    (void)co_await timeout(50us, w.channel.second.recv());
}

/// Waits for work in one of the ways in which one can.
template <class T> task<> await_somehow(join_handle<T> h, generator &random) {
  switch (random() % 6) {
  case 0:
    h.detach();
    break;
  case 1:
    h.abort();
    (void)co_await h.result();
    break;
  case 2:
    (void)co_await timeout(std::chrono::microseconds(random() % 300),
                           std::move(h));
    break;
  case 3: {
    auto wait = [](join_handle<T> &h) -> task<> { (void)co_await h.result(); };
    bool in_time = co_await timeout(std::chrono::microseconds(random() % 300),
                                    wait(h));
    if (in_time)
      break;
    h.abort();
    (void)co_await h.result();
    break;
  }
  case 4:
    co_await yield_now();
    h.abort();
    break;
  default:
    (void)co_await h.result();
  }
}

task<int> act(world &w, unsigned seed, int depth, counted) {
  counted local(w.alive);
  generator random(seed);
  int steps = 1 + static_cast<int>(random() % 6);
  for (int i = 0; i != steps; ++i) {
    unsigned next = static_cast<unsigned>(random());
    bool deeper = depth > 0 && w.allowed.fetch_sub(1) > 0;
    switch (random() % (deeper ? 16 : 8)) {
    case 0:
      co_await yield_now();
      break;
    case 1:
      co_await sleep_for(std::chrono::microseconds(random() % 200));
      break;
    case 2:
      co_await hold_the_lock(w, random() % 2);
      break;
    case 3: {
      auto permit = co_await w.permits.acquire();
      co_await yield_now();
      break;
    }
    case 4:
      (void)co_await timeout(100us, w.channel.first.send(counted(w.alive)));
      break;
    case 5:
      co_await receive_some(w);
      break;
    case 6:
      if (random() % 8 == 0)
        throw expected_failure();
      break;
    case 7:
      for (int k = 0; k != 300; ++k) // more than the budget
        if (auto permit = w.permits.try_acquire())
          co_await yield_now();
      break;
    case 8:
    case 9: {
      auto h = spawn(act(w, next, depth - 1));
      co_await await_somehow(std::move(h), random);
      break;
    }
    case 10: {
      auto pause = std::chrono::microseconds(random() % 4 ? 0 : random() % 300);
      auto h = spawn_blocking([c = counted(w.alive), pause] {
        if (pause > 0us)
          std::this_thread::sleep_for(pause);
        return c;
      });
      co_await await_somehow(std::move(h), random);
      break;
    }
    case 11: {
      auto h = spawn_blocking([&w, c = counted(w.alive)] {
        block_on(hold_the_lock(w, false));
      });
      co_await await_somehow(std::move(h), random);
      break;
    }
    case 12: {
      auto both = join_all(act(w, next, depth - 1), act(w, next + 1, depth - 1));
      (void)co_await std::move(both);
      break;
    }
    case 13: {
      auto both = select(act(w, next, depth - 1), act(w, next + 1, depth - 1));
      (void)co_await std::move(both);
      break;
    }
    case 14: {
      auto limited = timeout(std::chrono::microseconds(random() % 500),
                             act(w, next, depth - 1));
      (void)co_await std::move(limited);
      break;
    }
    case 15: {
      bool nested = random() % 2;
      auto pause = std::chrono::microseconds(random() % 100);
      block_in_place([&] {
        // No lock: another branch of this task may be the next in line for it,
        // and is stopped.
        if (nested)
          block_on(sleep_for(pause));
        else
          std::this_thread::sleep_for(pause);
      });
      break;
    }
    }
  }
  co_return depth;
}

/// As act, but what may be thrown stays inside.
task<> act_safely(world &w, unsigned seed, counted) {
  ++w.begun;
  try {
    (void)co_await act(w, seed, 4);
  } catch (const expected_failure &) {
  } catch (const context_error &) { // the shutdown, or a place to block
  } catch (const join_error &) {
  }
}

void one_round(unsigned seed) {
  generator random(seed);
  auto some = [&](unsigned from, unsigned to) {
    return from + static_cast<unsigned>(random() % (to - from + 1));
  };
  bool current = some(0, 4) == 0;
  auto builder = current ? runtime::builder::current_thread()
                         : runtime::builder::multi_thread();
  std::size_t cap = some(1, 6), budget = some(0, 6);
  if (!current)
    builder.worker_threads(some(1, 4));
  builder.max_blocking_threads(cap)
      .max_handoff_threads(budget)
      .thread_keep_alive(std::chrono::microseconds(some(0, 3000)))
      .inline_block_in_place(some(0, 1));

  auto w = std::make_shared<world>();
  std::string shape;
  {
    runtime rt = builder.build();
    std::vector<std::thread> threads;
    std::atomic<int> working = 0;
    for (unsigned t = some(1, 3); t != 0; --t) {
      ++working;
      threads.emplace_back([&, w, h = rt.handle(), seed = seed + 1000 * t] {
        generator random(seed);
        for (int i = 0; i != 5; ++i) {
          auto work = act_safely(*w, static_cast<unsigned>(random()),
                                 counted(w->alive));
          switch (random() % 4) {
          case 0:
            h.block_on(std::move(work));
            break;
          case 1: {
            auto spawned = h.spawn(std::move(work));
            (void)h.block_on(spawned.result());
            break;
          }
          case 2: {
            auto spawned = h.spawn(std::move(work));
            std::this_thread::sleep_for(
                std::chrono::microseconds(random() % 300));
            spawned.abort();
            (void)h.block_on(spawned.result());
            break;
          }
          default:
            h.spawn(std::move(work)).detach();
          }
        }
        --working;
      });
    }
    auto check = [&] {
      runtime_metrics m = rt.metrics();
      EXPECT_LE(m.blocking_threads, cap);
      EXPECT_LE(m.handoff_threads, budget);
    };
    // On a current-thread runtime somebody has to run what is waited for.
    auto until_done = [&]() -> task<> {
      while (working != 0)
        co_await sleep_for(100us);
    };
    bool early = some(0, 1);
    unsigned ending = some(0, 3);
    shape = std::string(current ? "current-thread" : "multi-thread") +
            (early ? ", ended early" : "") + ", ending " +
            std::to_string(ending);
    if (early) {
      rt.block_on(sleep_for(std::chrono::microseconds(some(0, 3000))));
      check();
    } else {
      rt.block_on(until_done());
      check();
    }
    switch (ending) {
    case 0:
      rt.shutdown_background();
      break;
    case 1:
      rt.shutdown_timeout(std::chrono::microseconds(some(0, 2000)));
      break;
    case 2:
      EXPECT_TRUE(rt.shutdown_timeout(100s));
      break;
    default:
      break; // the destructor
    }
    for (auto &t : threads)
      t.join();
  }
  // What lies in the channel still counts.
  EXPECT_TRUE(eventually([&] {
    while (w->channel.second.try_recv())
      ;
    return w->alive == 0;
  }, 10s))
      << w->alive << " left over; " << shape;
  EXPECT_EQ(w->inside_lock, 0);
}

TEST(stress, random_schedules) {
  clock::time_point end = clock::now() + time_to_spend();
  unsigned seed = first_seed();
  int rounds = 0;
  do {
    SCOPED_TRACE("UNBLOCK_STRESS_SEED=" + std::to_string(seed));
    one_round(seed);
    ++seed;
    ++rounds;
  } while (clock::now() < end && !::testing::Test::HasFailure());
  RecordProperty("rounds", rounds);
  std::printf("%d rounds, the last with seed %u\n", rounds, seed - 1);
}

} // namespace
} // namespace unblock::test
