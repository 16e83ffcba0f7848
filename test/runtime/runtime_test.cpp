// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// runtime, its builder, handle and enter; hooks and thread names.

#include "testing.hpp"

#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace unblock::test {
namespace {

task<int> value(int i) { co_return i; }

TEST(builder, refuses_what_makes_no_sense) {
  using builder = runtime::builder;
  EXPECT_THROW(builder::multi_thread().worker_threads(0).build(),
               std::invalid_argument);
  EXPECT_THROW(builder::multi_thread().max_blocking_threads(0).build(),
               std::invalid_argument);
  EXPECT_THROW(builder::multi_thread().detect_stalls(-1ms).build(),
               std::invalid_argument);
}

TEST(builder, makes_as_many_workers_as_the_processor_runs_threads) {
  runtime rt;
  EXPECT_EQ(rt.metrics().workers,
            std::max(1u, std::thread::hardware_concurrency()));
}

TEST(builder, builds_several_runtimes) {
  auto b = runtime::builder::multi_thread().worker_threads(1);
  runtime x = b.build(), y = b.build();
  EXPECT_EQ(run(x, value(1)) + run(y, value(2)), 3);
}

TEST(builder, names_the_threads) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(2)
                   .thread_name("name")
                   .build();
  rt.block_on(rt.spawn_blocking([] {}));
  EXPECT_TRUE(eventually([] { return threads_named("name-worker") == 2; }));
  EXPECT_GE(threads_named("name-blocking"), 1u);
}

TEST(builder, cuts_long_names) {
  runtime rt = runtime::builder::multi_thread()
                   .worker_threads(1)
                   .thread_name("a-very-long-name-indeed")
                   .build();
  EXPECT_EQ(run(rt, value(1)), 1);
  EXPECT_TRUE(eventually([] { return threads_named("a-very-long-nam") == 1; }));
}

TEST(runtime, can_be_moved) {
  runtime a = multi(1);
  runtime b = std::move(a);
  EXPECT_EQ(run(b, value(1)), 1);
}

TEST(runtime, many_short_lives) {
  for (int i = 0; i != 100; ++i) {
    runtime rt = multi(2);
    if (i % 2)
      EXPECT_EQ(run(rt, value(i)), i);
    if (i % 3 == 0)
      rt.spawn_blocking([] {}).detach();
  }
}

TEST(runtime, keeps_no_thread_after_its_end) {
  {
    runtime rt = runtime::builder::multi_thread()
                     .worker_threads(3)
                     .thread_name("gone")
                     .build();
    rt.block_on(rt.spawn_blocking([] {}));
    EXPECT_TRUE(eventually([] { return threads_named("gone") >= 4; }));
  }
  EXPECT_TRUE(eventually([] { return threads_named("gone") == 0; }));
}

TEST(handle, keeps_nothing_running) {
  std::optional<handle> h;
  {
    runtime rt = multi(1);
    h = rt.handle();
  }
  auto spawned = h->spawn(value(1));
  EXPECT_TRUE(block_on(spawned.result()).is_cancelled());
  EXPECT_EQ(h->metrics().workers, 1u);
}

TEST(handle, may_be_copied_and_used_on_many_threads) {
  runtime rt = multi(2);
  std::vector<std::thread> threads;
  std::atomic<int> sum = 0;
  for (int t = 0; t != 4; ++t)
    threads.emplace_back([h = rt.handle(), &sum] {
      handle copy = h;
      for (int i = 0; i != 200; ++i)
        sum += copy.block_on(copy.spawn(value(1))) +
               copy.block_on(copy.spawn_blocking([] { return 1; }));
    });
  for (auto &t : threads)
    t.join();
  EXPECT_EQ(sum, 1600);
}

TEST(enter, nests_and_restores) {
  runtime a = multi(1), b = multi(2);
  EXPECT_FALSE(handle::try_current());
  {
    enter_guard in_a = a.enter();
    EXPECT_EQ(handle::current().metrics().workers, 1u);
    {
      enter_guard in_b = b.handle().enter();
      EXPECT_EQ(handle::current().metrics().workers, 2u);
    }
    EXPECT_EQ(handle::current().metrics().workers, 1u);
  }
  EXPECT_FALSE(handle::try_current());
}

TEST(enter, keeps_the_memory_of_the_runtime) {
  std::optional<runtime> rt = multi(1);
  enter_guard inside = rt->enter();
  rt.reset();
  auto h = spawn(value(1));
  EXPECT_TRUE(block_on(h.result()).is_cancelled());
}

} // namespace
} // namespace unblock::test
