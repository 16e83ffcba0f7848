// RUN: %check_async %s async-block-in-place-sibling-branches %t -- -isystem %S/Inputs/system/mock
// Further constructs stand in block-in-place/sibling-branches*.cpp.

// CHECK-FIXES: #include <unblock/blocking.hpp>
#include <unblock_runtime.h>

using unblock::block_in_place;
using unblock::task;

int load(const char *name);
task<> ping();

//===--- Nothing to report ------------------------------------------------===//

task<> fine() {
  block_in_place([] { return load("a"); });
  co_return;
}
task<> alone() { co_await fine(); }
task<> oneAfterTheOther() {
  co_await fine();
  co_await ping();
}
// One branch has no siblings.
task<> single() { co_await unblock::join_all(fine()); }
// These are tasks of their own.
task<> spawned() {
  auto first = unblock::spawn(fine());
  co_await unblock::join_all(std::move(first), unblock::spawn(fine()), ping());
}
// The other branch waits for a task of its own.
task<> besideAHandle() {
  co_await unblock::join_all(fine(), unblock::spawn(ping()));
}
task<> offloads() {
  co_await unblock::spawn_blocking([] { return load("b"); });
}
task<> offloaded() { co_await unblock::join_all(offloads(), ping()); }
// What the branch starts is no part of it.
task<> starts() {
  unblock::spawn(fine()).detach();
  co_return;
}
task<> started() { co_await unblock::join_all(starts(), ping()); }
task<> before() {
  block_in_place([] { return load("a"); });
  co_await unblock::join_all(ping(), ping());
}
task<> allowed() {
  block_in_place([] { return load("a"); }); // NOLINT(async-block-in-place-sibling-branches)
  co_return;
}
task<> suppressed() { co_await unblock::join_all(allowed(), ping()); }

//===--- Branches ---------------------------------------------------------===//

task<> joined() {
  block_in_place([] { return load("a"); });
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'unblock::block_in_place' stops the other branches of 'unblock::join_all': they belong to the same task [async-block-in-place-sibling-branches]
  // CHECK-NOTES: :[[@LINE+5]]:27: note: 'unblock::join_all' runs coroutine 'joined' as a branch of the calling task
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, move the work off the worker with 'co_await unblock::spawn_blocking', or start the branch as a task of its own and join its handle
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { return load("a"); });
  co_return;
}
task<> joins() { co_await unblock::join_all(joined(), ping()); }

int helper() {
  return block_in_place([] { return load("a"); });
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'unblock::block_in_place' stops the other branches of 'unblock::select': they belong to the same task [async-block-in-place-sibling-branches]
  // CHECK-NOTES: :[[@LINE+8]]:27: note: 'outer' calls 'inner' here
  // CHECK-NOTES: :[[@LINE+6]]:24: note: 'inner' calls 'helper' here
  // CHECK-NOTES: :[[@LINE+9]]:12: note: 'unblock::select' runs coroutine 'outer' as a branch of the calling task
  // CHECK-NOTES: :[[@LINE-5]]:10: note: instead, {{.*}}
  // CHECK-NOTES: :[[@LINE-6]]:10: note: no fix: 'co_await' is not possible in 'helper', which is no coroutine
}

task<> inner() { (void)helper(); co_return; }
task<> outer() { co_await inner(); }
task<> races() {
  auto first = outer();
  co_await unblock::select(std::move(first), unblock::sleep_for(10));
}
