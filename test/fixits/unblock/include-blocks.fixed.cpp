// Blocks of includes, each sorted: the new one joins its kin.

#include <stdlib.h>

#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

#include <chrono>
#include <iostream>
#include <thread>

unblock::task<int> run() {
  co_await unblock::sleep_for(std::chrono::microseconds(20));
  co_return co_await unblock::spawn_blocking([] { return system("true"); });
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run()) << '\n';
}
