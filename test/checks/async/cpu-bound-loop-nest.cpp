// RUN: %check_async %s async-cpu-bound-loop %t
//
// Nests, ranges, and where a suspension point stands.

#include "coro_types.h"
#include <array>

void work(int = 0);
bool flag();
int table[2000000];
int rows[1000][1000];
int row[1000];
std::array<int, 2000000> standard;
struct list {
  int *begin();
  int *end();
};
list unknown();

//===--- Nothing to report ------------------------------------------------===//

task<> smallNests() {
  for (int i = 0; i < 999; ++i)
    for (int j = 0; j < 1000; ++j)
      work();
  for (int x : row)
    work(x);
  for (int i = 0; i < 900; ++i)
    for (int x : row)
      work(x);
  co_return;
}

task<> oneAfterTheOther() {
  for (int i = 0; i < 600000; ++i)
    work();
  for (int i = 0; i < 600000; ++i)
    work();
  co_return;
}

task<> unknownRanges(list l) {
  for (int x : l)
    work(x);
  for (int x : unknown())
    work(x);
  for (int i = 0; i < 1000; ++i)
    for (int x : l)
      work(x);
  co_return;
}

task<> suspends() {
  for (int i = 0; i < 10000000; ++i)
    co_await tick();
  for (int x : table)
    co_await tick();
  for (int i = 0; i < 10000000; ++i) {
    work();
    if (i % 1000 == 0)
      co_await tick();
  }
  for (int i = 0; i < co_await answer(); ++i)
    work();
  while (true)
    co_await tick();
}

task<> suspendsInTheMiddle() {
  for (int i = 0; i < 10000; ++i) {
    for (int j = 0; j < 1000; ++j)
      work();
    co_await tick();
  }
}

async_generator<int> yields() {
  for (int i = 0; i < 10000000; ++i)
    co_yield i;
}

// The product counts only where nothing leaves early.
task<> leftEarly() {
  for (int i = 0; i < 10000; ++i) {
    for (int j = 0; j < 10000; ++j)
      if (flag())
        break;
  }
  for (int i = 0; i < 10000; ++i) {
    if (flag())
      break;
    for (int j = 0; j < 100; ++j)
      work();
  }
  co_return;
}

task<> neverEntered() {
  for (int i = 0; i < 0; ++i)
    for (int j = 0; j < 10000000; ++j)
      work();
  co_return;
}

task<> dead() {
  if (false)
    for (int i = 0; i < 10000000; ++i)
      work();
  if constexpr (sizeof(int) == 1)
    for (int i = 0; i < 10000000; ++i)
      work();
  co_return;
  for (int i = 0; i < 10000000; ++i)
    work();
}

//===--- Long -------------------------------------------------------------===//

task<> nests() {
  for (int i = 0; i < 1000; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'nests': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'nests' begins here
    for (int j = 0; j < 1000; ++j)
      work();
  for (int i = 0; i < 100; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'nests': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-8]]:8: note: coroutine 'nests' begins here
    for (int j = 0; j < 100; ++j)
      for (int k = 0; k < 100; ++k)
        work();
  for (int i = 0; i < 1000; ++i) {
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'nests': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-14]]:8: note: coroutine 'nests' begins here
    work();
    for (int j = 0; j < 500; ++j)
      work();
    if (flag())
      for (int j = 0; j < 500; ++j)
        work();
  }
  co_return;
}

task<> ranges() {
  for (int x : table)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'ranges': it makes 2000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'ranges' begins here
    work(x);
  for (const auto &x : standard)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'ranges': it makes 2000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-7]]:8: note: coroutine 'ranges' begins here
    work(x);
  for (auto &r : rows)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'ranges': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-11]]:8: note: coroutine 'ranges' begins here
    for (int x : r)
      work(x);
  for (int i = 0; i < 1000; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'ranges': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-16]]:8: note: coroutine 'ranges' begins here
    for (int x : row)
      work(x);
  for (int n = 0; int x : table)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'ranges': it makes 2000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-21]]:8: note: coroutine 'ranges' begins here
    work(n + x);
  co_return;
}

task<> arrayParameter(int (&array)[3000000], std::array<char, 4000000> &other) {
  for (int x : array)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'arrayParameter': it makes 3000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'arrayParameter' begins here
    work(x);
  for (char c : other)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'arrayParameter': it makes 4000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-7]]:8: note: coroutine 'arrayParameter' begins here
    work(c);
  co_return;
}

task<> insideALoopThatSuspends() {
  while (flag()) {
    for (int i = 0; i < 10000000; ++i)
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop holds the worker that runs coroutine 'insideALoopThatSuspends': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'insideALoopThatSuspends' begins here
      work();
    co_await tick();
  }
}

task<> insideALoopOfUnknownLength(int n) {
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < 10000000; ++j)
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop holds the worker that runs coroutine 'insideALoopOfUnknownLength': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'insideALoopOfUnknownLength' begins here
      work();
  co_return;
}

task<> insideABranch() {
  if (flag()) {
    for (int i = 0; i < 10000000; ++i)
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop holds the worker that runs coroutine 'insideABranch': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'insideABranch' begins here
      work();
  } else {
    co_await tick();
  }
}

task<> beforeAndAfter() {
  for (int i = 0; i < 10000000; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'beforeAndAfter': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'beforeAndAfter' begins here
    work();
  co_await tick();
  for (int i = 0; i < 10000000; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'beforeAndAfter': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-8]]:8: note: coroutine 'beforeAndAfter' begins here
    work();
}

task<> behindANeverSuspendingAwait() {
  for (int i = 0; i < 10000000; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'behindANeverSuspendingAwait': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'behindANeverSuspendingAwait' begins here
    co_await std::suspend_never();
}

eager inAnEagerCoroutine() {
  for (int i = 0; i < 10000000; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'inAnEagerCoroutine': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:7: note: coroutine 'inAnEagerCoroutine' begins here
    work();
  co_return;
}

async_generator<int> betweenYields() {
  for (;;) {
    for (int i = 0; i < 10000000; ++i)
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop holds the worker that runs coroutine 'betweenYields': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-4]]:22: note: coroutine 'betweenYields' begins here
      work();
    co_yield 1;
  }
}
