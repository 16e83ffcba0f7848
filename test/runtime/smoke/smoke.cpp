// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls everything of the runtime once, on both schedulers, and checks the
// results. What each function promises is tested elsewhere; this shows that a
// compiler and a standard library build it and that it runs.

#include <unblock/unblock.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <unistd.h>

using namespace std::chrono_literals;

namespace {

namespace sync = unblock::sync;

unblock::task<int> value(int i) {
  co_await unblock::yield_now();
  co_return i;
}

unblock::task<std::unique_ptr<int>> boxed(int i) {
  co_return std::make_unique<int>(i);
}

unblock::task<> fails() {
  co_await unblock::yield_now();
  throw std::runtime_error("as it should");
}

unblock::task<> tasks() {
  EXPECT_TRUE(co_await value(1) == 1);
  EXPECT_TRUE(*co_await boxed(2) == 2);
  EXPECT_TRUE(co_await unblock::spawn(value(3)) == 3);

  unblock::join_handle<int> handle = unblock::spawn(value(4));
  unblock::outcome<int> outcome = co_await handle.result();
  EXPECT_TRUE(outcome.has_value() && std::move(outcome).value() == 4);

  unblock::outcome<void> failed = co_await unblock::spawn(fails()).result();
  EXPECT_TRUE(failed.has_exception());
  EXPECT_THROW(std::rethrow_exception(failed.exception()), std::runtime_error);

  unblock::join_handle<void> sleeper = unblock::spawn(
      []() -> unblock::task<> { co_await unblock::sleep_for(1h); }());
  EXPECT_TRUE(!sleeper.is_finished());
  sleeper.abort();
  EXPECT_TRUE((co_await sleeper.result()).is_cancelled());

  unblock::spawn(value(5)).detach();
}

unblock::task<> blocking() {
  EXPECT_TRUE(co_await unblock::spawn_blocking([] { return 1; }) == 1);
  auto moved = [p = std::make_unique<int>(2)] { return *p; };
  EXPECT_TRUE(co_await unblock::spawn_blocking(std::move(moved)) == 2);
  unblock::outcome<void> failed = co_await unblock::spawn_blocking([] {
                                    throw std::logic_error("yes");
                                  }).result();
  EXPECT_TRUE(failed.has_exception());

  // From a blocking closure back to the runtime.
  unblock::handle here = unblock::handle::current();
  // Named, as is `moved`: GCC 12 destroys a closure that stands in an expression
  // with co_await twice.
  auto nested = [here] { return here.block_on(value(3)); };
  EXPECT_TRUE(co_await unblock::spawn_blocking(nested) == 3);
  EXPECT_TRUE(co_await unblock::spawn_blocking([] {
                return unblock::block_in_place([] { return 4; });
              }) == 4);
}

unblock::task<> in_place() {
  int nested = unblock::block_in_place(
      [] { return unblock::block_in_place([] { return 1; }); });
  EXPECT_TRUE(nested == 1);
  co_return;
}

unblock::task<> time() {
  auto begin = std::chrono::steady_clock::now();
  co_await unblock::sleep_for(2ms);
  co_await unblock::sleep_until(begin + 4ms);
  EXPECT_TRUE(std::chrono::steady_clock::now() - begin >= 4ms);

  unblock::interval every(1ms);
  every.on_missed(unblock::missed_tick::skip);
  auto first = co_await every.tick();
  EXPECT_TRUE(co_await every.tick() > first);
  every.reset();

  EXPECT_TRUE(co_await unblock::timeout(1h, value(1)) == 1);
  EXPECT_TRUE(!co_await unblock::timeout(1ms, unblock::sleep_for(1h)));
}

unblock::task<> branches() {
  auto [one, nothing, two] =
      co_await unblock::join_all(value(1), unblock::sleep_for(1ms), value(2));
  static_assert(std::is_same_v<decltype(nothing), std::monostate>);
  EXPECT_TRUE(one == 1 && two == 2);

  std::vector<unblock::task<int>> many;
  for (int i = 0; i != 3; ++i)
    many.push_back(value(i));
  std::vector<int> all = co_await unblock::join_all(std::move(many));
  EXPECT_EQ(all, (std::vector<int>{0, 1, 2}));

  bool caught = false;
  try {
    co_await unblock::try_join(fails(), unblock::sleep_for(1h));
  } catch (const std::runtime_error &) {
    caught = true;
  }
  EXPECT_TRUE(caught);

  auto first = co_await unblock::select(unblock::sleep_for(1h), value(3));
  EXPECT_TRUE(first.index() == 1 && std::get<1>(first) == 3);
}

unblock::task<> locks() {
  sync::mutex mutex;
  {
    auto guard = co_await mutex.lock();
    EXPECT_TRUE(!mutex.try_lock());
  }
  EXPECT_TRUE(mutex.try_lock());

  sync::rw_lock rw;
  {
    auto a = co_await rw.read();
    EXPECT_TRUE(rw.try_read() && !rw.try_write());
  }
  {
    auto w = co_await rw.write();
    EXPECT_TRUE(!rw.try_read());
  }

  sync::semaphore semaphore(2);
  {
    auto permits = co_await semaphore.acquire(2);
    EXPECT_TRUE(semaphore.available_permits() == 0 && !semaphore.try_acquire());
  }
  semaphore.add_permits(1);
  EXPECT_TRUE(semaphore.available_permits() == 3);

  sync::notify notify;
  notify.notify_one();
  co_await notify.notified();

  sync::barrier barrier(2);
  auto [left, right] =
      co_await unblock::join_all(barrier.wait(), barrier.wait());
  EXPECT_TRUE(left != right);

  sync::once_cell<int> cell;
  EXPECT_TRUE(!cell.get());
  EXPECT_TRUE(co_await cell.get_or_init([] { return value(1); }) == 1);
  EXPECT_TRUE(!cell.set(2) && *cell.get() == 1);
}

unblock::task<> channels() {
  {
    auto [sender, receiver] = sync::oneshot::channel<int>();
    EXPECT_TRUE(std::move(sender).send(1));
    EXPECT_TRUE(co_await std::move(receiver) == 1);
  }
  {
    auto [sender, receiver] = sync::mpsc::channel<std::unique_ptr<int>>(1);
    EXPECT_TRUE(co_await sender.send(std::make_unique<int>(1)));
    EXPECT_TRUE(sender.try_send(nullptr) == sync::mpsc::send_status::full);
    EXPECT_TRUE(**co_await receiver.recv() == 1);
    receiver.close();
    EXPECT_TRUE(!co_await sender.send(nullptr));
  }
  {
    auto [sender, receiver] = sync::mpsc::unbounded_channel<int>();
    auto forward = unblock::spawn([](auto to) -> unblock::task<> {
      for (int i = 0; i != 3; ++i)
        to.send(i);
      co_return;
    }(std::move(sender)));
    int sum = 0;
    while (auto i = co_await receiver.recv())
      sum += *i;
    EXPECT_TRUE(sum == 3);
    co_await forward;
  }
  {
    auto [sender, receiver] = sync::broadcast::channel<int>(4);
    auto other = sender.subscribe();
    EXPECT_TRUE(sender.send(1) == 2);
    EXPECT_TRUE(std::get<0>(co_await receiver.recv()) == 1);
    EXPECT_TRUE(std::get<0>(co_await other.recv()) == 1);
  }
  {
    auto [sender, receiver] = sync::watch::channel(1);
    EXPECT_TRUE(receiver.get() == 1);
    sender.send(2);
    EXPECT_TRUE(co_await receiver.changed());
    EXPECT_TRUE(receiver.get() == 2);
  }
}

#if __has_include(<unblock/fs.hpp>)
unblock::task<> files() {
  namespace fs = unblock::fs;
  auto folder = std::filesystem::temp_directory_path() /
                ("unblock-smoke-" + std::to_string(getpid()));
  co_await fs::create_dir_all(folder / "a");
  co_await fs::write(folder / "a" / "text", "hello");
  EXPECT_TRUE(co_await fs::read_to_string(folder / "a" / "text") == "hello");
  EXPECT_TRUE((co_await fs::read(folder / "a" / "text")).size() == 5);
  co_await fs::rename(folder / "a" / "text", folder / "text");
  EXPECT_TRUE((co_await fs::read_dir(folder)).size() == 2);
  co_await fs::remove(folder / "text");
  co_await unblock::spawn_blocking(
      [&] { std::filesystem::remove_all(folder); });
}
#endif

class Smoke : public testing::TestWithParam<bool> {
public:
  static std::string name(const testing::TestParamInfo<bool> &multi) {
    return multi.param ? "multi_thread" : "current_thread";
  }

protected:
  static unblock::runtime make() {
    return GetParam() ? unblock::runtime::builder::multi_thread()
                            .worker_threads(2)
                            .build()
                      : unblock::runtime::builder::current_thread().build();
  }

  unblock::runtime runtime = make();
};

INSTANTIATE_TEST_SUITE_P(, Smoke, testing::Bool(), Smoke::name);

} // namespace

TEST_P(Smoke, tasks) { runtime.block_on(tasks()); }
TEST_P(Smoke, blocking) { runtime.block_on(blocking()); }
TEST_P(Smoke, time) { runtime.block_on(time()); }
TEST_P(Smoke, branches) { runtime.block_on(branches()); }
TEST_P(Smoke, locks) { runtime.block_on(locks()); }
TEST_P(Smoke, channels) { runtime.block_on(channels()); }
#if __has_include(<unblock/fs.hpp>)
TEST_P(Smoke, files) { runtime.block_on(files()); }
#endif

TEST_P(Smoke, in_place) {
  if (GetParam())
    runtime.block_on(in_place());
  else
    EXPECT_THROW(runtime.block_on(in_place()), unblock::context_error);
}

TEST_P(Smoke, outside) {
  EXPECT_THROW(unblock::spawn(value(1)).detach(), unblock::context_error);
  EXPECT_FALSE(unblock::handle::try_current());
  auto guard = runtime.enter();
  EXPECT_EQ(unblock::block_on(unblock::spawn(value(7))), 7);
  EXPECT_EQ(unblock::block_on(runtime.spawn_blocking([] { return 1; })), 1);
  runtime.shutdown_timeout(1s);
}
