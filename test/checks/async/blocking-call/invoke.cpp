// RUN: %check_async %s async-blocking-call %t
// Functions of the standard library that run a callable before they return,
// and those that do not.

#include "task.h"
#include <algorithm>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <numeric>
#include <optional>
#include <ranges>
#include <set>
#include <thread>
#include <unistd.h>
#include <variant>
#include <vector>

void slow() { sleep(1); }
std::vector<int> numbers;

// Threads and tasks of their own may block.
Task<> elsewhere(std::vector<std::future<unsigned>> &results) {
  std::thread a([] { sleep(1); });
  std::thread b(slow);
  std::thread c{std::bind(slow)};
  a.detach(), b.detach(), c.detach();
  results.push_back(std::async(std::launch::async, [] { return sleep(1); }));
  std::packaged_task<void()> t([] { sleep(1); });
  std::atexit(slow);
  co_await tick();
}
// Kept for later.
Task<> kept() {
  std::map<int, std::function<void()>> handlers;
  handlers[1] = [] { sleep(1); };
  handlers.emplace(2, slow);
  std::optional<std::function<void()>> o;
  o.emplace(slow);
  auto less = [](int, int) { return sleep(1) == 0; };
  std::set<int, decltype(less)> s(less);
  co_await tick();
}
Task<> quick() {
  std::for_each(numbers.begin(), numbers.end(), [](int) {});
  std::invoke([] {});
  std::sort(numbers.begin(), numbers.end(), std::greater<>());
  co_await tick();
}

Task<> algorithms() {
  std::for_each(numbers.begin(), numbers.end(), [](int n) {
    sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'algorithms': {{.*}}
    // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: this call runs the lambda
  });
  std::sort(numbers.begin(), numbers.end(), [](int a, int b) {
    return sleep(a) < sleep(b);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'sleep' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:23: warning: 'sleep' blocks {{.*}}
  });
  std::transform(numbers.begin(), numbers.end(), numbers.begin(), [](int n) {
    return sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'sleep' blocks {{.*}}
  });
  (void)std::any_of(numbers.begin(), numbers.end(), [](auto n) {
    return sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'sleep' blocks {{.*}}
  });
  (void)std::accumulate(numbers.begin(), numbers.end(), 0, [](int a, int b) {
    return a + sleep(b);
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'sleep' blocks {{.*}}
  });
  std::erase_if(numbers, [](int n) {
    return sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'sleep' blocks {{.*}}
  });
  std::ranges::for_each(numbers, [](int n) {
    sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  co_await tick();
}
Task<> views() {
  for (int n : numbers | std::views::transform([](int n) {
                 return sleep(n);
                 // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'sleep' blocks {{.*}}
               }))
    (void)n;
  co_await tick();
}
Task<> byName() {
  std::for_each(numbers.begin(), numbers.end(), sleep);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'sleep' blocks {{.*}}
  std::invoke(slow);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'slow' blocks {{.*}}
  std::apply(slow, std::tuple<>());
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'slow' blocks {{.*}}
  co_await tick();
}
struct Object {
  void slow() { sleep(1); }
  int value = 0;
};
Task<> memberPointer(Object &o) {
  std::invoke(&Object::slow, o);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'Object::slow' blocks {{.*}}
  (void)std::invoke(&Object::value, o);
  co_await tick();
}
template <class... F> struct Overloaded : F... {
  using F::operator()...;
};
Task<> visits(std::variant<int, char> v) {
  std::visit([](auto n) {
    sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  }, v);
  struct Visitor {
    void operator()(int) {}
    void operator()(char) {}
  };
  std::visit(Visitor(), v);
  co_await tick();
}
Task<> once() {
  static std::once_flag flag;
  std::call_once(flag, [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  co_await tick();
}
struct Slow {
  bool operator()(int n) const { return sleep(n); }
};
Task<> functors() {
  (void)std::all_of(numbers.begin(), numbers.end(), Slow());
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'Slow::operator()' blocks {{.*}}
  (void)std::all_of(numbers.begin(), numbers.end(), Slow{});
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'Slow::operator()' blocks {{.*}}
  co_await tick();
}
// An evident target behind functions that carry it.
Task<> carried() {
  std::invoke(std::bind(sleep, 1));
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'sleep' blocks {{.*}}
  auto f = [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  };
  std::invoke(std::ref(f));
  co_await tick();
}
