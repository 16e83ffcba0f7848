// RUN: %check_async %s async-spawn-blocking-discarded %t
// Further constructs stand in spawn-blocking-discarded-*.cpp and in the folder
// spawn-blocking.

#include "coro_types.h"

namespace unblock {
template <typename T> struct join_handle {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
  void detach();
};
template <typename F> auto spawn_blocking(F f) -> join_handle<decltype(f())> { return {}; }
template <typename T> join_handle<T> spawn(task<T> t);
} // namespace unblock

void work(), more();

task<> keeps() {
  co_await unblock::spawn_blocking([] { work(); });
  auto handle = unblock::spawn_blocking(work);
  co_await handle;
}
auto passesOn() { return unblock::spawn_blocking(work); }
void givesUp() {
  unblock::spawn_blocking(work).detach();
  (void)unblock::spawn_blocking(work);
  unblock::spawn(nap());
}

task<> drops() {
  unblock::spawn_blocking([] { more(); });
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the handle of the blocking work that 'unblock::spawn_blocking' starts is dropped: its result, its exception and its end are lost [async-spawn-blocking-discarded]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await'; 'detach()' says that nobody is to wait for it
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { more(); });
  auto handle = unblock::spawn_blocking(more);
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'handle', the handle of the blocking work that 'unblock::spawn_blocking' starts, is never awaited: its result, its exception and its end are lost [async-spawn-blocking-discarded]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: await it with 'co_await'; 'detach()' says that nobody is to wait for it
  // CHECK-FIXES: co_await unblock::spawn_blocking(more);
  co_return;
}
void dropsOutsideOfACoroutine() {
  unblock::spawn_blocking(more);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the handle of the blocking work that 'unblock::spawn_blocking' starts is dropped: its result, its exception and its end are lost [async-spawn-blocking-discarded]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: keep the handle until somebody waits for the end of the work; 'detach()' says that nobody is to wait for it
}
