// RUN: %check_async %s async-blocking-call %t
// Chains: every step is a note, in the order in which a reader follows it.

#include "task.h"
#include "chain.h"
#include <unistd.h>

void quick() {}
void callsQuick() { quick(); }
void declaredOnly();
void callsDeclared() { declaredOnly(); }

Task<> clean() {
  callsQuick();
  callsDeclared();
  co_await tick();
}

// Starting a coroutine is not entering it: it is a context of its own.
Task<> child() { co_await tick(); }
void starts() { (void)child(); }
Task<> parent() {
  starts();
  co_await child();
}

void one() { sleep(1); }
void two() {
  quick();
  one();
}
void three() { two(); }

Task<> callsOne() {
  one();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'one' blocks the worker that runs coroutine 'callsOne': it reaches 'sleep', which suspends the calling thread [async-blocking-call]
  // CHECK-NOTES: :[[@LINE-10]]:14: note: 'one' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'callsOne' begins here
  co_await tick();
}
Task<> callsTwo() {
  two();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'two' blocks the worker that runs coroutine 'callsTwo': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-14]]:3: note: 'two' calls 'one' here
  // CHECK-NOTES: :[[@LINE-18]]:14: note: 'one' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-5]]:8: note: coroutine 'callsTwo' begins here
  co_await tick();
}
Task<> callsThree() {
  three();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'three' blocks the worker that runs coroutine 'callsThree': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-20]]:16: note: 'three' calls 'two' here
  // CHECK-NOTES: :[[@LINE-23]]:3: note: 'two' calls 'one' here
  // CHECK-NOTES: :[[@LINE-27]]:14: note: 'one' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-6]]:8: note: coroutine 'callsThree' begins here
  co_await tick();
}

// The shortest way is the one that is shown.
void longAndShort() {
  three();
  usleep(1);
}
Task<> shortest() {
  longAndShort();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'longAndShort' blocks the worker that runs coroutine 'shortest': it reaches 'usleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-5]]:3: note: 'longAndShort' calls 'usleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'shortest' begins here
  co_await tick();
}

// In a header of the project, through a header of the project.
Task<> header() {
  project::retry();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'project::retry' blocks the worker that runs coroutine 'header': it reaches 'usleep', which suspends the calling thread
  // CHECK-NOTES: {{.*}}chain.h:21:23: note: 'project::retry' calls 'project::backOff' here
  // CHECK-NOTES: {{.*}}chain.h:20:25: note: 'project::backOff' calls 'usleep' here
  // CHECK-NOTES: :[[@LINE-5]]:8: note: coroutine 'header' begins here
  co_await tick();
}
// A coroutine in a header is reported there.
// CHECK-NOTES: {{.*}}chain.h:23:3: warning: 'project::retry' blocks the worker that runs coroutine 'project::inHeader': it reaches 'usleep', which suspends the calling thread
// CHECK-NOTES: {{.*}}chain.h:21:23: note: 'project::retry' calls 'project::backOff' here
// CHECK-NOTES: {{.*}}chain.h:20:25: note: 'project::backOff' calls 'usleep' here
// CHECK-NOTES: {{.*}}chain.h:22:15: note: coroutine 'project::inHeader' begins here

// Recursion.
int factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }
int even(int n);
int odd(int n) { return n == 0 ? 0 : even(n - 1); }
int even(int n) { return n == 0 ? 1 : odd(n - 1); }
Task<> harmlessRecursion() {
  (void)factorial(3);
  (void)even(4);
  co_await tick();
}

void loops(int n) {
  if (n)
    loops(n - 1);
  sleep(1);
}
Task<> recursion() {
  loops(3);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'loops' blocks the worker that runs coroutine 'recursion': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-5]]:3: note: 'loops' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'recursion' begins here
  co_await tick();
}

void pong(int n);
void ping(int n) {
  if (n)
    pong(n - 1);
}
void pong(int n) {
  if (n)
    ping(n - 1);
  sleep(1);
}
Task<> mutualFirst() {
  ping(3);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'ping' blocks the worker that runs coroutine 'mutualFirst': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-10]]:5: note: 'ping' calls 'pong' here
  // CHECK-NOTES: :[[@LINE-6]]:3: note: 'pong' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-5]]:8: note: coroutine 'mutualFirst' begins here
  co_await tick();
}
Task<> mutualSecond() {
  pong(3);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'pong' blocks the worker that runs coroutine 'mutualSecond': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-13]]:3: note: 'pong' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'mutualSecond' begins here
  co_await tick();
}

// Three functions in a circle; only the last one blocks.
void a(int n), b(int n), c(int n);
void a(int n) { b(n); }
void b(int n) { n ? c(n) : a(n); }
void c(int n) { n ? a(n - 1) : (void)sleep(1); }
Task<> circle() {
  a(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'a' blocks the worker that runs coroutine 'circle': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-6]]:17: note: 'a' calls 'b' here
  // CHECK-NOTES: :[[@LINE-6]]:21: note: 'b' calls 'c' here
  // CHECK-NOTES: :[[@LINE-6]]:38: note: 'c' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-6]]:8: note: coroutine 'circle' begins here
  co_await tick();
}

// A helper that is defined after its caller.
void later();
Task<> definedLater() {
  later();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'later' blocks the worker that runs coroutine 'definedLater': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE+4]]:16: note: 'later' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'definedLater' begins here
  co_await tick();
}
void later() { sleep(1); }

// Several calls of one statement, each with its own chain.
int first() { return sleep(1); }
int second() { return usleep(1); }
void take(int, int);
Task<> arguments() {
  take(first(), second());
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'first' blocks the worker that runs coroutine 'arguments': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-6]]:22: note: 'first' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'arguments' begins here
  // CHECK-NOTES: :[[@LINE-4]]:17: warning: 'second' blocks the worker that runs coroutine 'arguments': it reaches 'usleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-8]]:23: note: 'second' calls 'usleep' here
  // CHECK-NOTES: :[[@LINE-7]]:8: note: coroutine 'arguments' begins here
  co_await tick();
}

// The operand of an await may still block before it returns its task.
Task<> slowlyMade() {
  sleep(1);
  return child();
}
Task<> awaitsSlowlyMade() {
  co_await slowlyMade();
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'slowlyMade' blocks the worker that runs coroutine 'awaitsSlowlyMade': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-6]]:3: note: 'slowlyMade' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'awaitsSlowlyMade' begins here
}
