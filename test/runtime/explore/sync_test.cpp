//===- sync_test.cpp - The primitives that suspend ------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// unblock::sync between plain threads, each in a block_on of its own: no
// wake-up is lost, what is sent arrives once and happens before its receipt,
// and all memory is freed, whoever goes first.
//
//===----------------------------------------------------------------------===//

#include "explore/testing.hpp"

#include "scheduler.hpp"

#include <unblock/unblock.hpp>

#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace {

using namespace explore;
using unblock::block_on;
using unblock::task;
namespace async = unblock::sync;

template <class F>
void explored(std::size_t least, F scenario, options o = {}) {
  o.thread_local_at = &unblock::detail::this_thread;
  o.thread_local_size = sizeof unblock::detail::this_thread;
  o.timeouts_when_stuck = false;
  passes(least, scenario, o);
}

/// What is sent: its number must be visible, and its memory freed.
using message = std::unique_ptr<var<int>>;

message make(int n) { return std::make_unique<var<int>>(n); }

//===----------------------------------------------------------------------===//
// oneshot
//===----------------------------------------------------------------------===//

TEST(Oneshot, SendAndReceive) {
  explored(50, [] {
    auto [tx, rx] = async::oneshot::channel<message>();
    parallel([&tx] { check(std::move(tx).send(make(7)), "refused"); },
             [&rx] {
               std::optional<message> m = block_on(rx.recv());
               check(m && (*m)->get() == 7, "not the message");
             });
  });
}

TEST(Oneshot, SenderGoes) {
  explored(50, [] {
    auto ends = async::oneshot::channel<message>();
    parallel([tx = std::make_shared<async::oneshot::sender<message>>(
                  std::move(ends.first))]() mutable { tx.reset(); },
             [&] {
               check(!block_on(ends.second.recv()), "a message from nowhere");
             });
  });
}

TEST(Oneshot, ReceiverGoes) {
  explored(20, [] {
    auto ends = async::oneshot::channel<message>();
    parallel([&] { (void)std::move(ends.first).send(make(7)); },
             [rx = std::make_shared<async::oneshot::receiver<message>>(
                  std::move(ends.second))]() mutable { rx.reset(); });
  });
}

TEST(Oneshot, CloseAgainstSend) {
  // Either the message arrives or the sender knows that it did not.
  explored(50, [] {
    auto [tx, rx] = async::oneshot::channel<message>();
    bool sent = false, received = false;
    parallel([&, &tx = tx] { sent = std::move(tx).send(make(7)); },
             [&, &rx = rx] {
               rx.close();
               received = block_on(rx.recv()).has_value();
             });
    check(sent == received, "sent, not received, or the other way round");
  });
}

TEST(Oneshot, SenderWaitsForTheClose) {
  explored(50, [] {
    auto [tx, rx] = async::oneshot::channel<message>();
    parallel([&tx = tx] { block_on(tx.closed()); }, [&rx = rx] { rx.close(); });
  });
}

//===----------------------------------------------------------------------===//
// mpsc
//===----------------------------------------------------------------------===//

TEST(Mpsc, BoundedByOne) {
  explored(1000,
           [] {
             auto ends = async::mpsc::channel<message>(1);
             auto other = ends.first;
             int sum = 0;
             const auto send = [](auto &tx, int n) {
               auto mine = std::move(tx);
               check(block_on(mine.send(make(n))), "refused");
             };
             parallel([&] { send(ends.first, 1); }, [&] { send(other, 10); },
                      [&] {
                        while (auto m = block_on(ends.second.recv()))
                          sum += (*m)->get();
                      });
             check(sum == 11, "a message was lost, or came twice");
           },
           {.preemptions = 1});
}

TEST(Mpsc, ReceiverGoesWhileTheSenderWaits) {
  explored(100, [] {
    auto ends = async::mpsc::channel<message>(1);
    parallel(
        [&] {
          if (block_on(ends.first.send(make(1))))
            (void)block_on(ends.first.send(make(2)));
        },
        [rx = std::make_shared<async::mpsc::receiver<message>>(
             std::move(ends.second))]() mutable { rx.reset(); });
  });
}

/// So large that each has a block of its own.
struct large {
  message part;
  char rest[1000];
};

TEST(Mpsc, UnboundedAcrossBlocks) {
  explored(500,
           [] {
             auto ends = async::mpsc::unbounded_channel<large>();
             int next = 1;
             parallel(
                 [&] {
                   auto mine = std::move(ends.first);
                   for (int i = 1; i != 4; ++i)
                     check(mine.send(large{make(i), {}}), "refused");
                 },
                 [&] {
                   while (auto m = block_on(ends.second.recv()))
                     check(m->part->get() == next++, "not in order");
                 });
             check(next == 4, "a message was lost");
           },
           {.preemptions = 3});
}

TEST(Mpsc, UnboundedTwoSenders) {
  explored(500,
           [] {
             auto ends = async::mpsc::unbounded_channel<message>();
             auto other = ends.first;
             int sum = 0;
             const auto send = [](auto &tx, int n) {
               auto mine = std::move(tx);
               check(mine.send(make(n)), "refused");
             };
             parallel([&] { send(ends.first, 1); }, [&] { send(other, 10); },
                      [&] {
                        while (auto m = block_on(ends.second.recv()))
                          sum += (*m)->get();
                      });
             check(sum == 11, "a message was lost, or came twice");
           },
           {.preemptions = 2, .stale_reads = 0});
}

//===----------------------------------------------------------------------===//
// Locks and permits
//===----------------------------------------------------------------------===//

TEST(Mutex, OneAtATime) {
  explored(500,
           [] {
             async::mutex m;
             var<int> n{0};
             const auto work = [&] {
               auto guard = block_on(m.lock());
               ++n.ref();
             };
             parallel(work, work, work);
             check(n.get() == 3, "not all had the lock");
           },
           {.preemptions = 2, .stale_reads = 0});
}

TEST(Mutex, TryLock) {
  explored(50, [] {
    async::mutex m;
    var<int> n{0};
    parallel(
        [&] {
          auto guard = block_on(m.lock());
          ++n.ref();
        },
        [&] {
          if (auto guard = m.try_lock())
            ++n.ref();
        });
    check(m.try_lock().has_value(), "still locked");
  });
}

TEST(RwLock, WriterAgainstReaders) {
  explored(500,
           [] {
             async::rw_lock lock;
             var<int> n{0};
             const auto read = [&] {
               auto guard = block_on(lock.read());
               n.get();
             };
             parallel(read, read, [&] {
               auto guard = block_on(lock.write());
               ++n.ref();
             });
             check(n.get() == 1, "not written");
           },
           {.preemptions = 2, .stale_reads = 0});
}

TEST(Semaphore, PermitsAreKept) {
  explored(500,
           [] {
             async::semaphore s(2);
             atomic<int> holders{0};
             const auto work = [&](std::size_t n) {
               auto permit = block_on(s.acquire(n));
               const int added = static_cast<int>(n);
               check(holders.fetch_add(added) + added <= 2, "too many permits");
               holders.fetch_sub(added);
             };
             parallel([&] { work(1); }, [&] { work(2); }, [&] { work(1); });
             check(s.available_permits() == 2, "permits were lost");
           },
           {.preemptions = 1, .stale_reads = 0});
}

//===----------------------------------------------------------------------===//
// Meetings
//===----------------------------------------------------------------------===//

TEST(Notify, PassedOn) {
  explored(500,
           [] {
             async::notify n;
             const auto wait_and_pass = [&] {
               block_on(n.notified());
               n.notify_one();
             };
             // Called before anybody waits, it is kept.
             parallel(wait_and_pass, wait_and_pass, [&] { n.notify_one(); });
           },
           {.preemptions = 1, .stale_reads = 1});
}

TEST(Notify, WhatCameBeforeIsSeen) {
  explored(50, [] {
    async::notify n;
    var<int> data{0};
    parallel(
        [&] {
          block_on(n.notified());
          check(data.get() == 1, "not the data");
        },
        [&] {
          data.set(1);
          n.notify_one();
        });
  });
}

TEST(Barrier, AllMeet) {
  explored(500,
           [] {
             async::barrier b(2);
             var<int> first{0}, second{0};
             atomic<int> leaders{0};
             const auto meet = [&](var<int> &mine, var<int> &other) {
               mine.set(1);
               leaders.fetch_add(block_on(b.wait()));
               check(other.get() == 1, "passed alone");
             };
             parallel([&] { meet(first, second); },
                      [&] { meet(second, first); });
             check(leaders.load() == 1, "not one leader");
           },
           {.preemptions = 3});
}

task<int> expensive(var<int> &runs) {
  ++runs.ref();
  co_return 7;
}

TEST(OnceCell, InitialisedOnce) {
  explored(200,
           [] {
             async::once_cell<int> cell;
             var<int> runs{0};
             const auto get = [&] {
               check(block_on(cell.get_or_init(
                         [&] { return expensive(runs); })) == 7,
                     "not the value");
             };
             parallel(get, get);
             check(runs.get() == 1, "not once");
             check(cell.get() && *cell.get() == 7, "not kept");
           },
           {.preemptions = 2, .stale_reads = 1});
}

TEST(OnceCell, SetAgainstGet) {
  explored(20, [] {
    async::once_cell<message> cell;
    parallel([&] { check(cell.set(make(7)), "refused"); },
             [&] {
               if (message *m = cell.get())
                 check((*m)->get() == 7, "not the value");
             });
  });
}

TEST(Watch, SeesTheLast) {
  explored(200, [] {
    auto [tx, rx] = async::watch::channel<int>(0);
    parallel(
        [&tx = tx] {
          auto mine = std::move(tx);
          (void)mine.send(1);
          (void)mine.send(2);
        },
        [&rx = rx] {
          int last = 0;
          while (block_on(rx.changed())) {
            const int now = rx.get();
            check(now >= last, "older than before");
            last = now;
          }
          check(last == 2, "missed the last");
        });
  });
}

TEST(Broadcast, EachGetsAll) {
  explored(200,
           [] {
             auto ends = async::broadcast::channel<int>(2);
             auto second = ends.first.subscribe();
             const auto receive = [](auto &rx) {
               auto first = block_on(rx.recv());
               check(std::get_if<int>(&first) && std::get<int>(first) == 5,
                     "not the message");
               check(block_on(rx.recv()).index() == 2, "not the end");
             };
             parallel([&] { receive(ends.second); }, [&] { receive(second); },
                      [&] {
                        auto mine = std::move(ends.first);
                        check(mine.send(5) == 2, "not to both");
                      });
           },
           {.preemptions = 1, .stale_reads = 0});
}

} // namespace
