// RUN: %check_async %s async-blocking-call %t
// A service on the companion runtime.

#include <fstream>
#include <string>
#include <thread>
// CHECK-FIXES: #include <unblock/blocking.hpp>
#include <unblock/mock.h>
// CHECK-FIXES: #include <unblock/time.hpp>
#include <unistd.h>

using unblock::task;
using namespace std::chrono_literals;

std::string load(const char *path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

task<std::string> offloads() {
  co_return co_await unblock::spawn_blocking([] { return load("f"); });
}
task<std::string> inPlace() {
  co_return unblock::block_in_place([] { return load("f"); });
}
task<> offloadsByName() {
  co_await unblock::spawn_blocking([] { sleep(1); });
  auto handle = unblock::spawn_blocking([] { sleep(2); });
  co_await handle;
}
task<std::string> awaits(unblock::sync::mutex &mutex) {
  (void)co_await mutex.lock();
  co_await unblock::sleep_for(1ms);
  // CHECK-FIXES: co_await unblock::sleep_for(1ms);
  co_return co_await unblock::fs::read_to_string("f");
}
int main() {
  sleep(1);
  return unblock::block_on(offloads()).size();
}

task<std::string> blocks() {
  std::this_thread::sleep_for(1ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' blocks the worker that runs coroutine 'blocks': it suspends the calling thread
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: instead, await 'unblock::sleep_for', or move the call off the worker with 'co_await unblock::spawn_blocking'
  // CHECK-FIXES: co_await unblock::sleep_for(1ms);
  co_return load("f");
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'load' blocks the worker that runs coroutine 'blocks': it reaches 'std::basic_ifstream::basic_ifstream', which opens a file
  // CHECK-MESSAGES: :[[@LINE-2]]:13: note: instead, await 'unblock::fs::read' and its kin, or move the call off the worker with 'co_await unblock::spawn_blocking'
  // CHECK-FIXES: co_return co_await unblock::spawn_blocking([] { return load("f"); });
}
// After an offload the task is on its worker again.
task<> after() {
  co_await unblock::spawn_blocking([] { sleep(1); });
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::sleep_for(std::chrono::seconds(2));
}
void spawns() {
  (void)unblock::spawn([]() -> task<int> {
    co_return sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
    // CHECK-FIXES: co_return co_await unblock::spawn_blocking([] { return sleep(1); });
  }());
}
// The closure that builds the argument is called here.
task<> builds() {
  co_await unblock::spawn_blocking([line = load("f")] { return line.size(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'load' blocks {{.*}}
}
