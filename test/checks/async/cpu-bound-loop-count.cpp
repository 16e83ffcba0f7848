// RUN: %check_async %s async-cpu-bound-loop %t
//
// Loops that count between constants: bounds, comparisons and steps.

#include "coro_types.h"

void work(int = 0);
bool flag();
int input();
constexpr int big = 10000000;
constexpr int small = 1000;
enum { many = 5000000 };
#define MANY 2000000
constexpr long cube(long n) { return n * n * n; }

//===--- Nothing to report ------------------------------------------------===//

task<> few() {
  for (int i = 0; i < 999999; ++i)
    work();
  for (int i = 0; i < small; ++i)
    work();
  for (int i = 1000000; i < 1000001; ++i)
    work();
  co_return;
}

task<> unknownBounds(int n, const int &m) {
  for (int i = 0; i < n; ++i)
    work();
  for (int i = 0; i < m; ++i)
    work();
  for (int i = 0, end = big; i < end; ++i)
    work();
  for (int i = input(); i < big; ++i)
    work();
  for (int i = 0; i < input(); ++i)
    work();
  int local = big;
  for (int i = 0; i < local; ++i)
    work();
  co_return;
}

task<> bigSteps() {
  for (int i = 0; i < 1000000000; i += 1001)
    work();
  for (int i = 1; i < 1000000000; i *= 2)
    work();
  for (unsigned i = 1; i < 1000000000; i <<= 1)
    work();
  for (int i = 1000000000; i > 0; i /= 2)
    work();
  co_return;
}

task<> neverEntered() {
  for (int i = big; i < 0; ++i)
    work();
  for (int i = 0; i > big; --i)
    work();
  for (int i = big; i < big; ++i)
    work();
  for (int i = 0; false; ++i)
    work();
  co_return;
}

// Where these end is not evident.
task<> otherConditions() {
  for (int i = 0; i < big && flag(); ++i)
    work();
  for (int i = 0; flag(); ++i)
    work();
  for (int i = 0; i != big && i < 10; ++i)
    work();
  for (double d = 0; d < 10000000; d += 1)
    work();
  for (int i = 0; i < big; i += input())
    work();
  for (int i = 0; big; ++i)
    if (flag())
      break;
  co_return;
}

void skip(int &i);
void skipTo(int *i);

task<> countersThatJump() {
  for (int i = 0; i < big; ++i)
    i += 1000;
  for (int i = 0; i < big; ++i)
    i = big;
  for (int i = 0; i < big; ++i)
    skip(i);
  for (int i = 0; i < big; ++i)
    skipTo(&i);
  for (int i = 0; i < big; ++i)
    [&] { i += 1000; }();
  for (int i = 0; i < big; ++i) {
    int &same = i;
    same += 1000;
  }
  for (int i = 0; i < big;)
    i += 1000;
  co_return;
}

task<> leftEarly() {
  for (int i = 0; i < big; ++i)
    if (flag())
      break;
  for (int i = 0; i < big; ++i)
    if (flag())
      co_return;
  for (int i = 0; i < big; ++i)
    if (flag())
      throw 1;
  for (int i = 0; i < big; ++i) {
    if (flag())
      goto out;
  }
out:
  co_return;
}

int main() {
  for (int i = 0; i < big; ++i)
    work();
}

void plainFunction() {
  for (int i = 0; i < big; ++i)
    work();
}

generator<int> driven() {
  for (int i = 0; i < big; ++i)
    co_yield i;
}

//===--- Long -------------------------------------------------------------===//

task<> comparisons() {
  for (int i = 0; i < 1000000; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'comparisons': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'comparisons' begins here
    work();
  for (int i = 0; i <= 999999; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'comparisons': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-7]]:8: note: coroutine 'comparisons' begins here
    work();
  for (int i = 0; i != 1000000; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'comparisons': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-11]]:8: note: coroutine 'comparisons' begins here
    work();
  for (int i = 1000000; i > 0; --i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'comparisons': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-15]]:8: note: coroutine 'comparisons' begins here
    work();
  for (int i = 999999; i >= 0; --i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'comparisons': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-19]]:8: note: coroutine 'comparisons' begins here
    work();
  for (int i = 1000000; i != 0; --i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'comparisons': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-23]]:8: note: coroutine 'comparisons' begins here
    work();
  for (int i = 0; 1000000 > i; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'comparisons': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-27]]:8: note: coroutine 'comparisons' begins here
    work();
  for (int i = 0; 1000000 != i; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'comparisons': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-31]]:8: note: coroutine 'comparisons' begins here
    work();
  for (int i = 1000000; 0 < i; --i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'comparisons': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-35]]:8: note: coroutine 'comparisons' begins here
    work();
  co_return;
}

task<> steps() {
  for (int i = 0; i < 10000000; i++)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'steps': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'steps' begins here
    work();
  for (int i = 10000000; i > 0; i--)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'steps': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-7]]:8: note: coroutine 'steps' begins here
    work();
  for (int i = 0; i < 10000000; i += 2)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'steps': it makes 5000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-11]]:8: note: coroutine 'steps' begins here
    work();
  for (int i = 10000000; i > 0; i -= 3)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'steps': it makes 3333334 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-15]]:8: note: coroutine 'steps' begins here
    work();
  for (int i = 0; i < 10000000; i = i + 1)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'steps': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-19]]:8: note: coroutine 'steps' begins here
    work();
  for (int i = 0; i < 10000000; i = 2 + i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'steps': it makes 5000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-23]]:8: note: coroutine 'steps' begins here
    work();
  for (int i = 10000000; i > 0; i = i - 1)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'steps': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-27]]:8: note: coroutine 'steps' begins here
    work();
  for (int i = 0, j = 5; i < 10000000; ++i, ++j)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'steps': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-31]]:8: note: coroutine 'steps' begins here
    work(j);
  for (int i = 0; i < 10000000; (void)++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'steps': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-35]]:8: note: coroutine 'steps' begins here
    work();
  constexpr int two = 2;
  for (int i = 0; i < 10000000; i += two)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'steps': it makes 5000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-40]]:8: note: coroutine 'steps' begins here
    work();
  co_return;
}

task<> bounds() {
  for (int i = 0; i < big; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bounds': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'bounds' begins here
    work();
  for (int i = 0; i < many; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bounds': it makes 5000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-7]]:8: note: coroutine 'bounds' begins here
    work();
  for (int i = 0; i < MANY; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bounds': it makes 2000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-11]]:8: note: coroutine 'bounds' begins here
    work();
  for (int i = 0; i < 1000 * 1000; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bounds': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-15]]:8: note: coroutine 'bounds' begins here
    work();
  for (long i = 0; i < cube(200); ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bounds': it makes 8000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-19]]:8: note: coroutine 'bounds' begins here
    work();
  for (int i = -500000; i < 500000; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bounds': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-23]]:8: note: coroutine 'bounds' begins here
    work();
  const int local = 3000000;
  for (int i = 0; i < local; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bounds': it makes 3000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-28]]:8: note: coroutine 'bounds' begins here
    work();
  for (unsigned i = 0; i < 0x1000000u; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bounds': it makes 16777216 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-32]]:8: note: coroutine 'bounds' begins here
    work();
  for (unsigned long i = 0; i < sizeof(char[2000000]); ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bounds': it makes 2000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-36]]:8: note: coroutine 'bounds' begins here
    work();
  int i;
  for (i = 0; i < big; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bounds': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-41]]:8: note: coroutine 'bounds' begins here
    work();
  for (auto n = 0ull; n < 1ull << 32; ++n)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bounds': it makes 4294967296 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-45]]:8: note: coroutine 'bounds' begins here
    work();
  co_return;
}

task<> unsignedOnes() {
  for (unsigned i = 4000000000u; i > 0; --i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'unsignedOnes': it makes 4000000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'unsignedOnes' begins here
    work();
  for (unsigned long long i = 0; i < 18446744073709551615ull; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'unsignedOnes': it makes 18446744073709551614 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-7]]:8: note: coroutine 'unsignedOnes' begins here
    work();
  for (unsigned long long i = 1ull << 63; i > 0; --i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'unsignedOnes': it makes 9223372036854775808 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-11]]:8: note: coroutine 'unsignedOnes' begins here
    work();
  for (unsigned i = 0; i != -1u; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'unsignedOnes': it makes 4294967295 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-15]]:8: note: coroutine 'unsignedOnes' begins here
    work();
  co_return;
}

task<> bodies() {
  for (int i = 0; i < big; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bodies': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'bodies' begins here
    ;
  for (int i = 0; i < big; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bodies': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-7]]:8: note: coroutine 'bodies' begins here
    if (flag())
      continue;
  for (int i = 0; i < big; ++i) {
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bodies': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-12]]:8: note: coroutine 'bodies' begins here
    switch (input()) {
    case 1:
      break;
    }
  }
  for (int i = 0; i < big; ++i) {
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bodies': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-20]]:8: note: coroutine 'bodies' begins here
    for (int j = 0; flag(); ++j)
      break;
  }
  for (int i = 0; i < big; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bodies': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-26]]:8: note: coroutine 'bodies' begins here
    [] { return; }();
  for (int i = 0; i < big; ++i) {
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bodies': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-30]]:8: note: coroutine 'bodies' begins here
    auto later = []() -> task<> { co_await tick(); };
    work();
  }
  for (int i = 0; i < big; ++i) {
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bodies': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-36]]:8: note: coroutine 'bodies' begins here
    struct local {
      int f() { return 1; }
    };
    work(local().f());
  }
  for (int i = 0; i < big; ++i) {
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'bodies': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-44]]:8: note: coroutine 'bodies' begins here
    int copy = i;
    copy = 2;
    work(copy);
  }
  co_return;
}
