// RUN: %seeds/spawn-blocking/moving-data-into-spawn-blocking
// RUN: %check_seed %s %t
//
// Data is moved into the closure, or shared with it; the closure and its
// result may be move-only.

#include "seed.hpp"
#include <memory>
#include <numeric>
#include <unblock/unblock.hpp>
#include <vector>

using unblock::task;
using namespace seed;

int sum(const std::vector<int> &values) {
  return std::accumulate(values.begin(), values.end(), 0);
}

task<> moved() {
  std::vector<int> data = {1, 2, 3, 4, 5};
  auto work = unblock::spawn_blocking([data = std::move(data)] {
    return sum(data); // good: moved in
  });
  CHECK(co_await work == 15);
}

task<> shared() {
  auto data = std::make_shared<const std::vector<int>>(
      std::initializer_list<int>{10, 20, 30});
  auto work = unblock::spawn_blocking([data] {
    return sum(*data); // good: shared
  });
  CHECK(co_await work == 60);
  CHECK(data->size() == 3); // still here
}

task<> move_only() {
  auto number = std::make_unique<int>(41);
  auto work = unblock::spawn_blocking([number = std::move(number)]() mutable {
    ++*number;
    return std::move(number); // good: moved in, moved out
  });
  auto result = co_await work;
  CHECK(*result == 42);
}

// While the handle is awaited, the frame lives: so does what it refers to.
task<> referred() {
  std::vector<int> data = {1, 2, 3};
  CHECK(co_await unblock::spawn_blocking([&data] { return sum(data); }) == 6);
}

// A closure that outlives its frame must own what it uses.
task<unblock::join_handle<int>> outlives(std::vector<int> data) {
  co_return unblock::spawn_blocking([data = std::move(data)] {
    std::this_thread::sleep_for(20ms);
    return sum(data);
  });
}

task<> run() {
  co_await moved();
  co_await shared();
  co_await move_only();
  co_await referred();
  auto handle = co_await outlives(std::vector<int>(5, 2));
  CHECK(co_await handle == 10);
}

int main() {
  unblock::runtime rt;
  rt.block_on(run());
}
