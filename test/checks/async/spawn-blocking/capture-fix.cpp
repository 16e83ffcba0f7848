// RUN: %check_async %s async-spawn-blocking-capture %t -- -I%src_root/lib/runtime/include
//
// What is small and only read is copied.

#include <string>
#include <unblock/unblock.hpp>

using unblock::spawn_blocking;
using unblock::task;

void use(int, double);
void change(int &);
void read(const std::string &);

task<> copies() {
  int n = 3;
  const double d = 0.5;
  (void)spawn_blocking([&n, &d] { use(n, d + n); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'n' and 'd' are captured by reference and may be gone when {{.*}}
  // CHECK-FIXES: (void)spawn_blocking([n, d] { use(n, d + n); });
  auto handle = spawn_blocking([&n] { return n + 1; });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'n' is captured by reference and may be gone when {{.*}}
  // CHECK-FIXES: auto handle = spawn_blocking([n] { return n + 1; });
  co_return;
}
// No fix: it is changed, here or there, or no copy is cheap.
task<> refers() {
  int n = 3;
  (void)spawn_blocking([&n] { change(n); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'n' is captured {{.*}}
  int m = 4;
  (void)spawn_blocking([&m] { use(m, 0); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'm' is captured {{.*}}
  m = 5;
  std::string text;
  (void)spawn_blocking([&text] { read(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'text' is captured {{.*}}
  int k = 5;
  (void)spawn_blocking([&] { use(k, 0); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'k' is captured {{.*}}
  (void)spawn_blocking([&k, &text] { use(k, 0), read(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'k' and 'text' are captured {{.*}}
  co_return;
}
