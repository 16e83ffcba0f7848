// The helper takes a view; what it shows is owned by what is captured.

#include <chrono>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int upload(std::string_view text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(text.size());
}

unblock::task<int> run(std::string text) {
  int sent = co_await unblock::spawn_blocking([text] { return upload(text); }) +
             co_await unblock::spawn_blocking([] { return upload("literal"); });
  auto work = [text = std::move(text)] { return upload(text + text); };
  co_return sent + co_await unblock::spawn_blocking(std::move(work));
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("hello")) << '\n';
}
