// RUN: %check_async %s async-block-in-place-hot-path %t -- -I %src_root/lib/runtime/include
//
// What repeats a call, and how it is reached.

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <unblock/annotations.hpp>
#include <unblock/unblock.hpp>
#include <vector>

using namespace std::chrono_literals;
using unblock::block_in_place;
using unblock::task;

int load(int key);

//===--- Nothing to report ------------------------------------------------===//

task<int> atMost() {
  int sum = 0;
  for (int key : {1, 2, 3})
    sum += block_in_place([=] { return load(key); });
  for (int key : std::array<int, 4>{})
    sum += block_in_place([=] { return load(key); });
  int keys[] = {4, 5};
  for (int key : keys)
    sum += block_in_place([=] { return load(key); });
  // Three tries.
  for (int i = 0; i < 3; ++i)
    if (block_in_place([] { return load(1); }))
      break;
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 4; ++j)
      sum += block_in_place([=] { return load(i + j); });
  co_return sum;
}
task<> retries() {
  while (!block_in_place([] { return load(1); }))
    co_await unblock::sleep_for(1s);
}
task<> ticks() {
  unblock::interval every(1min);
  while (true) {
    co_await every.tick();
    block_in_place([] { return load(1); });
  }
}
// The loop's own beginning.
task<int> keysOf() { co_return block_in_place([] { return load(0); }); }
task<> initialiser() {
  for (int i = block_in_place([] { return load(1); }); i != 0; --i)
    co_await unblock::yield_now();
  for (char c : std::to_string(block_in_place([] { return load(1); })))
    (void)c;
}
// On a thread of the pool.
task<> onPool(std::vector<int> keys) {
  for (int key : keys)
    co_await unblock::spawn_blocking(
        [key] { return block_in_place([=] { return load(key); }); });
}
// The inner one is a plain call.
task<> nested(std::vector<int> keys) {
  block_in_place([&] {
    for (int key : keys)
      block_in_place([=] { return load(key); });
  });
  co_return;
}
// A closure that the loop makes and nobody calls.
task<> made(std::vector<int> keys) {
  std::vector<std::function<int()>> later;
  for (int key : keys)
    later.push_back([key] { return block_in_place([=] { return load(key); }); });
  co_return;
}
// The tests of a program.
task<int> one() { co_return block_in_place([] { return load(1); }); }
void tests(unblock::runtime &rt, int n) {
  for (int i = 0; i != n; ++i)
    (void)rt.block_on(one());
}
template <bool Often> task<> never() {
  if constexpr (Often)
    for (;;)
      block_in_place([] { return load(1); });
  co_return;
}
template task<> never<false>();

//===--- Loops ------------------------------------------------------------===//

task<int> loops(std::vector<int> keys, int n) {
  int sum = 0;
  for (int key : keys)
    sum += block_in_place([=] { return load(key); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::block_in_place' is on a hot path: the loop in coroutine 'loops' repeats it, {{.*}}
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the loop begins here
    // CHECK-FIXES: sum += co_await unblock::spawn_blocking([=] { return load(key); });
  do
    sum += block_in_place([=] { return load(sum); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: {{.*}}
    // CHECK-FIXES: sum += co_await unblock::spawn_blocking([=] { return load(sum); });
  while (--n);
  while (block_in_place([=] { return load(sum); }))
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: {{.*}}
  // CHECK-FIXES: while (co_await unblock::spawn_blocking([=] { return load(sum); }))
    ++sum;
  for (int i = 0; i < 17; ++i)
    sum += block_in_place([=] { return load(i); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: {{.*}}
    // CHECK-FIXES: sum += co_await unblock::spawn_blocking([=] { return load(i); });
  for (int i = 0; i < 3; ++i)
    for (int key : keys)
      for (int j = 0; j < 2; ++j)
        sum += block_in_place([=] { return load(key); });
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: {{.*}}
  // CHECK-MESSAGES: :[[@LINE-4]]:5: note: the loop begins here
        // CHECK-FIXES: sum += co_await unblock::spawn_blocking([=] { return load(key); });
  for (int i = 0; i < 5; ++i)
    for (int j = 0; j < 4; ++j)
      sum += block_in_place([=] { return load(i + j); });
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: {{.*}}
  // CHECK-MESSAGES: :[[@LINE-3]]:5: note: the loop begins here
      // CHECK-FIXES: sum += co_await unblock::spawn_blocking([=] { return load(i + j); });
  co_return sum;
}
// What is timed is another loop.
task<> messages(unblock::sync::mpsc::receiver<int> &from) {
  for (;;) {
    while (auto key = co_await from.recv())
      block_in_place([&] { return load(*key); });
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: {{.*}}
    co_await unblock::sleep_for(1s);
  }
}
// The shorter way is not in the loop.
int both(int key) {
  return block_in_place([=] { return load(key); });
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'unblock::block_in_place' is on a hot path: the loop in coroutine 'twoWays' calls 'viaBoth' again and again, {{.*}}
}
int viaBoth(int key) { return both(key); }
task<int> twoWays(std::vector<int> keys) {
  int sum = both(0);
  for (int key : keys)
    sum += viaBoth(key);
  co_return sum;
}

//===--- Callables --------------------------------------------------------===//

task<int> lambdas(std::vector<int> keys) {
  auto get = [](int key) {
    return block_in_place([=] { return load(key); });
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::block_in_place' is on a hot path: the loop in coroutine 'lambdas' calls a lambda again and again, {{.*}}
  };
  int sum = 0;
  for (int key : keys)
    sum += get(key);
  co_return sum;
}
struct Loader {
  int operator()(int key) const {
    return block_in_place([=] { return load(key); });
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::block_in_place' is on a hot path: the loop in coroutine 'objects' calls 'Loader::operator()' again and again, {{.*}}
  }
};
task<int> objects(std::vector<int> keys) {
  Loader loader;
  int sum = 0;
  for (int key : keys)
    sum += loader(key);
  co_return sum;
}
template <typename T> T wrapped(T key) {
  return block_in_place([=] { return load(key); });
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'unblock::block_in_place' is on a hot path: the loop in coroutine 'templates' calls 'wrapped' again and again, {{.*}}
}
template <typename T> task<T> templates(std::vector<T> keys) {
  T sum = 0;
  for (T key : keys)
    sum += wrapped(key);
  co_return sum;
}
template task<int> templates(std::vector<int>);

//===--- Tasks of a loop --------------------------------------------------===//

task<int> awaited(int key) {
  co_return block_in_place([=] { return load(key); });
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'unblock::block_in_place' is on a hot path: the loop in coroutine 'awaits' calls 'awaited' again and again, {{.*}}
  // CHECK-FIXES: co_return co_await unblock::spawn_blocking([=] { return load(key); });
}
task<int> awaits(std::vector<int> keys) {
  int sum = 0;
  for (int key : keys)
    sum += co_await awaited(key);
  co_return sum;
}

task<> session(int fd) {
  block_in_place([=] { return load(fd); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'unblock::block_in_place' is on a hot path: the loop in function 'acceptAll' starts 'session' again and again, {{.*}}
  // CHECK-MESSAGES: :[[@LINE+8]]:14: note: 'acceptAll' calls 'session' here
  // CHECK-MESSAGES: :[[@LINE+6]]:3: note: the loop begins here
  // CHECK-FIXES: co_await unblock::spawn_blocking([=] { return load(fd); });
  co_return;
}
int nextConnection();
void acceptAll(unblock::runtime &rt) {
  while (int fd = nextConnection())
    rt.spawn(session(fd)).detach();
}

void lambdaSession(unblock::handle on) {
  while (int fd = nextConnection())
    on.spawn([](int fd) -> task<> {
        block_in_place([=] { return load(fd); });
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'unblock::block_in_place' is on a hot path: the loop in function 'lambdaSession' starts a lambda again and again, {{.*}}
        // CHECK-FIXES: co_await unblock::spawn_blocking([=] { return load(fd); });
        co_return;
      }(fd)).detach();
}

task<> deep(int fd) {
  block_in_place([=] { return load(fd); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'unblock::block_in_place' is on a hot path: the loop in coroutine 'accepts' starts 'shallow' again and again, {{.*}}
  // CHECK-MESSAGES: :[[@LINE+9]]:20: note: 'accepts' calls 'shallow' here
  // CHECK-MESSAGES: :[[@LINE+5]]:35: note: 'shallow' calls 'deep' here
  // CHECK-MESSAGES: :[[@LINE+6]]:3: note: the loop begins here
  // CHECK-FIXES: co_await unblock::spawn_blocking([=] { return load(fd); });
  co_return;
}
task<> shallow(int fd) { co_await deep(fd); }
task<> accepts() {
  while (int fd = nextConnection())
    unblock::spawn(shallow(fd)).detach();
  co_return;
}

//===--- Marked functions -------------------------------------------------===//

UNBLOCK_HOT_PATH int lookUp(int key);
int lookUp(int key) {
  return block_in_place([=] { return load(key); });
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'unblock::block_in_place' is on a hot path: function 'lookUp' is marked as running often, {{.*}}
}
int inner() {
  return block_in_place([] { return load(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'unblock::block_in_place' is on a hot path: coroutine 'Handler::answer' is marked as running often, {{.*}}
  // CHECK-MESSAGES: :[[@LINE+7]]:15: note: 'Handler::answer' calls 'inner' here
  // CHECK-MESSAGES: :[[@LINE+5]]:17: note: coroutine 'Handler::answer' begins here
}
struct Handler {
  UNBLOCK_HOT_PATH task<> answer();
};
task<> Handler::answer() {
  int value = inner();
  (void)value;
  co_return;
}
auto markedLambda = [] [[gnu::hot]] {
  return block_in_place([] { return load(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'unblock::block_in_place' is on a hot path: a lambda is marked as running often, {{.*}}
};

//===--- Macros -----------------------------------------------------------===//

#define FOREVER for (;;)
#define IN_PLACE(call) unblock::block_in_place([&] { return call; })
task<> macros() {
  FOREVER {
    IN_PLACE(load(1));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: {{.*}}
    // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the loop begins here
    co_await unblock::yield_now();
  }
}
