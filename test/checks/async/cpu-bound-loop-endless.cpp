// RUN: %check_async %s async-cpu-bound-loop %t
//
// Loops without an end.

#include "coro_types.h"

void work(int = 0);
bool flag();
[[noreturn]] void fail();
struct engine {
  [[noreturn]] void stop();
  bool running;
};
extern bool running;

//===--- Nothing to report ------------------------------------------------===//

task<> suspends() {
  while (true)
    co_await tick();
}

task<> suspendsInABranch() {
  for (;;) {
    work();
    if (flag())
      co_await tick();
  }
}

task<> suspendsInTheCondition() {
  while (co_await answer())
    work();
  do
    work();
  while (co_await answer());
}

async_generator<int> yields() {
  for (int i = 0;; ++i)
    co_yield i;
}

generator<int> numbers() {
  for (int i = 0;; ++i)
    co_yield i;
}

task<> leftByBreak() {
  while (true)
    if (flag())
      break;
  for (;;) {
    if (flag()) {
      work();
      break;
    }
  }
  do {
    if (flag())
      break;
  } while (true);
  co_return;
}

task<> leftByReturn() {
  while (true)
    if (flag())
      co_return;
}

task<> leftByThrow() {
  for (;;)
    if (flag())
      throw 1;
}

task<> leftByGoto() {
  for (;;)
    for (;;)
      if (flag())
        goto out;
out:
  co_return;
}

task<> leftByNoReturn(engine &e) {
  while (true)
    if (flag())
      fail();
  while (true)
    if (flag())
      e.stop();
}

task<> leftByUnreachable() {
  while (true)
    if (flag())
      __builtin_unreachable();
}

task<> otherConditions(engine &e) {
  while (flag())
    work();
  while (running)
    work();
  while (e.running)
    work();
  for (; flag();)
    work();
  do
    work();
  while (flag());
  co_return;
}

task<> once() {
  do
    work();
  while (false);
  while (false)
    work();
  co_return;
}

template <bool Endless> task<> byArgument() {
  while (Endless)
    work();
  co_return;
}
template task<> byArgument<false>();

int helperWithAnEnd() {
  while (true)
    if (flag())
      return 1;
}
task<> callsIt() {
  helperWithAnEnd();
  co_return;
}

int main() {
  while (true)
    work();
}

// What becomes of the exception, and where the label stands, is not evident.
task<> throwsInside() {
  co_await tick();
  while (true) {
    try {
      if (flag())
        throw 1;
    } catch (...) {
    }
  }
}

task<> jumpsInside() {
  co_await tick();
  while (true) {
  again:
    if (flag())
      goto again;
  }
}

//===--- Endless ----------------------------------------------------------===//

task<> whileTrue() {
  co_await tick();
  while (true)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'whileTrue': it has no end and no suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'whileTrue' begins here
    work();
}

task<> whileOne() {
  co_await tick();
  while (1)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'whileOne': it has no end and no suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'whileOne' begins here
    work();
}

task<> forEver() {
  co_await tick();
  for (;;)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'forEver': it has no end and no suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'forEver' begins here
    work();
}

task<> forTrue() {
  co_await tick();
  for (int i = 0; true; ++i)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'forTrue': it has no end and no suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'forTrue' begins here
    work(i);
}

task<> doWhileTrue() {
  co_await tick();
  do {
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'doWhileTrue': it has no end and no suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'doWhileTrue' begins here
    work();
  } while (true);
}

task<> emptyBody() {
  co_await tick();
  while (true)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'emptyBody': it has no end and no suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'emptyBody' begins here
    ;
}

constexpr bool always = true;
task<> constants() {
  co_await tick();
  if (flag())
    while (always)
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop holds the worker that runs coroutine 'constants': it has no end and no suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-5]]:8: note: coroutine 'constants' begins here
      work();
  if (flag())
    while (!false)
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop holds the worker that runs coroutine 'constants': it has no end and no suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-10]]:8: note: coroutine 'constants' begins here
      work();
  if (flag())
    while (sizeof(int) == 4)
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop holds the worker that runs coroutine 'constants': it has no end and no suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-15]]:8: note: coroutine 'constants' begins here
      work();
}

task<> breaksOfOthers() {
  co_await tick();
  if (flag())
    while (true) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop holds the worker that runs coroutine 'breaksOfOthers': it has no end and no suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-5]]:8: note: coroutine 'breaksOfOthers' begins here
      for (int i = 0; i < 3; ++i)
        if (flag())
          break;
    }
  if (flag())
    while (true) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop holds the worker that runs coroutine 'breaksOfOthers': it has no end and no suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-13]]:8: note: coroutine 'breaksOfOthers' begins here
      switch (1) {
      case 1:
        break;
      }
    }
  if (flag())
    while (true) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: this loop holds the worker that runs coroutine 'breaksOfOthers': it has no end and no suspension point [async-cpu-bound-loop]
    // CHECK-NOTES: :[[@LINE-22]]:8: note: coroutine 'breaksOfOthers' begins here
      auto f = [] { return 1; };
      work(f());
    }
  while (true) {
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'breaksOfOthers': it has no end and no suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-28]]:8: note: coroutine 'breaksOfOthers' begins here
    try {
      work();
    } catch (...) {
    }
  }
}

task<> continues() {
  co_await tick();
  while (true) {
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'continues': it has no end and no suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'continues' begins here
    if (flag())
      continue;
    work();
  }
}

template <bool Endless> task<> byArgumentToo() {
  co_await tick();
  while (Endless)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: this loop holds the worker that runs coroutine 'byArgumentToo': it has no end and no suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-4]]:32: note: coroutine 'byArgumentToo' begins here, instantiated as 'byArgumentToo<true>'
    work();
}
template task<> byArgumentToo<true>();

void spin() {
  while (true)
    work();
}

task<> throughAHelper() {
  spin();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'spin' holds the worker that runs coroutine 'throughAHelper': it reaches a loop that has no end and no suspension point [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-7]]:3: note: the loop in 'spin' begins here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'throughAHelper' begins here
  co_return;
}
