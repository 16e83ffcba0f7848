// RUN: %check_async %s async-blocking-call %t
// Arguments that make a blocking function return at once.

#include "task.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sys/msg.h>
#include <unistd.h>

constexpr int NoWait = WNOHANG;
const int Flags = MSG_DONTWAIT | MSG_PEEK;
constexpr int zero() { return 0; }
enum Timeouts { Immediately = 0, Soon = 10 };
struct Config {
  static constexpr int Timeout = 0;
  static const int Later = 10;
};
template <int N> struct Constant {
  static constexpr int value = N;
};

Task<> harmless(int fd, pid_t pid, pollfd *fds, epoll_event *events, char *buffer, bool peek) {
  int status;
  recv(fd, buffer, 1, MSG_DONTWAIT);
  recv(fd, buffer, 1, MSG_PEEK | MSG_DONTWAIT);
  recv(fd, buffer, 1, (peek ? MSG_PEEK : 0) | MSG_DONTWAIT);
  recv(fd, buffer, 1, Flags);
  const int local = MSG_DONTWAIT;
  recv(fd, buffer, 1, local);
  send(fd, buffer, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
  waitpid(pid, &status, WNOHANG);
  waitpid(pid, &status, WNOHANG | WUNTRACED);
  waitpid(pid, &status, NoWait);
  waitid(P_PID, pid, nullptr, WEXITED | WNOHANG);
  flock(fd, LOCK_EX | LOCK_NB);
  flock(fd, LOCK_UN);
  poll(fds, 1, 0);
  poll(fds, 1, zero());
  poll(fds, 1, Immediately);
  poll(fds, 1, Config::Timeout);
  poll(fds, 1, Constant<0>::value);
  poll(fds, 1, 1 - 1);
  epoll_wait(fd, events, 1, 0);
  const int timeout = 0;
  epoll_wait(fd, events, 1, timeout);
  ioctl(fd, FIONREAD, &status);
  lockf(fd, F_TLOCK, 0);
  fcntl(fd, F_GETFL);
  fcntl(fd, F_SETLK, nullptr);
  msgrcv(fd, buffer, 1, 0, IPC_NOWAIT);
  sleep(0);
  usleep(0);
  co_await tick();
}

template <bool Wait> Task<> inTemplate(int fd, char *buffer) {
  recv(fd, buffer, 1, Wait ? 0 : MSG_DONTWAIT);
  co_await tick();
}
template Task<> inTemplate<false>(int, char *);

Task<> blocks(int fd, pid_t pid, pollfd *fds, epoll_event *events, char *buffer, int flags) {
  int status;
  recv(fd, buffer, 1, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'recv' blocks the worker that runs coroutine 'blocks': it waits for the peer
  recv(fd, buffer, 1, MSG_PEEK);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'recv' blocks {{.*}}
  recv(fd, buffer, 1, flags);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'recv' blocks {{.*}}
  waitpid(pid, &status, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'waitpid' blocks {{.*}}: it waits until a child process changes state
  waitpid(pid, &status, WUNTRACED);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'waitpid' blocks {{.*}}
  flock(fd, LOCK_EX);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'flock' blocks {{.*}}
  poll(fds, 1, -1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' blocks {{.*}}
  poll(fds, 1, Soon);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' blocks {{.*}}
  poll(fds, 1, Config::Later);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' blocks {{.*}}
  poll(fds, 1, flags);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' blocks {{.*}}
  epoll_wait(fd, events, 1, 100);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'epoll_wait' blocks {{.*}}
  lockf(fd, F_LOCK, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'lockf' blocks {{.*}}
  fcntl(fd, F_SETLKW, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'fcntl' blocks {{.*}}
  ioctl(fd, TCSBRK, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'ioctl' blocks {{.*}}
  co_await tick();
}

// In a helper the same.
int reap(pid_t pid) {
  int status;
  return waitpid(pid, &status, WNOHANG);
}
int waitFor(pid_t pid) {
  int status;
  return waitpid(pid, &status, 0);
}
Task<> helpers(pid_t pid) {
  reap(pid);
  waitFor(pid);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'waitFor' blocks {{.*}}
  co_await tick();
}
