//===- job_queue_test.cpp - The queue of the blocking pool ----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every job comes out once, in the order of each of its submitters, with what
// the submitter wrote; and a consumer that goes to sleep only after it has
// found the queue empty is seen by who pushes behind that.
//
//===----------------------------------------------------------------------===//

#include "explore/testing.hpp"

#include "job_queue.hpp"

namespace {

using namespace explore;

struct job {
  explicit job(int n) : number(n) {}
  job *queued_next = nullptr;
  var<int> number;
};

using queue = unblock::detail::job_queue<job>;

TEST(JobQueue, EveryJobOnceInOrder) {
  passes(1000, [] {
    queue q;
    mutex consumers;
    int last_of[2] = {0, 0};
    int taken = 0;
    // Numbers 1, 2 of one submitter; 11, 12 of the other.
    const auto take = [&] {
      consumers.lock();
      if (job *j = q.pop()) {
        const int n = j->number.get();
        int &last = last_of[n / 10];
        check(n % 10 == last + 1, "not in the order of submission");
        last = n % 10;
        ++taken;
        delete j;
      }
      consumers.unlock();
    };
    parallel(
        [&] {
          q.push(*new job(1));
          q.push(*new job(2));
        },
        [&] {
          q.push(*new job(11));
          q.push(*new job(12));
        },
        [&] {
          take();
          take();
        });
    check(q.size() == static_cast<std::size_t>(4 - taken), "not the size");
    while (!q.empty())
      take();
    check(taken == 4, "a job was lost, or came twice");
    check(q.popped() == 4 && q.size() == 0, "not the count");
  });
}

TEST(JobQueue, TwoConsumers) {
  passes(1000, [] {
    queue q;
    mutex consumers;
    atomic<int> taken{0};
    const auto take = [&] {
      consumers.lock();
      job *j = q.pop();
      consumers.unlock();
      if (j) {
        taken.fetch_add(j->number.get());
        delete j;
      }
    };
    q.push(*new job(1));
    parallel([&] { q.push(*new job(10)); }, take, take);
    take();
    take();
    check(taken.load() == 11, "a job was lost, or came twice");
  });
}

TEST(JobQueue, FirstPushSaysSo) {
  // push() tells "was empty" to at least one of two who race to an empty queue.
  passes(20, [] {
    queue q;
    atomic<int> told{0};
    const auto push = [&] {
      if (q.push(*new job(1)))
        told.fetch_add(1);
    };
    parallel(push, push);
    check(told.load() == 1, "nobody was the first, or both were");
    delete q.pop();
    delete q.pop();
  });
}

TEST(JobQueue, SleeperIsSeen) {
  // The handshake of the pool in small: list yourself, look, sleep; against
  // push, look for sleepers.
  passes(20, [] {
    queue q;
    atomic<int> idle{0};
    parker bed;
    parallel(
        [&] {
          idle.store(1);
          if (q.empty())
            bed.park();
          job *j = q.pop();
          check(j != nullptr, "woken for nothing");
          delete j;
        },
        [&] {
          q.push(*new job(1));
          if (idle.load() != 0)
            bed.unpark();
        });
  });
}

} // namespace
