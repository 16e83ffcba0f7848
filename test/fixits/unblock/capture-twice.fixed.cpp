// A variable more than once in one expression: none of them is the last.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::string shout(const std::string &text, int times) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text + std::string(static_cast<std::size_t>(times), '!');
}

std::string both(const std::string &one, const std::string &two) {
  return one + two;
}

unblock::task<std::string> run(std::string a, std::string b, std::string c,
                               std::string d) {
  std::string line =
      co_await unblock::spawn_blocking([a] { return shout(a, 1); }) +
      co_await unblock::spawn_blocking([a] { return shout(a, 2); });
  auto work = [b] { return shout(b, 3); };
  line += both(b, co_await unblock::spawn_blocking(std::move(work)));
  auto work2 = [c] { return shout(c, 4); };
  line += both(co_await unblock::spawn_blocking(std::move(work2)), c);
  auto work3 = [d] { return shout(d, 5); };
  d = co_await unblock::spawn_blocking(std::move(work3));
  co_return line + d;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("a", "b", "c", "a longer text for the heap"))
            << '\n';
}
