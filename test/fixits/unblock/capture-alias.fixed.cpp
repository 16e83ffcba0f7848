// Other names of a variable see it after its last mention: it must stay.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <utility>

std::size_t send(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

struct at_exit {
  const std::string &text;
  ~at_exit() { std::cout << "left " << text << '\n'; }
};

unblock::task<std::size_t> run(std::string one, std::string two,
                               std::string three, std::string four) {
  const std::string &alias = one;
  const std::string *pointer = &two;
  auto show = [&three] { std::cout << three << '\n'; };
  at_exit guard{four};
  auto work = [one] { return send(one); };
  std::size_t sent = co_await unblock::spawn_blocking(std::move(work));
  auto work2 = [two] { return send(two); };
  sent += co_await unblock::spawn_blocking(std::move(work2));
  auto work3 = [three] { return send(three); };
  sent += co_await unblock::spawn_blocking(std::move(work3));
  auto work4 = [four] { return send(four); };
  sent += co_await unblock::spawn_blocking(std::move(work4));
  std::cout << alias << ' ' << *pointer << ' ';
  show();
  co_return sent;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("a long one", "b", "c", "d")) << '\n';
}
