// RUN: %check_async %s async-unawaited-task %t
//
// Awaitables that are no tasks: dropped ones are reported when it can be seen
// that nothing happens before they are awaited.

#include "coro_types.h"

int start();
void stop();
struct timer_queue {
  void add(int);
};

// Does nothing before it is awaited.
struct delay {
  int ms;
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
};
struct delay_class {
  explicit delay_class(int ms) : ms_(ms) {}
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();

private:
  int ms_;
};

// Starts at once.
struct started {
  explicit started(int) { start(); }
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
};
// Starts when it goes.
struct at_the_end {
  int n;
  ~at_the_end() { stop(); }
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
};
// Starts in the initialiser of a member.
struct started_member {
  int id = start();
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
};

//===--- Nothing to report ------------------------------------------------===//

event outOfSight();
void unknown() { outOfSight(); }

delay sleepFor(int ms) { return {ms}; }
delay_class sleepForClass(int ms) { return delay_class(ms); }

task<> awaited() {
  co_await sleepFor(1);
  co_await sleepForClass(2);
  co_await delay{3};
  auto d = sleepFor(4);
  co_await d;
}

void discardedOnPurpose() { (void)sleepFor(1); }

started begin() { return started(1); }
void startedAtOnce() {
  begin();
  started(1);
}

at_the_end finish() { return {1}; }
void startedAtTheEnd() { finish(); }

started_member member() { return {}; }
void startedByAMember() { member(); }

delay startedBefore(timer_queue &q) {
  q.add(1);
  return {1};
}
delay startedByAnArgument() { return {start()}; }
delay_class startedByAnArgumentToo() { return delay_class(start()); }
void startedByOthers(timer_queue &q) {
  startedBefore(q);
  startedByAnArgument();
  startedByAnArgumentToo();
}

// A value that happens to be awaitable too.
struct future {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
  static future run();
};
void notMadeHere() { future::run(); }

struct operation {
  int n;
  event operator co_await() const;
};

//===--- Dropped ----------------------------------------------------------===//

task<> forgotten() {
  sleepFor(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable that 'sleepFor' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await', or hand it to a function that starts it
  sleepForClass(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable that 'sleepForClass' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await', or hand it to a function that starts it
  co_return;
}

void inAPlainFunction() {
  sleepFor(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable that 'sleepFor' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
}

task<> inAVariable() {
  auto d = sleepFor(1);
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the awaitable in 'd' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: await it with 'co_await', or hand it to a function that starts it
  co_return;
}

struct clock_source {
  delay wait(int ms) const { return {ms}; }
  static delay_class until(int when) { return delay_class{when}; }
};

task<> members(clock_source &c) {
  c.wait(1);
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: the awaitable that 'clock_source::wait' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: await it with 'co_await', or hand it to a function that starts it
  clock_source::until(2);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable that 'clock_source::until' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await', or hand it to a function that starts it
  co_return;
}

// Made by its constructor.
task<> constructed() {
  delay{1};
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the awaitable 'delay' is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: await it with 'co_await', or hand it to a function that starts it
  delay_class(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable 'delay_class' is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await', or hand it to a function that starts it
  co_return;
}

delay defaulted(int ms = 1) { return delay{.ms = ms}; }
task<> defaultArgument() {
  defaulted();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the awaitable that 'defaulted' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await', or hand it to a function that starts it
  co_return;
}
