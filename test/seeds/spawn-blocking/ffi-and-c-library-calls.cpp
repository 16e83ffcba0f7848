// RUN: %seeds/spawn-blocking/ffi-and-c-library-calls
// RUN: %check_seed %s %t
//
// Calls into foreign code may block: they go to the blocking pool.

#include "seed.hpp"
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

// Stands for a function of a C library.
extern "C" int blocking_c_library_call(int input) {
  std::this_thread::sleep_for(50ms);
  return input * 2;
}

task<int> tick_during(unblock::join_handle<int> &work) {
  int ticks = 0;
  for (; !work.is_finished(); ++ticks)
    co_await unblock::sleep_for(5ms);
  co_return ticks;
}

task<> run() {
  int input = 42;
  auto work = unblock::spawn_blocking([input] {
    return blocking_c_library_call(input); // good: on the blocking pool
  });
  CHECK(co_await tick_during(work) >= 2);
  CHECK(co_await work == 84);

  auto bad = blocking_c_library_call(input); // bad: async-blocking-call, fixed
  CHECK(bad == 84);
}

int main() {
  auto rt = unblock::runtime::builder::multi_thread().worker_threads(1).build();
  rt.block_on(rt.spawn(run()));
}
