// RUN: %check_async %s async-block-in-place-in-library %t
// RUN: %check_async -check-suffixes=LIB %s async-block-in-place-in-library %t -config='{CheckOptions: {async-block-in-place-in-library.LibraryPaths: "*-in-library.cpp"}}' -- -isystem %S/Inputs/system/mock
// Further cases stand in block-in-place/in-library*.
//
// A main file of which nothing is known is no library.

// CHECK-FIXES-LIB: #include <unblock/blocking.hpp>
#include <unblock_runtime.h>

using unblock::block_in_place;
using unblock::task;

int load(const char *name);

//===--- Nothing to report ------------------------------------------------===//

task<> offloads() {
  co_await unblock::spawn_blocking([] { return load("b"); });
}
task<> reads() {
  (void)load("a");
  co_return;
}
task<> suppressed() {
  block_in_place([] { return load("a"); }); // NOLINT(async-block-in-place-in-library)
  co_return;
}

//===--- In library code --------------------------------------------------===//

task<> inATask() {
  block_in_place([] { return load("a"); });
  // CHECK-NOTES-LIB: :[[@LINE-1]]:3: warning: 'unblock::block_in_place' in library code depends on the runtime that its users choose: on a current-thread runtime it fails [async-block-in-place-in-library]
  // CHECK-NOTES-LIB: :[[@LINE-2]]:3: note: '*-in-library.cpp' in option 'LibraryPaths' names this file
  // CHECK-NOTES-LIB: :[[@LINE-3]]:3: note: instead, move the work off the worker with 'co_await unblock::spawn_blocking', or let the caller say what runs it; else document that it needs several threads
  // CHECK-FIXES-LIB: co_await unblock::spawn_blocking([] { return load("a"); });
  co_return;
}
int inAFunction() {
  return block_in_place([] { return load("a"); });
  // CHECK-NOTES-LIB: :[[@LINE-1]]:10: warning: {{.*}}
  // CHECK-NOTES-LIB: :[[@LINE-2]]:10: note: {{.*}} names this file
  // CHECK-NOTES-LIB: :[[@LINE-3]]:10: note: instead, {{.*}}
  // CHECK-NOTES-LIB: :[[@LINE-4]]:10: note: no fix: 'co_await' is not possible in 'inAFunction', which is no coroutine
}
template <typename F> auto patiently(F f) { return block_in_place(f); }
// CHECK-NOTES-LIB: :[[@LINE-1]]:52: warning: {{.*}}
// CHECK-NOTES-LIB: :[[@LINE-2]]:52: note: {{.*}} names this file
// CHECK-NOTES-LIB: :[[@LINE-3]]:52: note: instead, {{.*}}
// CHECK-NOTES-LIB: :[[@LINE-4]]:52: note: no fix: 'co_await' is not possible in 'patiently', which is no coroutine
int twice() {
  return patiently([] { return load("a"); }) +
         patiently([] { return load("b"); });
}
