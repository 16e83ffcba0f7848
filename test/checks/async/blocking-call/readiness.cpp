// RUN: %check_async %s async-blocking-call %t
// A call that comes after readiness, or completion, does not wait.

#include "task.h"
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <future>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

struct Reactor {
  Operation readable(int fd);
  Operation writable(int fd);
};
struct Event {
  Operation wait();
  bool is_ready();
};

//===-- Descriptors that were awaited -------------------------------------===//

Task<> afterReadiness(int fd, char *buffer) {
  co_await readable(fd);
  read(fd, buffer, 1);
}
Task<> byReactor(Reactor &r, int fd, char *buffer) {
  co_await r.readable(fd);
  recv(fd, buffer, 1, 0);
  co_await r.writable(fd);
  send(fd, buffer, 1, 0);
}
struct Connection {
  int fd;
  int handle() const { return fd; }
  Task<> run(Reactor &r, char *buffer) {
    co_await r.readable(fd);
    recv(fd, buffer, 1, 0);
    recvmsg(fd, nullptr, 0);
  }
};
Task<> byMember(Reactor &r, Connection &c, char *buffer) {
  co_await r.readable(c.fd);
  recv(c.fd, buffer, 1, 0);
}
Task<> inLoop(Reactor &r, int fd, char *buffer) {
  while (true) {
    co_await r.readable(fd);
    if (recv(fd, buffer, 1, 0) <= 0)
      co_return;
  }
}
Task<> accepts(Reactor &r, int fd) {
  for (;;) {
    co_await readable(fd);
    int client = accept(fd, nullptr, nullptr);
    close(client);
  }
}

//===-- Descriptors that do not block --------------------------------------===//

Task<> flagsAtCreation(char *buffer) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  connect(fd, nullptr, 0);
  co_await readable(fd);
  int event = eventfd(0, EFD_NONBLOCK);
  read(event, buffer, 8);
  int client = accept4(fd, nullptr, nullptr, SOCK_NONBLOCK);
  recv(client, buffer, 1, 0);
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  read(timer, buffer, 8);
}
Task<> flagsLater(int fd, char *buffer) {
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  read(fd, buffer, 1);
  co_await tick();
}
Task<> wouldBlock(int fd, char *buffer) {
  for (;;) {
    if (read(fd, buffer, 1) < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK)
        co_await readable(fd);
      else
        co_return;
    }
  }
}

//===-- Futures, threads --------------------------------------------------===//

template <typename T> struct FutureReady {
  std::future<T> &future;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>);
  void await_resume() {}
};
template <typename T> FutureReady<T> completion(std::future<T> &f) { return {f}; }
Task<int> afterCompletion(std::future<int> f) {
  co_await completion(f);
  co_return f.get();
}
Task<int> afterPolling(std::future<int> f) {
  while (f.wait_for(0s) != std::future_status::ready)
    co_await tick();
  co_return f.get();
}
Task<int> ifReady(std::future<int> f) {
  if (f.wait_for(0ms) == std::future_status::ready)
    co_return f.get();
  co_return 0;
}
struct Set {
  Operation wait();
  void set();
};
Task<> endedThread() {
  Set done;
  std::thread t([&done] { done.set(); });
  co_await done.wait();
  t.join();
}
Task<> endedJthread() {
  Set done;
  std::jthread t([&done] { done.set(); });
  co_await done.wait();
}

//===-- Warnings ----------------------------------------------------------===//

// Nothing makes an open of a file return at once.
Task<> file(char *buffer) {
  int fd = open("/etc/passwd", O_RDONLY | O_NONBLOCK);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'open' blocks {{.*}}
  co_await tick();
  close(fd);
}
Task<int> otherFuture(std::future<int> f, std::future<int> g) {
  co_await completion(g);
  co_return f.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'std::future::get' blocks {{.*}}
}
Task<int> onlyWaited(std::future<int> f) {
  co_await tick();
  co_return f.get();
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'std::future::get' blocks {{.*}}
}
Task<> running() {
  std::thread t([] {});
  co_await tick();
  t.join();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::thread::join' blocks {{.*}}
}
Task<> runningJthread() {
  std::jthread t([] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'std::jthread::~jthread' blocks {{.*}}
  co_await tick();
}

// This file makes descriptors non-blocking, so that one that comes from elsewhere
// may be; one that is made here is judged by how it is made.
Task<> fromElsewhere(int fd, char *buffer) {
  recv(fd, buffer, 1, 0);
  co_await tick();
}
Task<> blockingSocket(char *buffer) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  connect(fd, nullptr, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' blocks {{.*}}
  recv(fd, buffer, 1, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'recv' blocks {{.*}}
  co_await tick();
}
