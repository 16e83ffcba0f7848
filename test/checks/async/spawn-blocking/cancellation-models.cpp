// RUN: %check_async -models=%S/Inputs/pool-models.yaml %s async-spawn-blocking-cancellation %t
//
// Timeouts and handles that the user's models name.

#include "acme.h"

using acme::Task;

int compute(int n);

struct StopToken {
  bool requested() const;
};

Task<> right(StopToken token) {
  auto job = acme::run_blocking([] { return compute(1); });
  co_await job;
  auto told = acme::run_blocking([token] {
    int n = 0;
    while (!token.requested())
      n = compute(n);
    return n;
  });
  co_await acme::with_timeout(10, std::move(told));
  auto again = acme::run_blocking([] { return compute(1); });
  again.cancel();
  try {
    co_await again;
  } catch (...) {
  }
}
Task<> wrong() {
  co_await acme::with_timeout(10, acme::run_blocking([] { return compute(1); }));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'acme::with_timeout' stops to wait, but the work of 'acme::run_blocking' goes on [async-spawn-blocking-cancellation]
  auto job = acme::run_blocking([] { return compute(1); });
  job.cancel();
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'acme::Job::cancel' does not stop the work of 'acme::run_blocking' once it has started
}
template <typename T> Task<> inTemplate(T n) {
  co_await acme::with_timeout(10, acme::run_blocking([n] { return compute(n); }));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'acme::with_timeout' stops to wait, {{.*}}
}
template Task<> inTemplate<int>(int);
