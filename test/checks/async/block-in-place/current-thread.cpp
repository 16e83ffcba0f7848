// RUN: %check_async %s async-block-in-place-current-thread %t -- -I %src_root/lib/runtime/include
//
// Where the runtime is made, and how the work gets there.

#include <functional>
#include <memory>
#include <optional>
#include <unblock/unblock.hpp>
#include <vector>

using namespace std::chrono_literals;
using unblock::block_in_place;
using unblock::runtime;
using unblock::task;

int load(int key);

//===--- Nothing to report ------------------------------------------------===//

task<> fine() {
  block_in_place([] { return load(1); });
  co_return;
}
// Nobody knows what was built elsewhere.
runtime makeSomewhere();
struct Somewhere {
  runtime &get();
};
void unknown(runtime &given, Somewhere &place) {
  given.block_on(fine());
  makeSomewhere().block_on(fine());
  place.get().block_on(fine());
}
// Only what is handed to the one with one thread counts.
void both() {
  runtime workers;
  auto rt = runtime::builder::current_thread().build();
  auto handle = workers.handle();
  handle.spawn(fine()).detach();
  rt.block_on(unblock::sleep_for(1ms));
  workers.block_on(fine());
}
struct Inlined {
  runtime::builder builder = runtime::builder::current_thread();
  std::unique_ptr<runtime> rt;
  Inlined() {
    builder.inline_block_in_place();
    rt = std::make_unique<runtime>(builder.build());
  }
  void run() { rt->block_on(fine()); }
};
runtime makeInlined(bool inlined) {
  return runtime::builder::current_thread().inline_block_in_place(inlined).build();
}
void perhapsInlined() { makeInlined(true).block_on(fine()); }
// A thread of its own runs block_on of another runtime.
task<> bridges(unblock::handle workers) {
  co_await unblock::spawn_blocking([workers] { workers.block_on(fine()); });
}
void bridged() {
  runtime workers;
  auto rt = runtime::builder::current_thread().build();
  rt.block_on(bridges(workers.handle()));
}
// The recursion of a factory that never builds.
runtime again(int n) { return again(n - 1); }
void endless() { again(3).block_on(fine()); }

//===--- Where it is made -------------------------------------------------===//


task<int> w1() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'unblock::block_in_place' in coroutine 'w1' runs on a current-thread runtime: {{.*}}
// CHECK-MESSAGES: :[[@LINE+7]]:6: note: 'unblock::runtime::block_on' hands the work to the runtime here
// CHECK-MESSAGES: :[[@LINE+3]]:18: note: 'unblock::runtime::builder::current_thread' makes it a current-thread runtime
// CHECK-FIXES: task<int> w1() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
void builderInVariable() {
  auto builder = runtime::builder::current_thread();
  builder.thread_name("one").thread_keep_alive(1s);
  runtime rt = builder.build();
  rt.block_on(w1());
}

task<int> w2() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-MESSAGES: :[[@LINE+3]]:10: note: 'unblock::runtime::builder::current_thread' makes it a current-thread runtime
// CHECK-FIXES: task<int> w2() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
runtime makeRuntime() {
  return runtime::builder::current_thread().thread_name("one").build();
}
void factory() { makeRuntime().block_on(w2()); }

task<int> w3() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-FIXES: task<int> w3() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
auto makeShared() { return std::make_shared<runtime>(makeRuntime()); }
void factories() {
  auto rt = makeShared();
  rt->handle().spawn(w3()).detach();
}

task<int> w4() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-FIXES: task<int> w4() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
struct Fixture {
  runtime rt = runtime::builder::current_thread().build();
  template <typename T> auto run(T &&work) {
    return rt.block_on(std::forward<T>(work));
  }
};
struct Test : Fixture {
  void body() { run(w4()); }
};
void fixture() { Test().body(); }

task<int> w5() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-FIXES: task<int> w5() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
class Service {
public:
  Service() : rt_(runtime::builder::current_thread().build()) {}
  unblock::handle handle() const { return rt_.handle(); }

private:
  runtime rt_;
};
void member(Service &service) { (void)service.handle().block_on(w5()); }

task<int> w6() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-FIXES: task<int> w6() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
struct SetUp {
  std::optional<runtime> rt;
  std::unique_ptr<runtime> other;
  void start() { rt.emplace(runtime::builder::current_thread().build()); }
  void run() { (void)rt->block_on(w6()); }
};

task<int> w7() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-FIXES: task<int> w7() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
void serve(runtime &rt, const char *) { (void)rt.block_on(w7()); }
void parameter() {
  runtime rt = runtime::builder::current_thread().build();
  serve(rt, "x");
}

task<int> w8() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-FIXES: task<int> w8() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
void chosen(bool one) {
  auto rt = one ? runtime::builder::current_thread().build()
                : runtime::builder::multi_thread().build();
  (void)rt.block_on(w8());
}

task<int> w9() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-FIXES: task<int> w9() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
static runtime &global() {
  static runtime rt = runtime::builder::current_thread().build();
  return rt;
}
void singleton() { (void)global().block_on(w9()); }

task<int> w10() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:29: warning: {{.*}}
// CHECK-FIXES: task<int> w10() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
void switchedOff() {
  auto builder = runtime::builder::current_thread();
  builder.inline_block_in_place(false);
  (void)builder.build().block_on(w10());
}

// Both kinds run it: one of them fails.
task<int> w11() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:29: warning: {{.*}}
// CHECK-MESSAGES: :[[@LINE+6]]:13: note: 'unblock::runtime::block_on' hands {{.*}}
// CHECK-FIXES: task<int> w11() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
void bothKinds() {
  runtime workers;
  auto one = makeRuntime();
  (void)workers.block_on(w11());
  (void)one.block_on(w11());
}

//===--- How the work gets there ------------------------------------------===//

void lambdaCoroutine() {
  auto rt = makeRuntime();
  rt.block_on([]() -> task<> {
    block_in_place([] { return load(1); });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'unblock::block_in_place' in a coroutine lambda runs on a current-thread runtime: {{.*}}
    // CHECK-FIXES: co_await unblock::spawn_blocking([] { return load(1); });
    co_return;
  }());
}
void namedLambda() {
  auto rt = makeRuntime();
  auto work = [](int key) -> task<int> {
    co_return block_in_place([key] { return load(key); });
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: {{.*}}
    // CHECK-FIXES: co_return co_await unblock::spawn_blocking([key] { return load(key); });
  };
  auto made = work(1);
  rt.spawn(std::move(made)).detach();
}

task<int> v1() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-FIXES: task<int> v1() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
task<int> v2() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-FIXES: task<int> v2() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
void wrapped() {
  auto rt = makeRuntime();
  rt.block_on(unblock::join_all(v1(), unblock::timeout(1s, v2())));
}

// What it spawns runs on the same runtime.
task<int> v3() { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}}
// CHECK-MESSAGES: :[[@LINE+2]]:48: note: 'starter' calls 'v3' here
// CHECK-FIXES: task<int> v3() { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
task<> starter() { co_await unblock::spawn(    v3()); }
void spawned() { makeRuntime().block_on(starter()); }

struct Loader {
  int key;
  int operator()() const {
    return block_in_place([this] { return load(key); });
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::block_in_place' in function 'Loader::operator()' runs on {{.*}}
  }
};
template <typename F> task<int> call(F f) { co_return f(); }
template <typename T> void runOnOne(task<T> work) {
  auto rt = makeRuntime();
  rt.block_on(std::move(work));
}
void throughTemplates() { runOnOne(call(Loader{1})); }

// A task that a plain function makes.
task<int> v4(int key) { co_return block_in_place([&] { return load(key); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:35: warning: {{.*}}
// CHECK-MESSAGES: :[[@LINE+2]]:31: note: 'makeTask' calls 'v4' here
// CHECK-FIXES: task<int> v4(int key) { co_return co_await unblock::spawn_blocking([key] { return load(key); }); }
task<int> makeTask() { return v4(3); }
void madeElsewhere() { (void)makeRuntime().block_on(makeTask()); }

//===--- Test macros and mains --------------------------------------------===//

#define ASYNC_TEST(name)                                                       \
  task<> name##_body();                                                        \
  void name() {                                                                \
    auto rt = runtime::builder::current_thread().build();                      \
    rt.block_on(name##_body());                                                \
  }                                                                            \
  task<> name##_body()

ASYNC_TEST(loads) {
  block_in_place([] { return load(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'unblock::block_in_place' in coroutine 'loads_body' runs on a current-thread runtime: {{.*}}
  // CHECK-MESSAGES: :[[@LINE-3]]:1: note: 'unblock::runtime::block_on' hands the work to the runtime here
  // CHECK-MESSAGES: :[[@LINE-4]]:1: note: 'unblock::runtime::builder::current_thread' makes it a current-thread runtime
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { return load(1); });
  co_return;
}

#define ASYNC_MAIN                                                             \
  task<int> async_main();                                                      \
  int main() {                                                                 \
    return unblock::runtime::builder::current_thread().build().block_on(       \
        async_main());                                                         \
  }                                                                            \
  task<int> async_main()

ASYNC_MAIN { co_return block_in_place([] { return load(1); }); }
// CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'unblock::block_in_place' in coroutine 'async_main' runs on a current-thread runtime: {{.*}}
// CHECK-FIXES: ASYNC_MAIN { co_return co_await unblock::spawn_blocking([] { return load(1); }); }
