// RUN: %check_async %s async-unawaited-task %t
//
// Templates and macros.

#include "coro_types.h"

int work();
void spawn(task<>);
eager launch();

#define RUN(expression) expression
#define DROP(expression) (void)(expression)
#define AWAIT(expression) co_await (expression)
#define EXPECT_NO_THROW(statement)                                             \
  do {                                                                         \
    try {                                                                      \
      statement;                                                               \
    } catch (...) {                                                            \
      work();                                                                  \
    }                                                                          \
  } while (false)
#define EXPECT_TRUE(condition)                                                 \
  if (static_cast<bool>(condition))                                            \
    ;                                                                          \
  else                                                                         \
    work()
#define TEST(name) void test_##name()
#define NAP nap()

//===--- Nothing to report ------------------------------------------------===//

task<> macros() {
  AWAIT(nap());
  DROP(nap());
  RUN(spawn(nap()));
  EXPECT_NO_THROW(co_await nap());
  EXPECT_NO_THROW((void)nap());
  EXPECT_NO_THROW(launch());
  EXPECT_TRUE(nap().await_ready());
}

template <typename F> void callsEager(F f) { f(); }
template <typename F> auto returns(F f) { return f(); }
template <typename F> task<> awaits(F f) { co_await f(); }

// Nothing is known before it is instantiated.
template <typename F> void neverInstantiated(F f) { f(); }

void instantiates() {
  callsEager(launch);
  spawn(returns(nap));
  spawn(awaits(nap));
}

task<> suppressed() {
  nap(); // NOLINT
  nap(); // NOLINT(async-unawaited-task)
  // NOLINTNEXTLINE(async-unawaited-task)
  nap();
  auto t = nap(); // NOLINT(async-unawaited-task)
  co_return;
}

//===--- Dropped ----------------------------------------------------------===//

TEST(drops) {
  nap();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  EXPECT_NO_THROW(nap());
  // CHECK-NOTES: :[[@LINE-1]]:19: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: hand it to a function that starts it
}

task<> inMacros() {
  RUN(nap());
  // CHECK-NOTES: :[[@LINE-1]]:7: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:7: note: await it with 'co_await', or hand it to a function that starts it
  NAP;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await', or hand it to a function that starts it
  co_return;
}

template <typename T> void independent(T) {
  nap();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
}

template <typename F> void dependent(F f) {
  f();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that this call returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
}

template <typename T> struct box {
  T value;
  task<> store();
  void use() {
    store();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'box::store' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
    auto t = store();
    // CHECK-NOTES: :[[@LINE-1]]:10: warning: the task in 't' is never awaited: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:10: note: hand it to a function that starts it
  }
};

template <typename... Fs> void all(Fs... fs) {
  (fs(), ...);
  // CHECK-NOTES: :[[@LINE-1]]:4: warning: the task that this call returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:4: note: hand it to a function that starts it
}

void more(box<int> &b) {
  dependent(nap);
  dependent(+[]() -> task<> { co_return; });
  b.use();
  all(nap, nap);
  [](auto f) {
    f();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that this call returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
  }(nap);
}
