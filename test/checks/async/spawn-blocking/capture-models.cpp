// RUN: %check_async -models=%S/Inputs/pool-models.yaml %s async-spawn-blocking-capture %t
//
// A pool, handles and objects of one thread that the user's models name.

#include "acme.h"
#include <string>

using acme::Task;

Task<> awaits(std::string path) {
  std::string text;
  co_await acme::run_blocking([&] { text = path; });
  auto job = acme::run_blocking([&text] { return text.size(); });
  co_await std::move(job);
}
Task<> onItsThread(acme::Screen &screen) {
  co_await acme::run_blocking([&screen] { acme::post_to(screen, 1); });
  screen.draw();
}

Task<> forgets() {
  std::string text;
  auto job = acme::run_blocking([&text] { return text.size(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'text' is captured by reference and may be gone when 'acme::run_blocking' runs the closure [async-spawn-blocking-capture]
  job.forget();
  co_return;
}
Task<> givesUp() {
  std::string text;
  co_await acme::with_timeout(
      10, acme::run_blocking([&text] { return text.size(); }));
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'text' is captured by reference and may be gone when 'acme::run_blocking' runs the closure
  // CHECK-MESSAGES: :[[@LINE-2]]:32: note: 'text' is captured here
  // CHECK-MESSAGES: :[[@LINE-4]]:12: note: 'acme::with_timeout' may stop to wait
  // CHECK-MESSAGES: :[[@LINE+1]]:1: note: 'text' ends here, and the work may still run
}
// No handle, and nothing that waits.
void fires() {
  std::string text;
  acme::fire([&text] { text = "x"; });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'text' is captured by reference {{.*}}
}
Task<> draws(acme::Screen &screen) {
  co_await acme::run_blocking([&screen] { screen.draw(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'screen' is used on another thread by the closure that 'acme::run_blocking' runs, but a 'acme::Screen' is bound to its own
}
