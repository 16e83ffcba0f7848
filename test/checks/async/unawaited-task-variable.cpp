// RUN: %check_async %s async-unawaited-task %t
//
// Tasks in variables that nothing looks at.

#include "coro_types.h"

int work();
bool flag();
void spawn(task<>);
eager launch();

struct holder {
  task<> t;
};

//===--- Nothing to report ------------------------------------------------===//

task<> awaited() {
  auto t = nap();
  co_await std::move(t);
}

task<> awaitedLater() {
  task<int> first = answer();
  task<int> second{answer()};
  int x = co_await std::move(first) + co_await std::move(second);
  (void)x;
}

void passedOn() {
  auto t = nap();
  spawn(std::move(t));
}

task<> returned() {
  auto t = nap();
  return t;
}

void captured() {
  auto t = nap();
  auto later = [t = std::move(t)] {};
}

void capturedByDefault() {
  auto t = nap();
  auto later = [&] { spawn(std::move(t)); };
}

void unusedOnPurpose() {
  [[maybe_unused]] auto t = nap();
  auto other = nap();
  (void)other;
  auto third = nap();
  std::ignore = third;
}

void stored(holder &h) {
  auto t = nap();
  h.t = std::move(t);
  holder other{nap()};
}

void eagerOnes() {
  auto t = launch();
  eager other = launch();
}

auto global = nap();

void kept() {
  static auto t = nap();
  thread_local auto other = nap();
}

void parameter(task<> t) {}

void references(task<> &t) {
  auto &same = t;
  auto &&moved = std::move(t);
}

// Lives on through the reference, but nobody knows who has it.
void pointers() {
  auto *made = new task<>(nap());
}

void onlyOnOnePath() {
  auto t = nap();
  if (flag())
    spawn(std::move(t));
}

void guarded() {
  if (auto t = nap(); t.await_ready())
    work();
}

task<> inAnotherVariable() {
  auto t = nap();
  auto other = std::move(t);
  co_await std::move(other);
}

//===--- Never awaited ----------------------------------------------------===//

task<> inACoroutine() {
  auto t = nap();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the task in 't' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: await it with 'co_await', or hand it to a function that starts it
  task<> spelled = nap();
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: the task in 'spelled' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:10: note: await it with 'co_await', or hand it to a function that starts it
  task<int> braced{answer()};
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: the task in 'braced' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:13: note: await it with 'co_await', or hand it to a function that starts it
  task<> parens(nap());
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: the task in 'parens' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:10: note: await it with 'co_await', or hand it to a function that starts it
  const auto constant = nap();
  // CHECK-NOTES: :[[@LINE-1]]:14: warning: the task in 'constant' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:14: note: await it with 'co_await', or hand it to a function that starts it
  co_return;
}

void inAPlainFunction() {
  auto t = nap();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the task in 't' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: hand it to a function that starts it
}

void severalInOneStatement() {
  auto first = nap(), second = nap();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the task in 'first' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: hand it to a function that starts it
  spawn(std::move(second));
}

void inAnInitStatement() {
  if (auto t = nap(); flag())
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: the task in 't' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:12: note: hand it to a function that starts it
    work();
  for (auto t = nap(); flag();)
  // CHECK-NOTES: :[[@LINE-1]]:13: warning: the task in 't' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:13: note: hand it to a function that starts it
    work();
}

void inALambda() {
  auto f = [] {
    auto t = nap();
    // CHECK-NOTES: :[[@LINE-1]]:10: warning: the task in 't' is never awaited: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:10: note: hand it to a function that starts it
  };
  f();
}

task<> ofALambda() {
  auto t = []() -> task<> { co_await tick(); }();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the task in 't' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: await it with 'co_await', or hand it to a function that starts it
  co_return;
}

void boundToAReference() {
  const auto &t = nap();
  // CHECK-NOTES: :[[@LINE-1]]:15: warning: the task in 't' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:15: note: hand it to a function that starts it
  auto &&other = nap();
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: the task in 'other' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:10: note: hand it to a function that starts it
}
