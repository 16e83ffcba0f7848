// REQUIRES: debian
// RUN: %check_async %s async-blocking-call %t -- -stdlib=libc++
// libc++ keeps its names in an inline namespace.

#include "task.h"
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <latch>
#include <mutex>
#include <ranges>
#include <semaphore>
#include <sstream>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;
namespace fs = std::filesystem;

Task<> harmless(std::future<int> f, std::mutex &m, std::vector<int> v, std::istringstream in) {
  f.wait_for(0s);
  std::unique_lock a(m, std::try_to_lock);
  std::this_thread::sleep_for(0s);
  std::thread([] { sleep(1); }).detach();
  auto g = std::async(std::launch::async, [] { sleep(1); });
  auto end = std::remove(v.begin(), v.end(), 1);
  int n;
  in >> n;
  co_await tick();
  while (g.wait_for(0s) != std::future_status::ready)
    co_await tick();
  (void)end;
}
Task<> functions(std::future<int> f, fs::path p, std::binary_semaphore &s, std::latch &l) {
  std::this_thread::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' blocks the worker that runs coroutine 'functions': {{.*}}
  std::this_thread::sleep_until(std::chrono::steady_clock::now() + 1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_until' blocks {{.*}}
  (void)f.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'std::future::get' blocks {{.*}}
  (void)exists(p);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'std::filesystem::exists' blocks {{.*}}
  fs::remove_all(p);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::filesystem::remove_all' blocks {{.*}}
  for (const auto &entry : fs::directory_iterator(p))
    // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'std::filesystem::directory_iterator::directory_iterator' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:26: warning: 'std::filesystem::directory_iterator::operator++' blocks {{.*}}
    (void)entry;
  s.acquire();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::counting_semaphore::acquire' blocks {{.*}}
  l.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::latch::wait' blocks {{.*}}
  co_await tick();
}
Task<> streams() {
  std::ifstream in("f");
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  std::string line;
  std::getline(in, line);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::getline' blocks {{.*}}
  int n;
  in >> n;
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: 'std::basic_istream::operator>>' blocks {{.*}}
  std::cin >> n;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'std::basic_istream::operator>>' blocks {{.*}}: it reads standard input
  std::ofstream out;
  out.open("f");
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'std::basic_ofstream::open' blocks {{.*}}
  out << "text";
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'std::operator<<' blocks {{.*}}: it writes to the file
  co_await tick();
}
Task<> callables(std::vector<int> v) {
  std::invoke(sleep, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'sleep' blocks {{.*}}
  std::for_each(v.begin(), v.end(), [](int n) {
    sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  std::ranges::for_each(v, [](int n) {
    sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  });
  std::function<void()> f = [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  };
  f();
  std::thread t([] {});
  t.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::thread::join' blocks {{.*}}
  co_await tick();
}
