// RUN: %check_async %s async-blocking-call %t
// Owners of the standard library construct and destroy what they hold.

#include "task.h"
#include <fstream>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

struct Quick {
  Quick() {}
  ~Quick() {}
};
struct SlowToMake {
  SlowToMake() { sleep(1); }
  explicit SlowToMake(int) {}
};
struct SlowToEnd {
  ~SlowToEnd() { sleep(1); }
};

Task<> quick(std::unique_ptr<SlowToEnd> &reference, SlowToEnd *raw) {
  auto a = std::make_unique<Quick>();
  auto b = std::make_shared<Quick>();
  auto c = std::make_unique<SlowToMake>(1);
  std::vector<Quick> d;
  std::optional<Quick> e;
  std::pair<int, Quick> f;
  std::vector<SlowToEnd *> g;
  std::vector<std::thread> h;
  std::unique_ptr<std::ifstream> i;
  co_await tick();
}
// Somebody else may hold it, too.
Task<> shared(std::shared_ptr<SlowToEnd> p) {
  auto copy = p;
  std::weak_ptr<SlowToEnd> weak = p;
  co_await tick();
}
Task<> handedOn(std::vector<std::unique_ptr<SlowToEnd>> &all) {
  auto p = std::make_unique<SlowToEnd>();
  all.push_back(std::move(p));
  co_await tick();
}
std::unique_ptr<SlowToEnd> make() {
  auto p = std::make_unique<SlowToEnd>();
  return p;
}
Task<> received(std::vector<std::unique_ptr<SlowToEnd>> &all) {
  all.push_back(make());
  co_await tick();
}

Task<> makes() {
  auto a = std::make_unique<SlowToMake>();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'SlowToMake::SlowToMake' blocks {{.*}}
  auto b = std::make_shared<SlowToMake>();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'SlowToMake::SlowToMake' blocks {{.*}}
  auto c = std::make_unique<std::ifstream>("f");
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  co_await tick();
}
Task<> owns() {
  auto a = std::make_unique<SlowToEnd>();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: {{.*}} blocks {{.*}} it reaches 'sleep', {{.*}}
  std::vector<SlowToEnd> b(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: {{.*}} blocks {{.*}} it reaches 'sleep', {{.*}}
  std::optional<SlowToEnd> c(std::in_place);
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: {{.*}} blocks {{.*}} it reaches 'sleep', {{.*}}
  co_await tick();
}
// Joins them all.
Task<> threads() {
  std::vector<std::jthread> threads;
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: {{.*}} blocks {{.*}} it {{reaches 'std::jthread::~jthread', which waits|waits}} until the thread has ended
  threads.emplace_back([] { sleep(1); });
  co_await tick();
}
