// Futures: one can only be moved, a shared one is copied.

#include <future>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <utility>

unblock::task<std::string> run(std::future<std::string> word,
                               std::shared_future<int> times) {
  std::string text = word.get();
  std::string line;
  for (int i = 0; i < times.get(); ++i)
    line += text;
  auto work = [times = std::move(times)] { times.wait(); };
  co_await unblock::spawn_blocking(std::move(work));
  co_return line;
}

int main() {
  unblock::runtime rt;
  std::promise<std::string> word;
  std::promise<int> times;
  std::thread other([&] {
    word.set_value("ab");
    times.set_value(3);
  });
  std::cout << rt.block_on(run(word.get_future(), times.get_future().share()))
            << '\n';
  other.join();
}
