// RUN: %check_async %s async-unawaited-task %t
//
// What makes a type a lazy task: the coroutine starts suspended, and awaiting
// it starts it.

#include <coroutine>

template <typename Task> struct promise_base {
  Task get_return_object();
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception();
  void return_void();
};
template <typename Task> struct lazy_promise : promise_base<Task> {
  std::suspend_always initial_suspend() noexcept;
};
template <typename Task> struct deduced_promise : promise_base<Task> {
  auto initial_suspend() noexcept { return std::suspend_always(); }
};

// Decides when it is called.
struct sometimes {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
};
// Hands itself to a pool.
struct on_a_pool {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> h) noexcept;
  void await_resume();
};
struct awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
};

//===--- Nothing to report ------------------------------------------------===//

struct eager {
  struct promise_type : promise_base<eager> {
    std::suspend_never initial_suspend() noexcept;
  };
  awaiter operator co_await();
};
struct conditional {
  struct promise_type : promise_base<conditional> {
    sometimes initial_suspend() noexcept;
  };
  awaiter operator co_await();
};
struct scheduled {
  struct promise_type : promise_base<scheduled> {
    on_a_pool initial_suspend() noexcept;
  };
  awaiter operator co_await();
};
// Nobody can await it: something else starts it.
struct detached {
  using promise_type = lazy_promise<detached>;
};
// Its destructor starts it.
struct starts_when_dropped {
  using promise_type = lazy_promise<starts_when_dropped>;
  starts_when_dropped(starts_when_dropped &&);
  ~starts_when_dropped() { handle.resume(); }
  awaiter operator co_await();
  std::coroutine_handle<> handle;
};
// No coroutine makes it.
struct awaitable_only {
  awaiter operator co_await();
};
// Made by a coroutine, started by it before it is returned.
struct started_by_its_promise {
  struct promise_type {
    started_by_its_promise get_return_object() {
      std::coroutine_handle<promise_type>::from_promise(*this).resume();
      return {};
    }
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
  awaiter operator co_await();
};

eager f1();
conditional f2();
scheduled f3();
detached f4();
starts_when_dropped f5();
awaitable_only f6();
started_by_its_promise f7();

void quiet() {
  f1();
  f2();
  f3();
  f4();
  f5();
  f6();
  f7();
  auto t = f1();
}

//===--- Dropped ----------------------------------------------------------===//

// The awaiter is the task, a member operator makes it, or a free one.
struct is_awaiter : awaiter {
  using promise_type = lazy_promise<is_awaiter>;
};
struct by_member {
  using promise_type = lazy_promise<by_member>;
  awaiter operator co_await() &&;
};
struct by_free_function {
  using promise_type = lazy_promise<by_free_function>;
};
awaiter operator co_await(by_free_function);

// The promise stands in a base; what it returns first is deduced.
struct base {
  struct promise_type : lazy_promise<base> {};
  awaiter operator co_await();
};
struct derived : base {};
struct deduced {
  using promise_type = deduced_promise<deduced>;
  awaiter operator co_await();
};

// Its own type that is never ready.
struct lazily {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  void await_resume() const noexcept {}
};
struct own_first {
  struct promise_type : promise_base<own_first> {
    lazily initial_suspend() noexcept;
  };
  awaiter operator co_await();
};

template <typename T> struct generic {
  struct promise_type : lazy_promise<generic> {};
  awaiter operator co_await();
};
using alias = generic<int>;

is_awaiter g1();
by_member g2();
by_free_function g3();
base g4();
derived g5();
deduced g6();
own_first g7();
alias g8();
generic<char> g9();

void dropped() {
  g1();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'g1' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  g2();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'g2' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  g3();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'g3' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  g4();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'g4' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  g5();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'g5' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  g6();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'g6' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  g7();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'g7' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  g8();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'g8' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  g9();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'g9' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
}
