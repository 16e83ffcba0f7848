//===- inbox_test.cpp - Who may resume a task, who frees it ---------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The inbox: every posted point is resumed once, with what its poster wrote, by
// whoever holds the task's activity, and that is one thread at a time; an abort
// ends the task once. The join word: the block is freed once, by the last party
// and after all uses; a waiter is told, or is told not to wait.
//
//===----------------------------------------------------------------------===//

#include "explore/testing.hpp"

#include <unblock/detail/inbox.hpp>
#include <unblock/detail/join_word.hpp>

#include <array>
#include <functional>

namespace {

using namespace explore;
using unblock::detail::inbox;
using unblock::detail::join_word;
using unblock::detail::resume_point;

struct point : resume_point {
  var<int> message{0};
  int resumed = 0;
};

/// A task that is nothing but its points. Who holds the activity runs it on the
/// spot, as a worker would a moment later.
struct fake_task {
  inbox in;
  var<int> state{0}; // written by every turn
  std::array<point, 3> points;
  resume_point *ready = nullptr;
  int cancelled = 0;
  std::function<void(point &)> on_resume;

  void run() {
    for (;;) {
      ++state.ref();
      if (in.abort_posted()) {
        ++cancelled; // and keeps the activity for ever
        return;
      }
      while (resume_point *p = ready) {
        ready = p->next;
        check(p->posted, "resumed without a post");
        p->posted = false;
        auto &mine = static_cast<point &>(*p);
        check(mine.message.get() == 1, "not the message");
        ++mine.resumed;
        if (on_resume)
          on_resume(mine);
      }
      if (in.try_idle())
        return;
      ready = in.take();
    }
  }
  void wake(point &p) {
    p.message.set(1);
    if (in.post(p)) {
      ready = &p;
      run();
    }
  }
  void abort() {
    if (in.post_abort())
      run();
  }
};

TEST(Inbox, EveryPointOnce) {
  passes(500,
         [] {
           fake_task t;
           parallel([&] { t.run(); }, [&] { t.wake(t.points[0]); },
                    [&] { t.wake(t.points[1]); });
           for (std::size_t i : {0u, 1u})
             check(t.points[i].resumed == 1, "a wake-up was lost or doubled");
           check(t.in.post(t.points[2]), "the activity is lost");
         },
         {.preemptions = 3});
}

TEST(Inbox, ThreeWakers) {
  passes(1000, [] {
    fake_task t;
    parallel([&] { t.run(); }, [&] { t.wake(t.points[0]); },
             [&] { t.wake(t.points[1]); }, [&] { t.wake(t.points[2]); });
    for (point &p : t.points)
      check(p.resumed == 1, "a wake-up was lost or doubled");
  });
}

TEST(Inbox, TheSamePointAgain) {
  // A coroutine that was resumed waits once more, in the same awaiter.
  passes(100, [] {
    fake_task t;
    parker told;
    t.on_resume = [&](point &p) {
      if (&p == &t.points[0])
        told.unpark();
    };
    parallel([&] { t.run(); },
             [&] {
               t.wake(t.points[0]);
               told.park();
               t.wake(t.points[0]);
             },
             [&] { t.wake(t.points[1]); });
    check(t.points[0].resumed == 2, "a wake-up was lost or doubled");
    check(t.points[1].resumed == 1, "a wake-up was lost or doubled");
  });
}

TEST(Inbox, OldestFirst) {
  passes(
      50,
      [] {
        fake_task t;
        int order = 0;
        // Nobody runs the task meanwhile: it is active.
        parallel(
            [&] {
              t.points[0].message.set(1);
              check(!t.in.post(t.points[0]), "two hold the activity");
              t.points[1].message.set(1);
              check(!t.in.post(t.points[1]), "two hold the activity");
            },
            [&] { check(!t.in.post(t.points[2]), "two hold the activity"); });
        check(!t.in.try_idle(), "idle with points in the inbox");
        for (resume_point *p = t.in.take(); p; p = p->next)
          if (p != &t.points[2])
            check(p == &t.points[static_cast<std::size_t>(order++)],
                  "not the oldest first");
        check(order == 2, "a point was lost");
        check(t.in.try_idle(), "not empty");
      },
      {.preemptions = 4});
}

TEST(Inbox, AbortEndsTheTaskOnce) {
  passes(1000, [] {
    fake_task t;
    parallel([&] { t.run(); }, [&] { t.wake(t.points[0]); }, [&] { t.abort(); },
             [&] { t.abort(); });
    check(t.cancelled == 1, "not cancelled once");
    check(t.points[0].resumed <= 1, "resumed twice");
  });
}

//===----------------------------------------------------------------------===//
// The join word
//===----------------------------------------------------------------------===//

/// A block as spawn makes it, with a result that is written by the work.
struct block {
  join_word word;
  var<int> result{0};
  var<int> listing{0}; // what the list does with it
  point *joiner = nullptr;
  atomic<int> *freed;

  explicit block(atomic<int> &count) : freed(&count) {}
  ~block() { freed->fetch_add(1, std::memory_order_relaxed); }

  /// As unblock::detail::finish: the waiter gets a token in place of a post.
  void finish(std::uint32_t bits, parker &waiter) {
    const std::uint32_t before = word.finish(bits);
    if (before & join_word::awaited) {
      ++joiner->message.ref();
      waiter.unpark();
      word.set_delivered();
    } else if (join_word::all(before | bits)) {
      delete this;
    }
  }
};

template <class F> auto freed_once(F scenario) {
  return [=] {
    atomic<int> freed{0};
    auto *b = new block(freed);
    scenario(*b);
    check(freed.load() == 1, "not freed, or twice");
  };
}

TEST(JoinWord, LastPartyFrees) {
  passes(20, freed_once([](block &b) {
           b.word.enlist();
           parker nobody;
           parallel(
               [&] {
                 b.result.set(1);
                 b.finish(join_word::finished, nobody);
               },
               [&] {
                 // The core's list lets go of it.
                 ++b.listing.ref();
                 if (b.word.release(join_word::unlisted))
                   delete &b;
               },
               [&] {
                 if (b.word.is_finished())
                   check(b.result.get() == 1, "not the result");
                 if (b.word.detach())
                   delete &b;
               });
         }));
}

TEST(JoinWord, FinishedAndUnlistedAtOnce) {
  passes(5, freed_once([](block &b) {
           b.word.enlist();
           parker nobody;
           parallel(
               [&] {
                 b.result.set(1);
                 b.finish(join_word::finished | join_word::unlisted, nobody);
               },
               [&] {
                 if (b.word.detach())
                   delete &b;
               });
         }));
}

TEST(JoinWord, WaiterIsTold) {
  // The waiter takes the result out and frees the block as soon as it may.
  passes(30, freed_once([](block &b) {
           parker bed;
           point p;
           parallel(
               [&] {
                 b.result.set(7);
                 b.finish(join_word::finished, bed);
               },
               [&] {
                 if (!b.word.is_finished()) {
                   p.message.set(0);
                   b.joiner = &p;
                   if (b.word.await()) {
                     bed.park();
                     check(p.message.get() == 1, "woken for nothing");
                     b.word.wait_delivered();
                   }
                 }
                 check(b.result.get() == 7, "not the result");
                 if (b.word.detach())
                   delete &b;
               });
         }));
}

TEST(JoinWord, WaiterGivesUp) {
  // A timeout destroys the awaiter while the work ends: its point may not be
  // touched any more, whether the finisher has seen it or not.
  passes(30, freed_once([](block &b) {
           parker bed;
           parallel(
               [&] {
                 b.result.set(7);
                 b.finish(join_word::finished, bed);
               },
               [&] {
                 {
                   point p;
                   b.joiner = &p;
                   if (b.word.await() && !b.word.forget())
                     b.word.wait_delivered();
                 }
                 if (b.word.detach())
                   delete &b;
               });
         }));
}

TEST(JoinWord, WaiterGivesUpAndWaitsAgain) {
  passes(30, freed_once([](block &b) {
           parker bed;
           parallel(
               [&] {
                 b.result.set(7);
                 b.finish(join_word::finished, bed);
               },
               [&] {
                 {
                   point first;
                   b.joiner = &first;
                   if (b.word.await() && !b.word.forget()) {
                     b.word.wait_delivered();
                     check(b.word.is_finished(), "delivered, not finished");
                   }
                 }
                 point second;
                 if (!b.word.is_finished()) {
                   b.joiner = &second;
                   if (b.word.await()) {
                     bed.park();
                     b.word.wait_delivered();
                   }
                 }
                 check(b.result.get() == 7, "not the result");
                 if (b.word.detach())
                   delete &b;
               });
         }));
}

} // namespace
