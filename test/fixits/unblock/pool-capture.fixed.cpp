// Closures that may outlive the variables that they refer to: a copy is as good
// where the variable is small and only read.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

double scale(int value, double by) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return value * by;
}

unblock::task<double> run(int value, bool wait) {
  const double half = 0.5;
  int next = value + 1;
  auto scaling =
      unblock::spawn_blocking([next, half] { return scale(next, half); });
  if (!wait)
    co_return 0; // the work goes on
  co_return co_await scaling;
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(5, true)) << '\n';
}
