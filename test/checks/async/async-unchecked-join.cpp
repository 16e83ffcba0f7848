// RUN: %check_async %s async-unchecked-join %t
// Further constructs stand in unchecked-join-*.cpp and in the folder
// spawn-blocking.

#include "coro_types.h"

namespace unblock {
template <typename T> struct outcome {
  bool has_value() const;
  bool has_exception() const;
  bool is_cancelled() const;
  T value();
};
template <typename T> struct outcome_awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  outcome<T> await_resume();
};
template <typename T> struct join_handle {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
  outcome_awaiter<T> result();
  void abort();
};
struct join_error {};
template <typename T> join_handle<T> spawn(task<T> t);
} // namespace unblock

void use(int value);

task<> handles() {
  use(co_await unblock::spawn(answer()));
  auto handle = unblock::spawn(answer());
  auto outcome = co_await handle.result();
  if (outcome.has_value())
    use(outcome.value());
}
task<> catches() {
  auto handle = unblock::spawn(answer());
  handle.abort();
  try {
    use(co_await handle);
  } catch (const unblock::join_error &) {
  }
}

task<> takes() {
  auto handle = unblock::spawn(answer());
  auto outcome = co_await handle.result();
  use(outcome.value());
  // CHECK-NOTES: :[[@LINE-1]]:15: warning: 'unblock::outcome::value' takes the value of 'outcome' before anything has asked how the work ended: it throws if the work failed or was cancelled [async-unchecked-join]
  // CHECK-NOTES: :[[@LINE-2]]:15: note: ask 'has_value' or 'is_cancelled' first; to pass a failure on, await the handle itself
}
task<> aborts() {
  auto handle = unblock::spawn(answer());
  handle.abort();
  use(co_await handle);
  // CHECK-NOTES: :[[@LINE-1]]:7: warning: 'handle' is awaited after its task was aborted: unless the task ended before, that throws [async-unchecked-join]
  // CHECK-NOTES: :[[@LINE-3]]:10: note: 'handle' is aborted here
  // CHECK-NOTES: :[[@LINE-3]]:7: note: await the outcome instead of the value, or catch the exception that says that the task was cancelled
}
task<> drops() {
  auto handle = unblock::spawn(answer());
  co_await handle.result();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the outcome of joined work is dropped: nobody learns that the work failed or was cancelled [async-unchecked-join]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: look at the outcome; a cast to 'void' says that it does not matter
}
