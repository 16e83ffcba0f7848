// RUN: %check_async %s async-unchecked-join %t -- -isystem %src_root/lib/runtime/include
//
// Handles that are awaited after they were aborted.

#include <unblock/unblock.hpp>
#include <utility>

using unblock::join_handle;
using unblock::task;

task<int> work();
bool flag();
void take(join_handle<int> handle);
int block();

task<> only_aborts() {
  auto handle = unblock::spawn(work());
  handle.abort();
  co_return;
}
task<> awaits_the_outcome() {
  auto handle = unblock::spawn(work());
  handle.abort();
  if (auto how = co_await handle.result(); how.has_value())
    co_return;
}
task<> catches() {
  auto handle = unblock::spawn(work());
  handle.abort();
  try {
    co_await handle;
  } catch (const unblock::join_error &) {
  }
}
task<> one_or_the_other() {
  auto handle = unblock::spawn(work());
  if (flag())
    handle.abort();
  else
    co_await handle;
}
// Whether it was aborted may decide what is done now.
task<> correlated(bool late) {
  auto handle = unblock::spawn(work());
  if (late)
    handle.abort();
  if (!late)
    co_await handle;
}
task<> asks() {
  auto handle = unblock::spawn(work());
  handle.abort();
  if (handle.is_finished())
    co_await handle;
}
task<> another() {
  auto handle = unblock::spawn(work());
  handle.abort();
  handle = unblock::spawn(work());
  co_await handle;
}
// Blocking work that has begun goes on, and gives its value.
task<> blocking() {
  auto handle = unblock::spawn_blocking(block);
  handle.abort();
  co_await handle;
}
task<> of_the_caller(join_handle<int> handle) {
  handle.abort();
  co_await handle;
}

task<> on_one_path() {
  auto handle = unblock::spawn(work());
  if (flag()) {
    handle.abort();
    co_await handle;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'handle' is awaited after its task was aborted: unless the task ended before, that throws
  }
}
task<int> returned() {
  auto handle = unblock::spawn(work());
  handle.abort();
  co_return co_await std::move(handle);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'handle' is awaited after its task was aborted: {{.*}}
}
