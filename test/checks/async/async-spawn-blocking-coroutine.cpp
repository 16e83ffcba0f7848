// RUN: %check_async %s async-spawn-blocking-coroutine %t

#include <coroutine>
#include <utility>

namespace unblock {
template <typename T = void> class task {
public:
  struct promise_type {
    task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_value(T);
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
template <> class task<void> {
public:
  struct promise_type {
    task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
template <typename T> class join_handle {
public:
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
template <typename T> join_handle<T> spawn(task<T> t);
template <typename F> auto spawn_blocking(F f) -> join_handle<decltype(f())> {
  return {};
}
template <typename F> decltype(auto) block_in_place(F &&f) { return f(); }
class handle {
public:
  template <typename T> join_handle<T> spawn(task<T> t) const;
  template <typename F>
  auto spawn_blocking(F f) const -> join_handle<decltype(f())> {
    return {};
  }
};
template <typename T> T block_on(task<T> t);
} // namespace unblock

namespace std {
template <typename T> struct generator {
  struct promise_type {
    generator get_return_object();
    suspend_always initial_suspend() noexcept;
    suspend_always final_suspend() noexcept;
    suspend_always yield_value(T);
    void unhandled_exception();
    void return_void();
  };
};
} // namespace std

using unblock::task;

int compute(int n);
task<int> child(int n);
task<int> load();
task<> log(const int &n);

//===----------------------------------------------------------------------===//
// Right
//===----------------------------------------------------------------------===//

task<> right(int n, unblock::handle on) {
  co_await unblock::spawn_blocking([n] { return compute(n); });
  auto work = [] { return compute(1); };
  co_await on.spawn_blocking(work);
  unblock::block_in_place([] { compute(1); });
  co_await unblock::spawn(child(n));
  // Inside, the task is driven.
  co_await unblock::spawn_blocking([n] { return unblock::block_on(child(n)); });
  co_await unblock::spawn_blocking([] { return unblock::spawn(load()); });
  unblock::block_in_place([] { return unblock::block_on(load()); });
}
// What yields values is no task.
std::generator<int> numbers() { co_yield 1; }
task<> generators() {
  co_await unblock::spawn_blocking(numbers);
}
// A wrapper that awaits.
template <typename F> auto drive(F f) {
  return unblock::spawn_blocking([f] { return unblock::block_on(f()); });
}
task<> wrapped() {
  co_await drive([]() -> task<int> { co_return compute(1); });
}

//===----------------------------------------------------------------------===//
// Wrong
//===----------------------------------------------------------------------===//

task<> coroutineLambda(int n) {
  co_await unblock::spawn_blocking([]() -> task<int> { co_return compute(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' calls the closure, a coroutine: it gives a task, and nothing of it runs there [async-spawn-blocking-coroutine]
  // CHECK-MESSAGES: :[[@LINE-2]]:12: note: start the task with 'unblock::spawn', and move only the calls that block to 'unblock::spawn_blocking'
  // CHECK-FIXES: co_await unblock::spawn([]() -> task<int> { co_return compute(1); }());

  // The captures would be gone before the task ends.
  co_await unblock::spawn_blocking([n]() -> task<int> { co_return compute(n); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' calls the closure, a coroutine: {{.*}}
  // A task that somebody awaits already.
  co_await co_await unblock::spawn_blocking([]() -> task<> { co_return; });
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'unblock::spawn_blocking' calls the closure, a coroutine: {{.*}}
}
task<int> named() { co_return compute(2); }
task<> functions(int n, unblock::handle on) {
  co_await unblock::spawn_blocking(named);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' calls 'named', a coroutine: it gives a task, and nothing of it runs there
  // CHECK-MESSAGES: :[[@LINE-4]]:11: note: 'named' returns a 'task<int>'
  // CHECK-FIXES: co_await unblock::spawn(named());
  (void)on.spawn_blocking(&load);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::handle::spawn_blocking' calls 'load', which gives a task: nothing of it runs there
  // CHECK-FIXES: (void)on.spawn(load());
  co_await unblock::spawn_blocking([n] { return child(n); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' calls the closure, which gives a task: nothing of it runs there
  // CHECK-FIXES: co_await unblock::spawn(child(n));
  // The task would refer to what is gone.
  co_await unblock::spawn_blocking([n] { return log(n); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' calls the closure, which {{.*}}
}
struct Work {
  int n;
  task<int> operator()() const { co_return compute(n); }
};
task<> objects() {
  auto closure = []() -> task<> { co_return; };
  co_await unblock::spawn_blocking(closure);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' calls the closure, a coroutine: {{.*}}
  co_await unblock::spawn_blocking(Work{1});
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' calls 'Work::operator()', a coroutine: {{.*}}
  co_await unblock::block_in_place([]() -> task<> { co_return; });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::block_in_place' calls the closure, a coroutine: {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:12: note: await the task itself, and move only the calls that block to 'unblock::block_in_place'
}
template <typename F> auto helper(F f) {
  return unblock::spawn_blocking(std::move(f));
}
task<> throughHelper() {
  co_await helper([]() -> task<> { co_return; });
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'unblock::spawn_blocking' calls the closure, a coroutine: {{.*}}
  // CHECK-MESSAGES: :[[@LINE-5]]:10: note: it is given to 'unblock::spawn_blocking' here
}
