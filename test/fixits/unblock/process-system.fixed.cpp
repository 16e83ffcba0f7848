// Commands, as statement, value and condition.

#include <cstdlib>
#include <iostream>
#include <string>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> run(std::string command) {
  co_await unblock::spawn_blocking([] { std::system("true"); });
  if (int status = co_await unblock::spawn_blocking(
          [command] { return std::system(command.c_str()); });
      status != 0)
    std::cout << "failed\n";
  auto work = [command = std::move(command)] {
    return std::system(("exit " + std::to_string(command.size())).c_str());
  };
  co_return co_await unblock::spawn_blocking(std::move(work)) != 0;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("false")) << '\n';
}
