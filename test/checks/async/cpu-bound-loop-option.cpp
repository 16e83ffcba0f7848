// RUN: %check_async -check-suffixes=,DEFAULT %s async-cpu-bound-loop %t
// RUN: %check_async %s async-cpu-bound-loop %t \
// RUN:   -config='{CheckOptions: {async-cpu-bound-loop.IterationThreshold: 2000000}}'
// RUN: %check_async -check-suffixes=,DEFAULT,LOW %s async-cpu-bound-loop %t \
// RUN:   -config='{CheckOptions: {async-cpu-bound-loop.IterationThreshold: 20000}}'
// RUN: %check_async -check-suffixes=,DEFAULT,LOW %s async-cpu-bound-loop %t \
// RUN:   -config='{CheckOptions: {async-cpu-bound-loop.IterationThreshold: 0}}'
//
// The option is stored under the name that it is read from, and so is its
// default.
// RUN: %clang-tidy --load=%plugin --checks='-*,async-cpu-bound-loop' --dump-config \
// RUN:   --config='{CheckOptions: {async-cpu-bound-loop.IterationThreshold: 12345}}' \
// RUN:   | FileCheck --check-prefix=SET %s
// SET: async-cpu-bound-loop.IterationThreshold: '12345'
// RUN: %clang-tidy --load=%plugin --checks='-*,async-cpu-bound-loop' --dump-config \
// RUN:   --config='{}' | FileCheck --check-prefix=UNSET %s
// UNSET: async-cpu-bound-loop.IterationThreshold: '1000000'

#include "coro_types.h"
#include "cpu_libraries.h"

void work();
unsigned char out[10];
unsigned long size = 10;

task<> short_loops() {
  for (int i = 0; i < 9999; ++i)
    work();
  for (int i = 0; i < 100; ++i)
    for (int j = 0; j < 99; ++j)
      work();
  co_return;
}

task<> loops() {
  for (int i = 0; i < 20000; ++i)
    // CHECK-NOTES-LOW: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'loops': it makes 20000 iterations without a suspension point [async-cpu-bound-loop]
    // CHECK-NOTES-LOW: :[[@LINE-3]]:8: note: coroutine 'loops' begins here
    work();
  for (int i = 0; i < 1000000; ++i)
    // CHECK-NOTES-DEFAULT: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'loops': it makes 1000000 iterations without a suspension point [async-cpu-bound-loop]
    // CHECK-NOTES-DEFAULT: :[[@LINE-7]]:8: note: coroutine 'loops' begins here
    work();
  for (int i = 0; i < 2000000; ++i)
    // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'loops': it makes 2000000 iterations without a suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-11]]:8: note: coroutine 'loops' begins here
    work();
  co_return;
}

task<> endless() {
  co_await tick();
  while (true)
    // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'endless': it has no end and no suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'endless' begins here
    work();
}

// No threshold for what models know.
task<> calls() {
  compress(out, &size, out, 10);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'compress' holds the worker that runs coroutine 'calls': it compresses the whole input in one call [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'calls' begins here
  co_return;
}
