// The helper takes whatever it gets by a forwarding reference.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <utility>

template <class T> std::size_t send(T &&value) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  std::string kept = std::forward<T>(value);
  return kept.size();
}

unblock::task<std::size_t> run(std::string text) {
  const std::string fixed = "fixed";
  auto work = [fixed] { return send(fixed); };
  std::size_t size = co_await unblock::spawn_blocking(std::move(work));
  size += co_await unblock::spawn_blocking([] { return send("literal"); });
  auto work2 = [text = std::move(text)]() mutable {
    return send(std::move(text));
  };
  co_return size + co_await unblock::spawn_blocking(std::move(work2));
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("hello")) << '\n';
}
