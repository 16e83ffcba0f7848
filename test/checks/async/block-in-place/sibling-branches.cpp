// RUN: %check_async %s async-block-in-place-sibling-branches %t -- -I %src_root/lib/runtime/include
//
// What is a branch, and how it comes to block in place.

#include <functional>
#include <unblock/unblock.hpp>
#include <vector>

using namespace std::chrono_literals;
using unblock::block_in_place;
using unblock::join_all;
using unblock::task;

int load(int key);
task<> ping();

//===--- Nothing to report ------------------------------------------------===//

task<int> fine() { co_return block_in_place([] { return load(1); }); }

task<> handles(unblock::handle other) {
  auto a = unblock::spawn(fine());
  auto b = other.spawn(fine());
  co_await join_all(std::move(a), std::move(b), ping());
  co_await join_all(unblock::spawn_blocking([] { return load(1); }), ping());
}
// The task waits for nothing else meanwhile.
task<> timed() { (void)co_await unblock::timeout(1s, fine()); }
// Made before, and somewhere else.
task<> given(task<> a, task<> b) { co_await join_all(std::move(a), std::move(b)); }
// A plain function makes the task, before the branches run.
task<> prepared() {
  block_in_place([] { return load(1); });
  return ping();
}
task<> prepares() { co_await join_all(prepared(), ping()); }
// On a thread of the pool.
task<> moved() {
  co_await unblock::spawn_blocking([] { return block_in_place([] { return load(1); }); });
}
task<> moves() { co_await join_all(moved(), ping()); }

//===--- Branches ---------------------------------------------------------===//

task<int> b1() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'unblock::block_in_place' stops the other branches of 'unblock::try_join': {{.*}}
// CHECK-FIXES: task<int> b1() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
task<> tryJoin() { co_await unblock::try_join(ping(), b1(), ping()); }

task<int> b2() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'unblock::block_in_place' stops the other branches of 'unblock::select': {{.*}}
// CHECK-FIXES: task<int> b2() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
task<> race() { (void)co_await unblock::select(b2(), unblock::sleep_for(1s)); }

task<int> b3() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-FIXES: task<int> b3() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
task<> variable() {
  auto first = b3();
  auto all = join_all(std::move(first), ping());
  co_await std::move(all);
}

// A branch of a branch.
task<int> b4() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-FIXES: task<int> b4() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
task<> wrapped() { co_await join_all(unblock::timeout(1s, b4()), ping()); }

task<int> b5() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-MESSAGES: :[[@LINE+2]]:38: note: 'makeTask' calls 'b5' here
// CHECK-FIXES: task<int> b5() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
task<int> makeTask(int key) { return (b5)(); }
task<> made() { co_await join_all(makeTask(1), ping()); }

task<> lambdas() {
  auto work = [](int key) -> task<int> {
    co_return block_in_place([=] { return load(key); });
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: {{.*}}
    // CHECK-MESSAGES: :[[@LINE+3]]:12: note: 'unblock::join_all' runs a coroutine lambda as a branch of the calling task
    // CHECK-FIXES: co_return co_await unblock::spawn_blocking([=] { return load(key); });
  };
  co_await join_all(work(1), work(2));
  co_await join_all(ping(), []() -> task<> {
    block_in_place([] { return load(1); });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: {{.*}}
    // CHECK-FIXES: co_await unblock::spawn_blocking([] { return load(1); });
    co_return;
  }());
}

template <typename F> task<int> call(F f) { co_return f(); }
struct Loader {
  int operator()() const {
    return block_in_place([] { return load(1); });
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: {{.*}}
  }
};
template <typename F> task<> generic(F f) { co_await join_all(call(f), ping()); }
void instantiates() { unblock::spawn(generic(Loader())).detach(); }

// Outside of a task, too.
task<int> b6() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-FIXES: task<int> b6() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
int main() { unblock::block_on(join_all(b6(), ping())); }

#define TOGETHER(a, b) co_await unblock::join_all(a, b)
task<int> b7() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-MESSAGES: :[[@LINE+2]]:18: note: 'unblock::join_all' runs coroutine 'b7' as a branch of the calling task
// CHECK-FIXES: task<int> b7() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
task<> macro() { TOGETHER(b7(), ping()); }
