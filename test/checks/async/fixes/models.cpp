// RUN: %check_async %s async-blocking-call %t -models=%S/Inputs/rewrites.yaml
// A project says itself what a fix writes.

#include <acme.h>
#include <unistd.h>

acme::Task waits(acme::Clock clock, int n) {
  clock.wait(0);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'acme::Clock::wait' blocks {{.*}}
  // CHECK-FIXES: co_await acme::yield();
  n = clock.wait(n + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'acme::Clock::wait' blocks {{.*}}
  // CHECK-FIXES: n = co_await clock.wait_async(n + 1);
  sleep(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: co_await acme::pause(n);
  if (sleep(n))
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks {{.*}}
    // CHECK-FIXES: if (co_await acme::run_blocking([n] { return sleep(n); }, acme::Priority{}))
    co_return;
  acme::query(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'acme::query' blocks {{.*}}
  // CHECK-FIXES: co_await acme::run_blocking([n] { acme::query(n); }, acme::Priority{});
}
