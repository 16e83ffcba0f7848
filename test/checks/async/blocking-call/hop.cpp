// RUN: %check_async %s async-blocking-call %t -models %S/Inputs/loop.yaml
// A coroutine that moves to a pool may block there.

#include "loop.h"
#include <unistd.h>

struct BackGuard {
  ~BackGuard() { sleep(1); }
};
void helper() { sleep(1); }

Task<> moves(loop::Pool &pool) {
  co_await pool.schedule();
  sleep(1);
  helper();
  BackGuard atTheEnd;
}
Task<> byFunction(loop::Pool &pool) {
  co_await loop::resume_on(pool);
  sleep(1);
}
Task<> inLoop(loop::Pool &pool, int n) {
  co_await pool.schedule();
  while (n--)
    sleep(1);
}
Task<> bothBranches(loop::Pool &a, loop::Pool &b, bool c) {
  if (c)
    co_await a.schedule();
  else
    co_await b.schedule();
  sleep(1);
}
// In one branch only: nobody knows where it is afterwards.
Task<> oneBranch(loop::Pool &pool, bool c) {
  if (c)
    co_await pool.schedule();
  sleep(1);
}
Task<> insideBranch(loop::Pool &pool, loop::Context &ctx, bool c) {
  if (c) {
    co_await pool.schedule();
    sleep(1);
    co_await ctx.schedule();
  }
  co_await tick();
}
// To an executor that nothing is known about.
Task<> toUnknown(loop::Other &other) {
  co_await other.schedule();
  sleep(1);
  co_await loop::resume_on(other);
  sleep(2);
}
// A library of which nothing is known.
Operation switch_to(int executor);
struct MyPool {
  Operation schedule();
};
Task<> soundsLikeIt(MyPool &p) {
  co_await switch_to(1);
  sleep(1);
}
Task<> soundsLikeIt2(MyPool &p) {
  co_await p.schedule();
  sleep(1);
}

// In an awaited child: it leaks into the parent.
Task<> child(loop::Pool &pool) {
  co_await pool.schedule();
}
Task<> parent(loop::Pool &pool) {
  co_await child(pool);
  sleep(1);
}
Task<> grandparent(loop::Pool &pool) {
  co_await parent(pool);
  sleep(1);
}
Task<> childThereAndBack(loop::Pool &pool, loop::Context &ctx) {
  co_await pool.schedule();
  sleep(1);
  co_await ctx.schedule();
}
// What a lambda does after its hop.
Task<> lambda(loop::Pool &pool) {
  co_await [&]() -> Task<> {
    co_await pool.schedule();
    sleep(1);
  }();
}
// A lambda that is called on the pool.
Task<> calledThere(loop::Pool &pool) {
  auto work = [] { sleep(1); };
  co_await pool.schedule();
  work();
}
// An ordinary operation comes back where it was started.
Task<> staysThere(loop::Pool &pool) {
  co_await pool.schedule();
  co_await tick();
  sleep(1);
}

Task<> before(loop::Pool &pool) {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'before': {{.*}}
  co_await pool.schedule();
  sleep(2);
}
Task<> thereAndBack(loop::Pool &pool, loop::Context &ctx) {
  co_await pool.schedule();
  sleep(1);
  co_await ctx.schedule();
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'thereAndBack': {{.*}}
  co_await loop::resume_on(pool);
  sleep(3);
  co_await loop::resume_on(ctx);
  sleep(4);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
Task<> parentOfThereAndBack(loop::Pool &pool, loop::Context &ctx) {
  co_await childThereAndBack(pool, ctx);
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
Task<> afterTheLoop(loop::Pool &pool, loop::Context &ctx, int n) {
  while (n--) {
    co_await pool.schedule();
    sleep(1);
    co_await ctx.schedule();
  }
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
// Only made, never awaited.
Task<> forgotten(loop::Pool &pool) {
  pool.schedule();
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  auto kept = pool.schedule();
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  co_await tick();
  (void)kept;
}
Task<> childForgets(loop::Pool &pool) {
  auto started = child(pool);
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  co_await started;
}
Task<> toLoop(loop::Context &ctx) {
  co_await ctx.schedule();
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
Task<> conditionOfHop(loop::Pool &pool) {
  if (sleep(1))
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks {{.*}}
    co_await pool.schedule();
}
Task<> otherBranch(loop::Pool &pool, bool b) {
  if (b) {
    co_await pool.schedule();
    sleep(1);
  } else {
    sleep(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  }
}
// A lambda of its own stays on the worker.
Task<> lambdaBefore(loop::Pool &pool) {
  auto work = [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  };
  work();
  co_await pool.schedule();
  work();
}

// A child that is only ever awaited on a pool is there as well.
Task<> onlyThere() {
  sleep(1);
  co_await tick();
}
Task<> awaitsOnlyThere(loop::Pool &pool) {
  co_await pool.schedule();
  co_await onlyThere();
}
Task<> onBoth() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'onBoth': {{.*}}
  co_await tick();
}
Task<> awaitsOnBoth(loop::Pool &pool) {
  co_await onBoth();
  co_await pool.schedule();
  co_await onBoth();
}
