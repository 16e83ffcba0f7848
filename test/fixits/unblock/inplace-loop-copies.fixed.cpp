// What a closure only reads by reference becomes its own: copies, or what nothing
// uses any more.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <vector>

std::size_t send(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

unblock::task<std::size_t> run(std::vector<std::string> texts,
                               std::string end) {
  std::size_t sent = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string text = texts[i] + end;
    auto work = [text = std::move(text), i] { return send(text) + i; };
    sent += co_await unblock::spawn_blocking(std::move(work));
    std::string last = std::to_string(sent);
    auto work2 = [=] { send(last); };
    co_await unblock::spawn_blocking(std::move(work2));
    auto work3 = [end] { return send(end); };
    if (co_await unblock::spawn_blocking(std::move(work3)) != 1)
      break;
  }
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run({"one", "three"}, ".")) << '\n';
}
