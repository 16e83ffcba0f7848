// RUN: %check_async %s async-cpu-bound-loop %t
// Further constructs stand in the files cpu-bound-loop-*.cpp.

#include "coro_types.h"

void work(int);

task<> suspends() {
  for (int i = 0; i < 10000000; ++i)
    co_await tick();
}

task<> computes() {
  for (int i = 0; i < 10000000; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'computes': it makes 10000000 iterations without a suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'computes' begins here
    work(i);
  co_return;
}

void helper() {
  while (true)
    work(1);
}

task<> computesInAHelper() {
  helper();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'helper' holds the worker that runs coroutine 'computesInAHelper': it reaches a loop that has no end and no suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-7]]:3: note: the loop in 'helper' begins here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'computesInAHelper' begins here
  co_return;
}
