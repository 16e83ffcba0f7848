// Closures with a name, and objects that can be called, are moved when that was
// their last use, else copied.

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::size_t send(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

struct sender {
  std::string text;
  std::size_t operator()() const { return send(text); }
};

std::size_t send_hello() { return send("hello"); }

unblock::task<std::size_t> run(std::string text, int times) {
  std::size_t sent = 0;
  auto often = [text] { return send(text); };
  for (int i = 0; i < times; ++i) {
    sent += co_await unblock::spawn_blocking(often);
    auto work = sender{text + "!"};
    sent += co_await unblock::spawn_blocking(std::move(work));
    sent += co_await unblock::spawn_blocking(send_hello);
    auto once = [buffer = std::make_unique<std::string>(text)] {
      return send(*buffer);
    };
    sent += co_await unblock::spawn_blocking(std::move(once));
    const sender object{std::to_string(sent)};
    sent += co_await unblock::spawn_blocking(object);
  }
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("text", 3)) << '\n';
}
