// RUN: %check_async %s async-blocking-call %t
// To wake somebody up through an eventfd does not wait.

#include "task.h"
#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>

// An eventfd always takes a number.
struct Waker {
  int fd = eventfd(0, EFD_CLOEXEC);
  void wake() {
    std::uint64_t one = 1;
    write(fd, &one, sizeof(one));
  }
};
Task<> wakes(Waker &w) {
  w.wake();
  co_await tick();
}
Task<> byParameter(int trigger) {
  std::uint64_t value{42};
  auto written = write(trigger, &value, sizeof(value));
  (void)written;
  co_await tick();
}
