// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// join_handle and outcome: the three ends of work, abort, detach.

#include "testing.hpp"

#include <latch>
#include <memory>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <vector>

namespace unblock::test {
namespace {

task<int> value(int i) { co_return i; }
task<int> late_value(int i) {
  co_await sleep_for(1ms);
  co_return i;
}

task<> sleep_long(counted) { co_await sleep_for(1h); }

task<> fail(std::string what) {
  co_await yield_now();
  throw std::runtime_error(what);
}

//===----------------------------------------------------------------------===//
// Outcomes
//===----------------------------------------------------------------------===//

TEST(join_handle, gives_the_value_of_a_task_that_has_ended) {
  runtime rt = multi();
  auto h = rt.spawn(value(1));
  ASSERT_TRUE(eventually([&] { return h.is_finished(); }));
  EXPECT_EQ(block_on(std::move(h)), 1);
}

TEST(join_handle, gives_the_value_of_a_task_that_ends_later) {
  runtime rt = multi();
  auto f = []() -> task<int> { co_return co_await spawn(late_value(2)); };
  EXPECT_EQ(run(rt, f()), 2);
}

TEST(join_handle, can_be_awaited_as_lvalue_and_as_rvalue) {
  runtime rt = multi();
  auto f = []() -> task<int> {
    auto a = spawn(late_value(1));
    auto b = spawn(late_value(2));
    int i = co_await a;
    co_return i + co_await std::move(b);
  };
  EXPECT_EQ(run(rt, f()), 3);
}

TEST(join_handle, rethrows_what_the_task_threw) {
  runtime rt = multi();
  auto f = []() -> task<std::string> {
    auto h = spawn(fail("this"));
    try {
      co_await h;
    } catch (const std::runtime_error &error) {
      co_return error.what();
    }
    co_return "";
  };
  EXPECT_EQ(run(rt, f()), "this");
}

TEST(join_handle, throws_join_error_for_a_cancelled_task) {
  runtime rt = multi();
  std::atomic<int> alive = 0;
  auto h = rt.spawn(sleep_long(counted(alive)));
  h.abort();
  std::string text = text_of<join_error>([&] { block_on(std::move(h)); });
  EXPECT_NE(text.find("cancelled"), text.npos) << text;
  EXPECT_EQ(alive, 0);
}

TEST(join_handle, result_tells_the_three_ends_apart) {
  runtime rt = multi();
  auto f = []() -> task<> {
    auto v = spawn(late_value(1));
    outcome<int> good = co_await v.result();
    EXPECT_TRUE(good.has_value());
    EXPECT_FALSE(good.has_exception());
    EXPECT_FALSE(good.is_cancelled());
    EXPECT_FALSE(good.exception());
    EXPECT_EQ(std::move(good).value(), 1);

    auto x = spawn(fail("it"));
    outcome<void> bad = co_await x.result();
    EXPECT_FALSE(bad.has_value());
    EXPECT_TRUE(bad.has_exception());
    EXPECT_FALSE(bad.is_cancelled());
    EXPECT_THROW(std::rethrow_exception(bad.exception()), std::runtime_error);
    EXPECT_THROW(std::move(bad).value(), std::runtime_error);

    auto c = spawn(sleep_for(1h));
    c.abort();
    outcome<void> gone = co_await c.result();
    EXPECT_FALSE(gone.has_value());
    EXPECT_FALSE(gone.has_exception());
    EXPECT_TRUE(gone.is_cancelled());
    EXPECT_FALSE(gone.exception());
    EXPECT_THROW(std::move(gone).value(), join_error);
  };
  run(rt, f());
}

TEST(join_handle, passes_on_a_join_error_of_another_task_as_an_exception) {
  runtime rt = multi();
  auto inner = []() -> task<> {
    auto h = spawn(sleep_for(1h));
    h.abort();
    co_await h;
  };
  auto f = [&]() -> task<> {
    auto h = spawn(inner());
    auto how = co_await h.result();
    EXPECT_TRUE(how.has_exception());
    EXPECT_FALSE(how.is_cancelled());
  };
  run(rt, f());
}

TEST(join_handle, gives_references) {
  runtime rt = multi();
  int object = 0;
  auto get = [&]() -> task<int &> {
    co_await yield_now();
    co_return object;
  };
  EXPECT_EQ(&rt.block_on(rt.spawn(get())), &object);
  auto h = rt.spawn(get());
  EXPECT_EQ(&rt.block_on(h.result()).value(), &object);
  auto b = rt.spawn_blocking([&]() -> int & { return object; });
  EXPECT_EQ(&rt.block_on(std::move(b)), &object);
}

TEST(join_handle, gives_move_only_values) {
  runtime rt = multi();
  auto make = []() -> task<std::unique_ptr<int>> {
    co_await yield_now();
    co_return std::make_unique<int>(7);
  };
  EXPECT_EQ(*rt.block_on(rt.spawn(make())), 7);
  auto h = rt.spawn(make());
  auto how = rt.block_on(h.result());
  EXPECT_EQ(*std::move(how).value(), 7);
  EXPECT_EQ(*rt.block_on(rt.spawn_blocking([] {
    return std::make_unique<int>(8);
  })),
            8);
}

TEST(join_handle, gives_an_exception_pointer_as_a_value) {
  runtime rt = multi();
  auto f = []() -> task<std::exception_ptr> {
    co_return std::make_exception_ptr(std::runtime_error("a value"));
  };
  auto h = rt.spawn(f());
  auto how = rt.block_on(h.result());
  EXPECT_TRUE(how.has_value());
  EXPECT_FALSE(how.exception());
  EXPECT_TRUE(std::move(how).value());
}

TEST(join_handle, survives_a_value_whose_move_throws) {
  struct value {
    std::atomic<int> *alive;
    bool thrower = true;
    explicit value(std::atomic<int> &a) : alive(&a) { ++a; }
    value(value &&other) : alive(other.alive), thrower(other.thrower) {
      static thread_local int moves = 0;
      if (++moves % 2 == 0)
        throw std::runtime_error("move");
      ++*alive;
    }
    ~value() { --*alive; }
  };
  runtime rt = multi(1);
  std::atomic<int> alive = 0;
  for (int i = 0; i != 10; ++i) {
    auto f = [&]() -> task<value> { co_return value(alive); };
    try {
      (void)rt.block_on(rt.spawn(f()));
    } catch (const std::runtime_error &error) {
      EXPECT_STREQ(error.what(), "move");
    }
  }
  EXPECT_EQ(alive, 0);
}

//===----------------------------------------------------------------------===//
// Use and misuse
//===----------------------------------------------------------------------===//

TEST(join_handle, awaited_twice_throws) {
  runtime rt = multi();
  auto f = []() -> task<> {
    auto h = spawn(value(1));
    co_await h;
    EXPECT_FALSE(h.is_finished());
    EXPECT_THROW(co_await h, std::logic_error);
    EXPECT_THROW((void)co_await h.result(), std::logic_error);
  };
  run(rt, f());
}

TEST(join_handle, awaited_after_result_detach_or_move_throws) {
  runtime rt = multi();
  auto f = []() -> task<> {
    auto a = spawn(late_value(1));
    (void)co_await a.result();
    EXPECT_THROW(co_await a, std::logic_error);
    auto b = spawn(late_value(1));
    b.detach();
    EXPECT_THROW(co_await b, std::logic_error);
    auto c = spawn(late_value(1));
    auto d = std::move(c);
    EXPECT_THROW(co_await c, std::logic_error);
    EXPECT_EQ(co_await d, 1);
    join_handle<int> e;
    EXPECT_THROW(co_await e, std::logic_error);
  };
  run(rt, f());
}

TEST(join_handle, empty_does_nothing) {
  join_handle<> h;
  EXPECT_FALSE(h.is_finished());
  h.abort();
  h.detach();
}

TEST(join_handle, can_be_awaited_again_after_a_timeout) {
  runtime rt = multi();
  std::latch go(1);
  auto f = [&]() -> task<int> {
    auto h = spawn_blocking([&] {
      go.wait();
      return 9;
    });
    auto wait = [&]() -> task<int> { co_return co_await h; };
    EXPECT_FALSE(co_await timeout(2ms, wait()));
    EXPECT_FALSE(co_await timeout(2ms, wait()));
    go.count_down();
    co_return co_await wait();
  };
  EXPECT_EQ(run(rt, f()), 9);
}

TEST(join_handle, may_be_awaited_on_a_plain_thread_without_a_runtime) {
  runtime rt = multi();
  auto h = rt.spawn(late_value(3));
  EXPECT_EQ(block_on(std::move(h)), 3);
}

TEST(join_handle, outlives_its_runtime) {
  join_handle<int> done, cancelled;
  std::atomic<int> alive = 0;
  join_handle<> asleep;
  {
    runtime rt = multi();
    done = rt.spawn(value(4));
    ASSERT_TRUE(eventually([&] { return done.is_finished(); }));
    asleep = rt.spawn(sleep_long(counted(alive)));
  }
  EXPECT_EQ(block_on(std::move(done)), 4);
  EXPECT_EQ(alive, 0);
  EXPECT_TRUE(asleep.is_finished());
  EXPECT_TRUE(block_on(asleep.result()).is_cancelled());
}

TEST(join_handle, result_is_destroyed_once_whether_taken_or_not) {
  std::atomic<int> alive = 0;
  runtime rt = multi();
  auto make = [&]() -> task<counted> {
    co_await yield_now();
    co_return counted(alive);
  };
  (void)rt.block_on(rt.spawn(make()));
  EXPECT_EQ(alive, 0);
  {
    auto h = rt.spawn(make());
    ASSERT_TRUE(eventually([&] { return h.is_finished(); }));
    EXPECT_EQ(alive, 1);
  }
  EXPECT_EQ(alive, 0);
  for (int i = 0; i != 500; ++i)
    rt.spawn(make()).detach();
  run(rt, []() -> task<> { co_await sleep_for(1ms); }());
  EXPECT_TRUE(eventually([&] { return alive == 0; }));
}

TEST(join_handle, may_live_in_the_task_that_it_belongs_to) {
  runtime rt = multi();
  std::atomic<int> alive = 0;
  struct shared {
    join_handle<> own;
    counted witness;
  };
  {
    auto s = std::make_shared<shared>(join_handle<>(), counted(alive));
    auto f = [](std::shared_ptr<shared>) -> task<> { co_await sleep_for(5ms); };
    s->own = rt.spawn(f(s));
  }
  EXPECT_TRUE(eventually([&] { return alive == 0; }));
}

TEST(join_handle, detached_work_goes_on) {
  runtime rt = multi();
  std::atomic<int> ended = 0;
  auto f = [&]() -> task<> {
    co_await sleep_for(1ms);
    ++ended;
  };
  rt.spawn(f()).detach();
  { auto dropped = rt.spawn(f()); }
  EXPECT_TRUE(eventually([&] { return ended == 2; }));
}

TEST(join_handle, an_exception_that_nobody_asks_for_is_dropped) {
  runtime rt = multi();
  auto h = rt.spawn(fail("unheard"));
  ASSERT_TRUE(eventually([&] { return h.is_finished(); }));
  h.detach();
  rt.spawn(fail("unheard")).detach();
}

TEST(join_handle, cancelling_who_awaits_does_not_cancel_the_work) {
  runtime rt = multi();
  std::atomic<bool> ended = false;
  auto work = [&]() -> task<> {
    co_await sleep_for(20ms);
    ended = true;
  };
  auto waits = [&]() -> task<> { co_await spawn(work()); };
  auto h = rt.spawn(waits());
  std::this_thread::sleep_for(5ms);
  h.abort();
  EXPECT_TRUE(rt.block_on(h.result()).is_cancelled());
  EXPECT_TRUE(eventually([&] { return ended.load(); }));
}

TEST(join_handle, many_finish_while_they_are_awaited) {
  // The end of the work and the wait for it race.
  runtime rt = multi(2);
  auto f = []() -> task<> {
    for (int i = 0; i != 20'000; ++i) {
      auto a = spawn(value(i)), b = spawn(value(i));
      int first = co_await b;
      int second = co_await a;
      if (first != i || second != i)
        ADD_FAILURE();
    }
  };
  auto f2 = f();
  auto h = rt.spawn(f());
  rt.block_on(rt.spawn(std::move(f2)));
  rt.block_on(std::move(h));
}

TEST(join_handle, many_finish_while_their_waiter_gives_up) {
  runtime rt = multi(2);
  auto f = []() -> task<> {
    for (int i = 0; i != 3000; ++i) {
      auto h = spawn_blocking([] {});
      auto wait = [&]() -> task<> { co_await h; };
      auto first = co_await select(wait(), yield_now());
      if (first.index() == 0)
        continue;
      auto how = co_await h.result();
      if (!how.has_value())
        ADD_FAILURE();
    }
  };
  run(rt, f());
}

//===----------------------------------------------------------------------===//
// abort
//===----------------------------------------------------------------------===//

TEST(abort, of_a_queued_task_keeps_it_from_beginning) {
  runtime rt = multi(1);
  std::atomic<int> alive = 0;
  bool began = false;
  auto inner = [&](counted) -> task<> {
    began = true;
    co_return;
  };
  auto f = [&]() -> task<> {
    auto h = spawn(inner(counted(alive)));
    h.abort();
    auto how = co_await h.result();
    EXPECT_TRUE(how.is_cancelled());
    EXPECT_EQ(alive, 0);
  };
  run(rt, f());
  EXPECT_FALSE(began);
}

task<> deep(int n, std::atomic<int> &alive, std::vector<int> *order) {
  struct note {
    int n;
    std::vector<int> *order;
    ~note() { order->push_back(n); }
  } note{n, order};
  counted witness(alive);
  if (n == 0)
    co_await sleep_for(1h);
  else
    co_await deep(n - 1, alive, order);
}

TEST(abort, of_a_suspended_task_destroys_its_calls_innermost_first) {
  runtime rt = multi();
  std::atomic<int> alive = 0;
  std::vector<int> order;
  auto h = rt.spawn(deep(50, alive, &order));
  ASSERT_TRUE(eventually([&] { return alive == 51; }));
  std::this_thread::sleep_for(2ms);
  h.abort();
  EXPECT_TRUE(rt.block_on(h.result()).is_cancelled());
  EXPECT_EQ(alive, 0);
  ASSERT_EQ(order.size(), 51u);
  for (int i = 0; i != 51; ++i)
    EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(abort, of_a_very_deep_task_does_not_overflow_the_stack_of_normal_size) {
  runtime rt = multi();
  std::atomic<int> alive = 0;
  std::vector<int> order;
  auto h = rt.spawn(deep(2000, alive, &order));
  ASSERT_TRUE(eventually([&] { return alive == 2001; }));
  h.abort();
  EXPECT_TRUE(rt.block_on(h.result()).is_cancelled());
  EXPECT_EQ(alive, 0);
}

TEST(abort, of_a_running_task_takes_effect_at_its_next_suspension) {
  runtime rt = multi(1);
  std::latch running(1), aborted(1);
  std::atomic<int> after_the_abort = 0, after_the_suspension = 0;
  auto f = [&]() -> task<> {
    running.count_down();
    aborted.wait();
    ++after_the_abort;
    co_await sleep_for(1h);
    ++after_the_suspension;
  };
  auto h = rt.spawn(f());
  running.wait();
  h.abort();
  EXPECT_FALSE(h.is_finished());
  aborted.count_down();
  EXPECT_TRUE(rt.block_on(h.result()).is_cancelled());
  EXPECT_EQ(after_the_abort, 1);
  EXPECT_EQ(after_the_suspension, 0);
}

TEST(abort, of_a_running_task_at_a_yield) {
  runtime rt = multi(1);
  std::latch running(1), aborted(1);
  bool came_back = false;
  auto f = [&]() -> task<> {
    running.count_down();
    aborted.wait();
    co_await yield_now();
    came_back = true;
  };
  auto h = rt.spawn(f());
  running.wait();
  h.abort();
  aborted.count_down();
  EXPECT_TRUE(rt.block_on(h.result()).is_cancelled());
  EXPECT_FALSE(came_back);
}

TEST(abort, of_a_running_task_that_suspends_no_more_has_no_effect) {
  runtime rt = multi(1);
  std::latch running(1), aborted(1);
  auto f = [&]() -> task<int> {
    running.count_down();
    aborted.wait();
    co_return co_await value(5); // a call, no suspension
  };
  auto h = rt.spawn(f());
  running.wait();
  h.abort();
  aborted.count_down();
  EXPECT_EQ(rt.block_on(std::move(h)), 5);
}

TEST(abort, by_the_task_itself) {
  runtime rt = multi(1);
  join_handle<> own;
  std::latch assigned(1);
  std::atomic<int> alive = 0;
  auto f = [&](counted) -> task<> {
    assigned.wait();
    own.abort();
    co_await sleep_for(1h);
  };
  own = rt.spawn(f(counted(alive)));
  assigned.count_down();
  EXPECT_TRUE(rt.block_on(own.result()).is_cancelled());
  EXPECT_EQ(alive, 0);
}

TEST(abort, after_the_end_changes_nothing) {
  runtime rt = multi();
  auto h = rt.spawn(value(6));
  ASSERT_TRUE(eventually([&] { return h.is_finished(); }));
  h.abort();
  EXPECT_EQ(rt.block_on(std::move(h)), 6);
}

TEST(abort, twice_is_once) {
  runtime rt = multi();
  std::atomic<int> alive = 0;
  auto h = rt.spawn(sleep_long(counted(alive)));
  h.abort();
  h.abort();
  EXPECT_TRUE(rt.block_on(h.result()).is_cancelled());
  EXPECT_EQ(alive, 0);
}

TEST(abort, and_detach_at_once_cancels_nevertheless) {
  runtime rt = multi();
  std::atomic<int> alive = 0;
  auto h = rt.spawn(sleep_long(counted(alive)));
  h.abort();
  h.detach();
  EXPECT_TRUE(eventually([&] { return alive == 0; }));
}

// Arguments live to the end of the full expression beside the parameters that
// were made of them: counted ones are not passed in the expression that awaits.

/// Starts \p make(alive), which is to have \p count counted objects alive when
/// it is suspended; aborts it; checks that all are gone.
template <class Make>
void abort_suspended(const runtime &rt, int count, Make make) {
  std::atomic<int> alive = 0;
  auto h = rt.spawn(make(alive));
  ASSERT_TRUE(eventually([&] { return alive == count; })) << alive;
  std::this_thread::sleep_for(2ms);
  EXPECT_FALSE(h.is_finished());
  h.abort();
  EXPECT_TRUE(rt.block_on(h.result()).is_cancelled());
  EXPECT_EQ(alive, 0);
}

TEST(abort, destroys_the_branches_of_a_join) {
  abort_suspended(multi(), 3, [](std::atomic<int> &alive) -> task<> {
    auto all = join_all(sleep_long(counted(alive)), sleep_long(counted(alive)),
                        sleep_long(counted(alive)));
    co_await std::move(all);
  });
}

TEST(abort, destroys_the_branches_of_a_vector_of_joins) {
  abort_suspended(multi(), 100, [](std::atomic<int> &alive) -> task<> {
    std::vector<task<>> all;
    for (int i = 0; i != 100; ++i)
      all.push_back(sleep_long(counted(alive)));
    co_await join_all(std::move(all));
  });
}

TEST(abort, destroys_the_branches_of_nested_combinators) {
  abort_suspended(multi(), 4, [](std::atomic<int> &alive) -> task<> {
    auto pair = [&]() -> task<> {
      auto both = select(sleep_long(counted(alive)), sleep_long(counted(alive)));
      (void)co_await std::move(both);
    };
    auto limited = [&]() -> task<> { (void)co_await timeout(1h, pair()); };
    co_await try_join(limited(), pair());
  });
}

TEST(abort, while_waiting_for_blocking_work) {
  std::latch release(1);
  std::atomic<bool> ended = false;
  runtime rt = multi();
  abort_suspended(rt, 1, [&](std::atomic<int> &alive) -> task<> {
    counted witness(alive);
    co_await spawn_blocking([&] {
      release.wait();
      ended = true;
    });
  });
  EXPECT_FALSE(ended);
  release.count_down();
  EXPECT_TRUE(eventually([&] { return ended.load(); }));
}

TEST(abort, while_waiting_for_a_channel) {
  runtime rt = multi();
  auto [tx, rx] = sync::mpsc::channel<int>(1);
  abort_suspended(rt, 1, [&rx = rx](std::atomic<int> &alive) -> task<> {
    counted witness(alive);
    (void)co_await rx.recv();
  });
}

TEST(abort, inside_block_in_place_takes_effect_afterwards) {
  runtime rt = multi(1);
  std::latch inside(1), aborted(1);
  std::atomic<int> after = 0;
  auto f = [&]() -> task<> {
    block_in_place([&] {
      inside.count_down();
      aborted.wait();
    });
    ++after;
    co_await sleep_for(1h);
    ++after;
  };
  auto h = rt.spawn(f());
  inside.wait();
  h.abort();
  std::this_thread::sleep_for(2ms);
  EXPECT_FALSE(h.is_finished());
  aborted.count_down();
  EXPECT_TRUE(rt.block_on(h.result()).is_cancelled());
  EXPECT_EQ(after, 1);
}

TEST(abort, of_queued_blocking_work_is_reported_at_once) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(1)
                   .max_blocking_threads(1)
                   .build();
  std::latch release(1), started(1);
  auto running = rt.spawn_blocking([&] {
    started.count_down();
    release.wait();
    return 1;
  });
  started.wait();
  std::atomic<int> alive = 0;
  bool ran = false;
  auto queued = rt.spawn_blocking([&ran, c = counted(alive)] { ran = true; });
  queued.abort();
  EXPECT_TRUE(queued.is_finished());
  EXPECT_EQ(alive, 0);
  EXPECT_TRUE(rt.block_on(queued.result()).is_cancelled());
  running.abort(); // started: no effect
  EXPECT_FALSE(running.is_finished());
  release.count_down();
  EXPECT_EQ(rt.block_on(std::move(running)), 1);
  EXPECT_FALSE(ran);
}

TEST(abort, races_with_the_end) {
  runtime rt = multi(2);
  std::atomic<int> alive = 0;
  auto work = [&](counted) -> task<int> {
    co_await yield_now();
    co_return 1;
  };
  auto f = [&]() -> task<> {
    int cancelled = 0, ended = 0;
    for (int i = 0; i != 10'000; ++i) {
      auto h = spawn(work(counted(alive)));
      for (int k = 0; k != i % 3; ++k)
        co_await yield_now();
      h.abort();
      auto how = co_await h.result();
      how.is_cancelled() ? ++cancelled : ++ended;
    }
    EXPECT_EQ(cancelled + ended, 10'000);
  };
  auto other = rt.spawn(f());
  run(rt, f());
  rt.block_on(std::move(other));
  EXPECT_EQ(alive, 0);
}

TEST(abort, races_with_a_wake_up) {
  runtime rt = multi(2);
  std::atomic<int> alive = 0;
  auto work = [](sync::mpsc::receiver<int> rx, counted) -> task<> {
    while (co_await rx.recv())
      ;
  };
  for (int i = 0; i != 1000; ++i) {
    auto [tx, rx] = sync::mpsc::channel<int>(4);
    auto h = rt.spawn(work(std::move(rx), counted(alive)));
    std::thread sender([&tx = tx] {
      for (int k = 0; k != 4; ++k)
        (void)tx.try_send(k);
    });
    h.abort();
    sender.join();
    ASSERT_TRUE(rt.block_on(h.result()).is_cancelled());
  }
  EXPECT_EQ(alive, 0);
}

} // namespace
} // namespace unblock::test
