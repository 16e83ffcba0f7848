// RUN: %check_async %s async-blocking-call %t -models %S/Inputs/awaited.yaml
// What is awaited is the asynchronous counterpart, whatever its name is.

#include "task.h"
#include "awaited.h"
#include <unistd.h>
#include <utility>

// The asynchronous library has the names of blocking functions.
Task<> sameNames(async::Client &c, async::Mutex &m, async::Process &p) {
  co_await async::sleep(1);
  co_await async::read(1);
  co_await c.get();
  co_await m.lock();
  co_await p.wait();
  co_await p.waitForFinished();
}

// Of two overloads, one blocks and one is a coroutine: overload resolution has
// chosen.
Task<> overloads(async::Both &b) {
  co_await b.fetch(async::use_task);
  co_await (b.fetch(async::use_task));
  auto op = b.fetch(async::use_task);
  co_await op;
  co_await static_cast<async::Both &&>(b).fetch(async::use_task);
}
// By const, by reference qualifier, by number of arguments.
Task<> otherOverloads(async::Both &b, const async::Both &c) {
  co_await c.load();
  co_await b.store(1, async::use_task);
}
struct Repository {
  int find(int id) {
    sleep(1);
    return id;
  }
  Task<int> find(int id, bool) {
    co_await tick();
    co_return id;
  }
};
Task<> ownOverload(Repository &r) {
  (void)co_await r.find(1, true);
}

Task<> blockingOverload(async::Both &b) {
  b.fetch();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async::Both::fetch' blocks the worker that runs coroutine 'blockingOverload': it waits for the answer
  co_await tick();
  b.load();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'async::Both::load' blocks {{.*}}
}
Task<> ownBlockingOverload(Repository &r) {
  r.find(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Repository::find' blocks {{.*}}
  (void)co_await r.find(1, true);
}

// Only the operand itself is awaited, not what stands in its arguments.
Task<> inArguments(async::Both &b) {
  co_await async::sleep(b.fetch());
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'async::Both::fetch' blocks {{.*}}
  co_await async::sleep((sleep(1), 1));
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'sleep' blocks {{.*}}
}
// An awaitable that was made and is awaited later, or by somebody else: the call
// did not block.
template <typename... T> Operation whenAll(T &&...);
Task<> madeOnly(async::Both &b) {
  auto op = b.fetch(async::use_task);
  auto other = b.fetch(async::use_task);
  co_await whenAll(op, other);
  co_await whenAll(b.fetch(async::use_task), std::as_const(b).load());
}
