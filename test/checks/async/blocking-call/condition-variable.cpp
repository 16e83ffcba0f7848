// RUN: %check_async %s async-blocking-call %t
// Values of arguments that stand in variables.

#include "task.h"
#include <chrono>
#include <future>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

using namespace std::chrono_literals;

// A local variable that keeps its value needs no const.
Task<> neverChanged(int fd, pollfd *fds, std::future<int> f, char *buffer) {
  int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
  recv(fd, buffer, 1, flags);
  int timeout = 0;
  poll(fds, 1, timeout);
  auto none = 0ms;
  f.wait_for(none);
  std::chrono::milliseconds zero{};
  f.wait_for(zero);
  int options{WNOHANG};
  waitpid(1, nullptr, options);
  co_await tick();
}
Task<> noFlag(int fd, pollfd *fds, char *buffer) {
  int flags = MSG_NOSIGNAL;
  recv(fd, buffer, 1, flags);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'recv' blocks {{.*}}
  int timeout = 100;
  poll(fds, 1, timeout);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' blocks {{.*}}
  co_await tick();
}
Task<> changed(pollfd *fds, bool b) {
  int timeout = 0;
  if (b)
    timeout = 100;
  poll(fds, 1, timeout);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' blocks {{.*}}
  co_await tick();
}
Task<> parameter(pollfd *fds, int timeout) {
  poll(fds, 1, timeout);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' blocks {{.*}}
  co_await tick();
}
