// RUN: %check_async %s async-blocking-call %t
// RUN: %check_async -check-suffixes=ALL %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {async-blocking-call.ForeignCalls: all}}'
// RUN: %check_async -check-suffixes=LISTED %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {async-blocking-call.ForeignCalls: listed, async-blocking-call.ForeignHeaders: "*/vendor/*.h;*other_device.h"}}'
// RUN: %check_async -check-suffixes=NOTHING %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {async-blocking-call.ForeignCalls: listed}}'
// Foreign functions: with C linkage, no body, no model.

#include "task.h"
#include "vendor/device.h"
#include "other_device.h"
#include "sysdevice.h"
#include <dlfcn.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

extern "C" {
void declaredHere(void);
void withBody(void) {}
int (*pointer)(void);
}
extern "C" void elsewhere(void) {}
void cxxFunction();
extern "C" inline void inlined(void) {}

// Never: bodies that are seen, C++ functions, functions of system headers,
// builtins, functions that a model knows.
Task<> known(char *s) {
  withBody();
  elsewhere();
  inlined();
  cxxFunction();
  (void)strlen(s);
  (void)sqrt(2.0);
  (void)getpid();
  __builtin_trap();
  memset(s, 0, 1);
  sys_device_read();
  co_await tick();
}
// A model says more than that it is foreign.
Task<> modelled() {
  co_await tick();
  usleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'usleep' blocks {{.*}}
  // CHECK-MESSAGES-ALL: :[[@LINE-2]]:3: warning: 'usleep' blocks {{.*}}
  // CHECK-MESSAGES-LISTED: :[[@LINE-3]]:3: warning: 'usleep' blocks {{.*}}
  // CHECK-MESSAGES-NOTHING: :[[@LINE-4]]:3: warning: 'usleep' blocks {{.*}}
}

Task<> foreign() {
  vendor_read(1);
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'vendor_read' may block the worker that runs coroutine 'foreign': it is foreign code that nothing is known about
  // CHECK-MESSAGES-LISTED: :[[@LINE-2]]:3: warning: 'vendor_read' may block the worker that runs coroutine 'foreign': it is foreign code that nothing is known about
  other_read();
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'other_read' may block {{.*}}
  // CHECK-MESSAGES-LISTED: :[[@LINE-2]]:3: warning: 'other_read' may block {{.*}}
  declaredHere();
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'declaredHere' may block {{.*}}
  co_await tick();
}
void helper() { vendor_read(1); }
Task<> throughHelper() {
  helper();
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'helper' may block the worker that runs coroutine 'throughHelper': it reaches 'vendor_read', which is foreign code that nothing is known about
  // CHECK-MESSAGES-LISTED: :[[@LINE-2]]:3: warning: 'helper' may block {{.*}}
  co_await tick();
}
// Something worse on the same way wins.
void both() {
  vendor_read(1);
  sleep(1);
}
Task<> worse() {
  both();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'both' blocks the worker that runs coroutine 'worse': it reaches 'sleep', which suspends the calling thread
  // CHECK-MESSAGES-ALL: :[[@LINE-2]]:3: warning: 'both' blocks {{.*}} it reaches 'sleep', {{.*}}
  // CHECK-MESSAGES-LISTED: :[[@LINE-3]]:3: warning: 'both' blocks {{.*}} it reaches 'sleep', {{.*}}
  // CHECK-MESSAGES-NOTHING: :[[@LINE-4]]:3: warning: 'both' blocks {{.*}} it reaches 'sleep', {{.*}}
  co_await tick();
}
// What dlsym hands out.
Task<> dynamic(void *handle) {
  auto f = (int (*)(int))dlsym(handle, "f");
  f(1);
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'dlsym' may block the worker that runs coroutine 'dynamic': it returned a pointer to foreign code that nothing is known about
  auto g = reinterpret_cast<void (*)()>(dlsym(handle, "g"));
  g();
  // CHECK-MESSAGES-ALL: :[[@LINE-1]]:3: warning: 'dlsym' may block {{.*}}
  if (pointer)
    pointer();
  co_await tick();
}

