// RUN: %check_async %s async-blocking-call %t -- -isystem %src_root/lib/runtime/include
// Calls with an asynchronous counterpart whose arguments are the same.

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
// CHECK-FIXES: #include <unblock/blocking.hpp>
// CHECK-FIXES: #include <unblock/fs.hpp>
#include <unblock/task.hpp>
// CHECK-FIXES: #include <unblock/time.hpp>
#include <unistd.h>

using unblock::task;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

std::chrono::milliseconds gap();
int load() { return sleep(1); }

task<> sleeps(std::chrono::milliseconds d, unsigned n, int seconds) {
  std::this_thread::sleep_for(d);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::sleep_for(d);
  std::this_thread::sleep_for(2 * gap() + 1.5s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::sleep_for(2 * gap() + 1.5s);
  sleep(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::sleep_for(std::chrono::seconds(n));
  ::usleep(seconds * 1000);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'usleep' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::sleep_for(std::chrono::microseconds(seconds * 1000));
  using std::this_thread::sleep_for;
  if (n)
    sleep_for(1ms);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::this_thread::sleep_for' blocks {{.*}}
    // CHECK-FIXES: co_await unblock::sleep_for(1ms);
  (void)sleep(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: (void)co_await unblock::sleep_for(std::chrono::seconds(n));
  while (n)
    n = sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'sleep' blocks {{.*}}
    // CHECK-FIXES: n = co_await unblock::spawn_blocking([n] { return sleep(n); });
  std::this_thread::sleep_for(std::chrono::seconds(load()));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:52: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::sleep_for(std::chrono::seconds(co_await unblock::spawn_blocking([] { return load(); })));
  co_return;
}
task<> clocks(std::chrono::steady_clock::time_point when) {
  std::this_thread::sleep_until(when);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_until' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::sleep_until(when);
  std::this_thread::sleep_until(std::chrono::steady_clock::now() + 5min);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_until' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::sleep_until(std::chrono::steady_clock::now() + 5min);
  std::this_thread::sleep_until(std::chrono::system_clock::now() + 5min);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_until' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { std::this_thread::sleep_until(std::chrono::system_clock::now() + 5min); });
  std::this_thread::sleep_until(when + 0.5s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_until' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([when] { std::this_thread::sleep_until(when + 0.5s); });
  co_return;
}
task<bool> files(fs::path from, std::string to, std::error_code &error) {
  fs::rename(from, to);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::filesystem::rename' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::fs::rename(from, to);
  create_directories(from);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::filesystem::create_directories' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::fs::create_dir_all(from);
  if (create_directories(from / "x"))
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'std::filesystem::create_directories' blocks {{.*}}
  // CHECK-FIXES: auto work = [from] { return create_directories(from / "x"); };
  // CHECK-FIXES: if (co_await unblock::spawn_blocking(std::move(work)))
    co_return false;
  auto n = fs::remove_all(from);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'std::filesystem::remove_all' blocks {{.*}}
  // CHECK-FIXES: auto n = co_await unblock::fs::remove_all(from);
  fs::remove("x", error);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::filesystem::remove' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: the call changes 'error', {{.*}}
  co_return n && fs::exists(to);
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'std::filesystem::exists' blocks {{.*}}
  // CHECK-FIXES: co_return n && co_await unblock::fs::exists(to);
}
