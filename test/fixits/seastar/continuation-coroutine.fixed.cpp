// A continuation that is one.
#include <chrono>
#include <seastar/core/coroutine.hh>
#include <seastar/core/sleep.hh>
#include <thread>

seastar::future<> waits(seastar::future<> before) {
  return before.then([]() -> seastar::future<> {
    co_await seastar::sleep(std::chrono::milliseconds(1));
    co_return;
  });
}
