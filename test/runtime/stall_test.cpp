// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// The stall detector.

#include "testing.hpp"

#include <algorithm>
#include <atomic>
#include <latch>
#include <mutex>
#include <string>
#include <vector>

namespace unblock::test {

// Not static, nor in an unnamed namespace: without libdw, too, its name may be
// known.
[[gnu::noinline]] void stall_here(clock::duration d) {
  std::this_thread::sleep_until(clock::now() + d);
  std::atomic_signal_fence(std::memory_order_seq_cst); // no tail call
}
[[gnu::noinline]] void burn_here(clock::duration d) {
  for (auto end = clock::now() + d; clock::now() < end;)
    ;
}

namespace {

#if defined(__SANITIZE_THREAD__)
constexpr bool thread_sanitizer = true;
#elif defined(__has_feature)
constexpr bool thread_sanitizer = __has_feature(thread_sanitizer);
#else
constexpr bool thread_sanitizer = false;
#endif

struct log {
  std::mutex mutex;
  std::vector<stall_report> reports;

  void operator()(const stall_report &r) {
    std::lock_guard lock(mutex);
    reports.push_back(r);
  }
  std::size_t size() {
    std::lock_guard lock(mutex);
    return reports.size();
  }
};

/// A report that is being made when its runtime shuts down is waited for.
void settle(runtime &rt) { EXPECT_TRUE(rt.shutdown_timeout(60s)); }

runtime watched(log &to, std::chrono::nanoseconds threshold = 20ms,
                std::size_t workers = 1) {
  return runtime::builder::multi_thread()
      .worker_threads(workers)
      .detect_stalls(threshold, std::ref(to))
      .build();
}

task<> stall(clock::duration d) {
  stall_here(d);
  co_return;
}

TEST(stall, nothing_is_reported_when_nothing_stalls) {
  log seen;
  runtime rt = watched(seen, 200ms, 2);
  auto f = []() -> task<> {
    for (int i = 0; i != 30; ++i)
      co_await sleep_for(10ms);
    co_await spawn_blocking([] { stall_here(500ms); });
  };
  run(rt, f());
  settle(rt);
  EXPECT_EQ(seen.size(), 0u);
  EXPECT_EQ(rt.metrics().stalls, 0u);
}

TEST(stall, of_a_blocked_worker_is_reported) {
  log seen;
  runtime rt = watched(seen);
  auto line = std::source_location::current().line() + 1;
  rt.block_on(rt.spawn(stall(500ms)));
  settle(rt);
  ASSERT_GE(seen.size(), 1u);
  stall_report first = seen.reports.front();
  EXPECT_GE(first.duration, 20ms);
  EXPECT_LT(first.duration, 500ms);
  EXPECT_EQ(first.worker, 0u);
  EXPECT_TRUE(first.task);
  EXPECT_EQ(first.spawned_at.line(), line);
  EXPECT_NE(std::string(first.spawned_at.file_name()).find("stall_test.cpp"),
            std::string::npos);
  EXPECT_EQ(rt.metrics().stalls, 1u);
}

bool names(const stall_report &report, const std::string &function) {
  return std::any_of(report.stack.begin(), report.stack.end(),
                     [&](const std::string &frame) {
                       return frame.find(function) != frame.npos;
                     });
}

std::string joined(const stall_report &report) {
  std::string all;
  for (auto &frame : report.stack)
    all += frame + "\n";
  return all;
}

TEST(stall, shows_the_stack_of_a_sleeping_worker) {
  log seen;
  runtime rt = watched(seen);
  rt.block_on(rt.spawn(stall(500ms)));
  settle(rt);
  ASSERT_GE(seen.size(), 1u);
  const stall_report &first = seen.reports.front();
  ASSERT_FALSE(first.stack.empty());
  // Named if the build has libdw; a module and an offset otherwise.
  if (names(first, "task") || names(first, "scheduler"))
    EXPECT_TRUE(names(first, "stall_here")) << joined(first);
}

TEST(stall, shows_the_stack_of_a_busy_worker) {
  log seen;
  runtime rt = watched(seen);
  auto f = []() -> task<> {
    burn_here(600ms);
    co_return;
  };
  run(rt, f());
  settle(rt);
  ASSERT_GE(seen.size(), 1u);
  // ThreadSanitizer holds signals back until the thread calls the system.
  if (!thread_sanitizer)
    EXPECT_FALSE(seen.reports.front().stack.empty());
}

TEST(stall, is_counted_once_and_reported_again_when_it_has_doubled) {
  log seen;
  runtime rt = watched(seen, 10ms);
  rt.block_on(rt.spawn(stall(1s)));
  settle(rt);
  EXPECT_EQ(rt.metrics().stalls, 1u);
  ASSERT_GE(seen.size(), 2u);
  EXPECT_LE(seen.size(), 7u); // 10, 20, 40, 80, 160, 320, 640
  for (std::size_t i = 1; i < seen.size(); ++i) {
    EXPECT_GE(seen.reports[i].duration,
              2 * 10ms * (1 << (i - 1)));
    EXPECT_EQ(seen.reports[i].task, seen.reports[0].task);
  }
}

TEST(stall, is_reported_while_it_lasts) {
  log seen;
  runtime rt = watched(seen);
  std::latch release(1);
  auto f = [&]() -> task<> {
    release.wait();
    co_return;
  };
  auto h = rt.spawn(f());
  EXPECT_TRUE(eventually([&] { return seen.size() != 0; }));
  EXPECT_FALSE(h.is_finished());
  release.count_down();
  rt.block_on(std::move(h));
}

TEST(stall, block_in_place_is_none) {
  log seen;
  runtime rt = watched(seen, 100ms);
  auto f = []() -> task<> {
    block_in_place([] { stall_here(400ms); });
    co_await yield_now();
    for (int i = 0; i != 20; ++i) // no turn of its own, but no stall either
      block_in_place([] { stall_here(20ms); });
  };
  run(rt, f());
  settle(rt);
  EXPECT_EQ(seen.size(), 0u);
}

TEST(stall, of_whoever_took_the_core_over_is_reported) {
  log seen;
  runtime rt = watched(seen, 20ms);
  std::latch taken(1);
  auto other = [&]() -> task<> {
    taken.count_down();
    stall_here(500ms);
    co_return;
  };
  auto f = [&]() -> task<> {
    auto h = spawn(other());
    block_in_place([&] {
      taken.wait();
      stall_here(600ms);
    });
    co_await h;
  };
  run(rt, f());
  settle(rt);
  ASSERT_GE(seen.size(), 1u);
  EXPECT_EQ(rt.metrics().stalls, 1u);
}

TEST(stall, reports_are_limited_but_all_are_counted) {
  log seen;
  runtime rt = watched(seen, 2ms);
  auto f = []() -> task<> {
    for (int i = 0; i != 60; ++i) {
      stall_here(10ms);
      co_await yield_now();
    }
  };
  auto begin = clock::now();
  run(rt, f());
  auto seconds = std::chrono::duration<double>(clock::now() - begin).count();
  EXPECT_LE(static_cast<double>(seen.size()), 10 * (seconds + 2));
  EXPECT_GE(rt.metrics().stalls, 3u); // how many are seen depends on the load
}

TEST(stall, on_a_current_thread_runtime) {
  log seen;
  runtime rt = runtime::builder::current_thread()
                   .detect_stalls(20ms, std::ref(seen))
                   .build();
  rt.block_on(rt.spawn(stall(500ms)));
  EXPECT_EQ(rt.metrics().stalls, 1u);
  // The work of block_on holds the others up as well, once it runs them.
  auto f = []() -> task<> {
    co_await sleep_for(1ms);
    stall_here(500ms);
  };
  rt.block_on(f());
  EXPECT_EQ(rt.metrics().stalls, 2u);
}

TEST(stall, no_report_comes_after_the_shutdown) {
  for (int i = 0; i != 20; ++i) {
    auto seen = std::make_unique<log>();
    {
      runtime rt = watched(*seen, 1ms);
      rt.spawn(stall(5ms)).detach();
      std::this_thread::sleep_for(std::chrono::milliseconds(i % 8));
    }
    seen.reset();
  }
}

TEST(stall, without_a_callback_is_a_line_on_standard_error) {
  ::testing::internal::CaptureStderr();
  {
    runtime rt = runtime::builder::multi_thread()
                     .worker_threads(1)
                     .detect_stalls(20ms)
                     .build();
    rt.block_on(rt.spawn(stall(600ms)));
  }
  std::string text = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(text.find("unblock: a task spawned at "), 0u) << text;
  EXPECT_NE(text.find("stall_test.cpp:"), text.npos) << text;
  EXPECT_NE(text.find("holds worker 0 for"), text.npos) << text;
}

TEST(stall, needs_a_positive_threshold) {
  EXPECT_THROW(runtime::builder::multi_thread().detect_stalls(0ms).build(),
               std::invalid_argument);
}

TEST(stall_report, becomes_one_line_of_json) {
  int object;
  stall_report report{.duration = 1500us,
                      .worker = 3,
                      .task = &object,
                      .spawned_at = {},
                      .stack = {"plain", "quote \" and \\", "line\nfeed\t\x01",
                                "caf\xc3\xa9", "bad \xff\xc3 end"}};
  std::string json = report.to_json();
  EXPECT_EQ(json.find("{\"event\":\"stall\",\"duration_ns\":1500000,\"worker\":3"),
            0u)
      << json;
  EXPECT_NE(json.find("\"stack\":[\"plain\",\"quote \\\" and \\\\\","
                      "\"line\\u000afeed\\u0009\\u0001\",\"caf\xc3\xa9\","
                      "\"bad \\ufffd\\ufffd end\"]}"),
            json.npos)
      << json;
  EXPECT_EQ(json.find('\n'), json.npos);
}

} // namespace
} // namespace unblock::test
