// RUN: %check_async %s async-blocking-call %t
// XFAIL: *
// A flag that a variable gains with |= is not seen: values follow initialisers.

#include <coroutine>
#include <sys/socket.h>

struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
};

// One that gains flags keeps those that it had.
Task gains(int fd, char *buffer, bool peek) {
  int flags = MSG_DONTWAIT;
  if (peek)
    flags |= MSG_PEEK;
  recv(fd, buffer, 1, flags);
  co_return;
}
// One that may gain the flag.
Task mayGain(int fd, char *buffer, bool wait) {
  int flags = 0;
  if (!wait)
    flags |= MSG_DONTWAIT;
  recv(fd, buffer, 1, flags);
  co_return;
}
