// RUN: %check_async %s async-spawn-blocking-discarded %t -- -I %src_root/lib/runtime/include

#include <tuple>
#include <unblock/unblock.hpp>
#include <utility>
#include <vector>

using unblock::join_handle;
using unblock::task;

int work(int of = 0);
void keep(join_handle<int> handle);

task<int> takes(std::vector<join_handle<int>> &all) {
  co_await unblock::spawn_blocking([] { work(); });
  int first = co_await unblock::spawn_blocking([] { return work(); });
  auto later = unblock::spawn_blocking([] { return work(); });
  all.push_back(unblock::spawn_blocking([] { return work(); }));
  keep(unblock::spawn_blocking([] { return work(); }));
  join_handle<int> assigned;
  assigned = unblock::spawn_blocking([] { return work(); });
  co_return first + co_await later + co_await assigned;
}

join_handle<int> passes_on() {
  return unblock::spawn_blocking([] { return work(); });
}

void means_it() {
  unblock::spawn_blocking([] { work(); }).detach();
  (void)unblock::spawn_blocking([] { work(); });
  std::ignore = unblock::spawn_blocking([] { work(); });
  [[maybe_unused]] auto handle = unblock::spawn_blocking([] { work(); });
  auto _ = unblock::spawn_blocking([] { work(); });
}

// Work that is not blocking ends with its runtime at the latest.
void spawns() {
  unblock::spawn([]() -> task<> { co_return; }());
  auto handle = unblock::spawn([]() -> task<> { co_return; }());
}

task<> drops() {
  unblock::spawn_blocking([] { work(1); });
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the handle of the blocking work that 'unblock::spawn_blocking' starts is dropped: its result, its exception and its end are lost [async-spawn-blocking-discarded]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await'; 'detach()' says that nobody is to wait for it
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { work(1); });
  auto handle = unblock::spawn_blocking([] { return work(2); });
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'handle', the handle of the blocking work that 'unblock::spawn_blocking' starts, is never awaited: its result, its exception and its end are lost [async-spawn-blocking-discarded]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: await it with 'co_await'; 'detach()' says that nobody is to wait for it
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { return work(2); });
  co_return;
}

void drops_outside_of_a_coroutine(unblock::runtime &rt) {
  rt.spawn_blocking([]() noexcept { work(); });
  // CHECK-NOTES: :[[@LINE-1]]:6: warning: the handle of the blocking work that 'unblock::runtime::spawn_blocking' starts is dropped: its result, its exception and its end are lost [async-spawn-blocking-discarded]
  // CHECK-NOTES: :[[@LINE-2]]:6: note: keep the handle until somebody waits for the end of the work; 'detach()' says that nobody is to wait for it
}
