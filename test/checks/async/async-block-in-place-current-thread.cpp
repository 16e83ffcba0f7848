// RUN: %check_async %s async-block-in-place-current-thread %t -- -isystem %S/Inputs/system/mock
// Further constructs stand in block-in-place/current-thread*.cpp.

// CHECK-FIXES: #include <unblock/blocking.hpp>
#include <unblock_runtime.h>

using unblock::block_in_place;
using unblock::runtime;
using unblock::task;

int load(const char *name);

//===--- Nothing to report ------------------------------------------------===//

task<> fine() {
  block_in_place([] { return load("a"); });
  co_return;
}
void onSeveralThreads() {
  runtime rt;
  rt.block_on(fine());
  auto other = runtime::builder::multi_thread().worker_threads(1).build();
  other.block_on(fine());
}
// The builder was told to run it inline.
void inlined() {
  auto rt = runtime::builder::current_thread().inline_block_in_place().build();
  rt.block_on(fine());
}
void inlinedBySteps() {
  auto builder = runtime::builder::current_thread();
  builder.thread_name("main");
  builder.inline_block_in_place(true);
  auto rt = builder.build();
  rt.block_on(fine());
}
// On a thread of the blocking pool it is a plain call.
task<> offloads() {
  co_await unblock::spawn_blocking([] {
    return block_in_place([] { return load("a"); });
  });
}
void offloaded() {
  auto rt = runtime::builder::current_thread().build();
  rt.block_on(offloads());
}
// Nothing runs this one on the runtime.
void beside() {
  auto rt = runtime::builder::current_thread().build();
  block_in_place([] { return load("a"); });
  auto never = [] { return fine(); };
  (void)never;
  rt.block_on(unblock::sleep_for(1));
}
// It is a task of another runtime that does it.
task<> elsewhere(unblock::handle other) { co_await other.spawn(fine()); }
void twoRuntimes() {
  runtime workers;
  auto rt = runtime::builder::current_thread().build();
  rt.block_on(elsewhere(workers.handle()));
}
// What makes the task runs before the runtime does.
task<> prepared() {
  block_in_place([] { return load("a"); });
  return unblock::task<>(offloads());
}
void prepares() {
  auto rt = runtime::builder::current_thread().build();
  rt.block_on(prepared());
}
task<> allowed() {
  block_in_place([] { return load("a"); }); // NOLINT(async-block-in-place-current-thread)
  co_return;
}
void suppressed() {
  auto rt = runtime::builder::current_thread().build();
  rt.block_on(allowed());
}

//===--- Direct -----------------------------------------------------------===//

task<> direct() {
  block_in_place([] { return load("a"); });
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'unblock::block_in_place' in coroutine 'direct' runs on a current-thread runtime: there is no other thread to run the runtime's tasks meanwhile [async-block-in-place-current-thread]
  // CHECK-NOTES: :[[@LINE+8]]:6: note: 'unblock::runtime::block_on' hands the work to the runtime here
  // CHECK-NOTES: :[[@LINE+6]]:13: note: 'unblock::runtime::builder::current_thread' makes it a current-thread runtime
  // CHECK-NOTES: :[[@LINE-4]]:3: note: instead, move the work off the worker with 'co_await unblock::spawn_blocking', or let the runtime run it inline with 'inline_block_in_place'
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { return load("a"); });
  co_return;
}
void runs() {
  auto rt = runtime::builder::current_thread().build();
  rt.block_on(direct());
}

//===--- Through other functions and tasks --------------------------------===//

int helper() {
  return block_in_place([] { return load("a"); });
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'unblock::block_in_place' in function 'helper' runs on a current-thread runtime: {{.*}}
  // CHECK-NOTES: :[[@LINE+9]]:27: note: 'outer' calls 'inner' here
  // CHECK-NOTES: :[[@LINE+7]]:24: note: 'inner' calls 'helper' here
  // CHECK-NOTES: {{.*}}: note: 'unblock::runtime::spawn' hands the work to the runtime here
  // CHECK-NOTES: {{.*}}: note: 'unblock::runtime::builder::current_thread' makes it a current-thread runtime
  // CHECK-NOTES: {{.*}}: note: instead, {{.*}}
  // CHECK-NOTES: :[[@LINE-7]]:10: note: no fix: 'co_await' is not possible in 'helper', which is no coroutine
}

task<> inner() { (void)helper(); co_return; }
task<> outer() { co_await inner(); }
void spawns() {
  auto rt = runtime::builder::current_thread().thread_name("x").build();
  rt.spawn(outer()).detach();
}
