// RUN: %check_async %s async-unawaited-task %t
//
// Tasks that are made in a statement and dropped: of the project's own type,
// known by its structure.

#include "coro_types.h"

int work();
bool flag();
void spawn(task<>);
void spawn_all(task<> *, int);
template <typename T> void start(T &&task) { spawn(std::forward<T>(task)); }

struct service {
  task<> run();
  static task<> make();
  virtual task<> poll();
  task<> operator()();
  task<> operator+(int);
  task<> pending();
  eager launch();
};

//===--- Nothing to report ------------------------------------------------===//

task<> awaited(service &s) {
  co_await nap();
  co_await s.run();
  co_await service::make();
  int x = co_await answer();
  (void)x;
}

task<> returned() { return nap(); }
task<> returnedChosen() { return flag() ? nap() : awaited(*new service); }

void passedOn() {
  spawn(nap());
  start(nap());
}

void discardedOnPurpose() {
  (void)nap();
  static_cast<void>(nap());
  std::ignore = nap();
}

// It runs when it is called.
void eagerTask(service &s) {
  s.launch();
  [] -> eager { co_return; }();
}

// A generator does nothing either, but nothing is lost.
generator<int> numbers() { co_yield 1; }
void generatorDropped() { numbers(); }

void referenceReturned(task<> &t, task<> &(*self)(task<> &)) {
  t = nap();
  self(t);
}

void methodOfATask(task<> &t) {
  nap().await_ready();
  t.await_ready();
}

void unevaluated() {
  using type = decltype(nap());
  static_assert(sizeof(nap()) > 0);
  static_assert(!noexcept(nap()));
  static_assert(requires { nap(); });
  if constexpr (false)
    nap();
}

void valueOfAStatementExpression() {
  spawn(({ nap(); }));
  spawn(({
    work();
    nap();
  }));
}

template <typename T> concept sleeps = requires(T t) { t.run(); };

void stored(task<> *where) {
  *where = nap();
  new task<>(nap());
  where[0] = nap(), work();
}

struct member {
  task<> t = nap();
  member() : t(nap()) {}
};

void conditionOnly() {
  if (nap().await_ready())
    work();
  for (; nap().await_ready();)
    work();
}

task<> insideAnAwait() { co_await (work(), nap()); }

void lambdaThatReturns() {
  auto make = [] { return nap(); };
  auto spelled = []() -> task<> { return nap(); };
  spawn(make());
  spawn(spelled());
}

//===--- Dropped ----------------------------------------------------------===//

task<> inACoroutine(service &s) {
  nap();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await', or hand it to a function that starts it
  answer();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'answer' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await', or hand it to a function that starts it
  s.run();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'service::run' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: await it with 'co_await', or hand it to a function that starts it
  service::make();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'service::make' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await', or hand it to a function that starts it
  s.poll();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'service::poll' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: await it with 'co_await', or hand it to a function that starts it
  co_return;
}

void inAPlainFunction(service &s) {
  nap();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  s.run();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'service::run' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
}

int main() {
  nap();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
}

void spelledInOtherWays(service &s, service *p) {
  (nap());
  // CHECK-NOTES: :[[@LINE-1]]:4: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:4: note: hand it to a function that starts it
  ::nap();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  p->run();
  // CHECK-NOTES: :[[@LINE-1]]:6: warning: the task that 'service::run' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:6: note: hand it to a function that starts it
  (*p).pending();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the task that 'service::pending' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: hand it to a function that starts it
  s();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'service::operator()' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  s + 1;
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'service::operator+' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
}

void withoutBraces() {
  if (flag())
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
  else
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
  while (flag())
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
  do
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
  while (flag());
  for (int i = 0; i < 3; ++i)
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
  int items[2];
  for (int &item : items)
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
}

void inTheHeadOfALoop() {
  for (nap(); flag();)
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: hand it to a function that starts it
    work();
  for (; flag(); nap())
  // CHECK-NOTES: :[[@LINE-1]]:18: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:18: note: hand it to a function that starts it
    work();
}

void inASwitch(int n) {
  switch (n) {
  case 1:
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
    break;
  case 2: {
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
    break;
  }
  default:
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
  }
  switch (n)
  case 3:
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
}

void afterALabel() {
again:
  nap();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  if (flag())
    goto again;
  [[likely]] nap();
  // CHECK-NOTES: :[[@LINE-1]]:14: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:14: note: hand it to a function that starts it
}

void comma(int x) {
  nap(), ++x;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  ++x, nap();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: hand it to a function that starts it
}

void chosen(bool b) {
  b ? nap() : nap();
  // CHECK-NOTES: :[[@LINE-1]]:7: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:7: note: hand it to a function that starts it
  // CHECK-NOTES: :[[@LINE-3]]:15: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-4]]:15: note: hand it to a function that starts it
}

void inAnInitStatement() {
  if (nap(); flag())
  // CHECK-NOTES: :[[@LINE-1]]:7: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:7: note: hand it to a function that starts it
    work();
}

void inAHandler() {
  try {
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
  } catch (...) {
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
  }
}

void inALambda() {
  auto dropped = [] { nap(); };
  // CHECK-NOTES: :[[@LINE-1]]:23: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:23: note: hand it to a function that starts it
  dropped();
  auto coroutine = []() -> task<> {
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: await it with 'co_await', or hand it to a function that starts it
    co_return;
  };
  spawn(coroutine());
}

void lambdaDropped() {
  []() -> task<> { co_await tick(); }();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that this lambda returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  auto named = []() -> task<> { co_await tick(); };
  named();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that this lambda returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
}

struct constructor {
  constructor() { nap(); }
  // CHECK-NOTES: :[[@LINE-1]]:19: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:19: note: hand it to a function that starts it
  ~constructor() { nap(); }
  // CHECK-NOTES: :[[@LINE-1]]:20: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:20: note: hand it to a function that starts it
  void method() const { nap(); }
  // CHECK-NOTES: :[[@LINE-1]]:25: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:25: note: hand it to a function that starts it
};

void throughAPointer(task<> (*pointer)(), task<> (service::*member)(),
                     service &s) {
  pointer();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that this call returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  (s.*member)();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that this call returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
}

eager inAnEagerCoroutine() {
  nap();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: await it with 'co_await', or hand it to a function that starts it
  co_return;
}

task<> insideAStatementExpression() {
  int x = ({
    nap();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the task that 'nap' returns is dropped: nothing of it runs [async-unawaited-task]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: await it with 'co_await', or hand it to a function that starts it
    1;
  });
  co_await tick();
  (void)x;
}
