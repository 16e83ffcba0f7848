// RUN: %check_async %s async-blocking-call %t
// Threads: what they run may block, waiting for them does.

#include "task.h"
#include <chrono>
#include <list>
#include <stop_token>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;

struct Workers {
  std::vector<std::jthread> threads;
  std::jthread last;
  void add(std::jthread t) { threads.push_back(std::move(t)); }
};

Task<> detached() {
  std::thread a([] { sleep(1); });
  a.detach();
  std::jthread b([] { sleep(1); });
  b.detach();
  co_await tick();
}
Task<> movedAway(Workers &w) {
  std::jthread a([] { sleep(1); });
  w.threads.push_back(std::move(a));
  std::jthread b([] { sleep(1); });
  w.last = std::move(b);
  std::jthread c([] { sleep(1); });
  w.add(std::move(c));
  w.threads.emplace_back([] { sleep(1); });
  co_await tick();
}
// Never started.
Task<> empty() {
  std::jthread none;
  std::thread also;
  co_await tick();
}
std::jthread start() {
  std::jthread t([] { sleep(1); });
  return t;
}
std::jthread startDirectly() {
  return std::jthread([] { sleep(1); });
}
Task<> starts(Workers &w) {
  w.threads.push_back(start());
  w.threads.push_back(startDirectly());
  co_await tick();
}
// References and pointers are not destroyed.
Task<> refers(std::jthread &t, std::jthread *p) {
  std::jthread &other = t;
  (void)other.joinable();
  t.request_stop();
  co_await tick();
}
void threadMain(std::stop_token stop) {
  while (!stop.stop_requested())
    sleep(1);
}
Task<> onlyStarts(Workers &w) {
  w.threads.emplace_back(threadMain);
  std::thread(threadMain, std::stop_token()).detach();
  co_await tick();
}

Task<> joins() {
  std::thread a([] { sleep(1); });
  a.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::thread::join' blocks the worker that runs coroutine 'joins': it waits until the thread has ended
  std::vector<std::thread> many;
  for (auto &t : many)
    t.join();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'std::thread::join' blocks {{.*}}
  co_await tick();
}
Task<> destroys() {
  std::jthread a([] { sleep(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'std::jthread::~jthread' blocks the worker that runs coroutine 'destroys': it waits until the thread has ended
  co_await tick();
}
Task<> destroysTemporary() {
  std::jthread([] { sleep(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'std::jthread::~jthread' blocks {{.*}}
  co_await tick();
}
Task<> destroysInitialised() {
  auto a = std::jthread([] { sleep(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'std::jthread::~jthread' blocks {{.*}}
  std::jthread b = start();
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'std::jthread::~jthread' blocks {{.*}}
  co_await tick();
}
Task<> resets(Workers &w) {
  w.last.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'std::jthread::join' blocks {{.*}}
  co_await tick();
}
struct Owner {
  std::jthread thread;
};
Task<> owns() {
  Owner o{std::jthread([] { sleep(1); })};
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Owner::~Owner' blocks the worker that runs coroutine 'owns': it reaches 'std::jthread::~jthread', which waits until the thread has ended
  co_await tick();
}
