// RUN: %check_async %s async-spawn-blocking-capture %t -- -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE
//
// Threads, futures and pools without a handle: found is only what nothing in
// the function can wait for.
//
// REQUIRES: debian

#include <asio.hpp>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

void use(const std::string &);
std::string load();

void joined() {
  std::string text;
  std::thread thread([&text] { use(text); });
  thread.join();
  std::jthread later([&text] { use(text); });
  auto future = std::async(std::launch::async, [&text] { use(text); });
  std::async(std::launch::async, [&] { use(text); });
  std::async(std::launch::async, [&] { use(text); }).get();
  std::vector<std::thread> threads;
  for (int i = 0; i != 3; ++i)
    threads.emplace_back([&text] { use(text); });
  for (auto &thread : threads)
    thread.join();
}
void latched() {
  std::string text;
  std::latch done(1);
  std::thread([&] {
    use(text);
    done.count_down();
  }).detach();
  done.wait();
}
void pooled() {
  std::string text;
  asio::thread_pool pool(2);
  asio::post(pool, [&text] { use(text); });
  pool.join();
}
void pooledToTheEnd() {
  std::string text;
  asio::thread_pool pool(2);
  asio::post(pool, [&text] { use(text); });
}
struct Server {
  std::thread thread;
  std::string name;
  void start() {
    thread = std::thread([this] { use(name); });
    std::thread([this] { use(name); }).detach();
  }
};
void promised(asio::thread_pool &pool) {
  std::promise<int> promise;
  asio::post(pool, [&promise] { promise.set_value(1); });
  promise.get_future().get();
}

void detached() {
  std::string text;
  std::thread([&text] { use(text); }).detach();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'text' is captured by reference and may be gone when 'std::thread::thread' runs the closure [async-spawn-blocking-capture]
}
void detachedLater() {
  std::string text;
  std::thread thread(use, std::ref(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'text' is captured by reference and may be gone when 'std::thread::thread' runs the closure
  thread.detach();
}
void outlived() {
  std::future<void> future;
  std::string text;
  future = std::async(std::launch::async, [&text] { use(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'text' is captured by reference and may be gone when 'std::async' runs the closure
}
void posted(asio::thread_pool &pool) {
  std::string text = load();
  asio::post(pool, [&text] { use(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'text' is captured by reference and may be gone when 'asio::post' runs the closure
}
void locked(std::mutex &mutex) {
  std::unique_lock lock(mutex);
  std::thread thread([lock = std::move(lock)] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'lock' is used on another thread by the closure that 'std::thread::thread' runs, but a 'std::unique_lock<std::mutex>' is bound to its own
  thread.join();
}
