// RUN: %check_async %s async-unchecked-join %t -- -I %src_root/lib/runtime/include

#include <stdexcept>
#include <string>
#include <unblock/unblock.hpp>
#include <utility>

using unblock::join_error;
using unblock::join_handle;
using unblock::task;

void log(const std::string &text);
void use(int value);

// Awaiting the handle is the plain way: errors are passed on.
task<int> awaits(join_handle<int> handle) { co_return co_await handle; }

task<int> asks(join_handle<int> handle) {
  auto outcome = co_await handle.result();
  if (outcome.has_value())
    co_return std::move(outcome).value();
  if (outcome.is_cancelled())
    co_return 0;
  std::rethrow_exception(outcome.exception());
}

task<> leaves_early(join_handle<int> handle) {
  auto outcome = co_await handle.result();
  if (outcome.is_cancelled())
    co_return;
  use(std::move(outcome).value()); // may throw what the work has thrown
}

task<> catches(join_handle<int> handle) {
  auto outcome = co_await handle.result();
  try {
    use(std::move(outcome).value());
  } catch (const join_error &) {
    log("cancelled");
  }
}

// Done in any case, and the failure is the caller's.
task<int> cleans_up(join_handle<int> handle) {
  auto outcome = co_await handle.result();
  log("done");
  co_return std::move(outcome).value();
}

task<> takes(join_handle<int> handle) {
  auto outcome = co_await handle.result();
  use(std::move(outcome).value());
  // CHECK-NOTES: :[[@LINE-1]]:26: warning: 'unblock::outcome::value' takes the value of 'outcome' before anything has asked how the work ended: it throws if the work failed or was cancelled [async-unchecked-join]
  // CHECK-NOTES: :[[@LINE-2]]:26: note: ask 'has_value' or 'is_cancelled' first; to pass a failure on, await the handle itself
}

task<> takes_at_once(join_handle<int> handle) {
  use((co_await handle.result()).value());
  // CHECK-NOTES: :[[@LINE-1]]:34: warning: 'unblock::outcome::value' takes the value of an outcome before anything has asked how the work ended: it throws if the work failed or was cancelled [async-unchecked-join]
  // CHECK-NOTES: :[[@LINE-2]]:34: note: ask 'has_value' or 'is_cancelled' first; to pass a failure on, await the handle itself
}

task<> asks_half(join_handle<int> handle) {
  auto outcome = co_await handle.result();
  if (outcome.has_exception())
    co_return;
  use(std::move(outcome).value());
  // CHECK-NOTES: :[[@LINE-1]]:26: warning: 'unblock::outcome::value' takes the value of 'outcome', which may be that of cancelled work: then it throws [async-unchecked-join]
  // CHECK-NOTES: :[[@LINE-2]]:26: note: ask 'has_value' or 'is_cancelled' first; to pass a failure on, await the handle itself
}

task<> drops(join_handle<int> first, join_handle<int> second) {
  (void)co_await first.result();
  co_await second.result();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the outcome of joined work is dropped: nobody learns that the work failed or was cancelled [async-unchecked-join]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: look at the outcome; a cast to 'void' says that it does not matter
}

task<> aborts() {
  auto handle = unblock::spawn([]() -> task<int> { co_return 1; }());
  handle.abort();
  use(co_await handle);
  // CHECK-NOTES: :[[@LINE-1]]:7: warning: 'handle' is awaited after its task was aborted: unless the task ended before, that throws [async-unchecked-join]
  // CHECK-NOTES: :[[@LINE-3]]:10: note: 'handle' is aborted here
  // CHECK-NOTES: :[[@LINE-3]]:7: note: await the outcome instead of the value, or catch the exception that says that the task was cancelled
}
