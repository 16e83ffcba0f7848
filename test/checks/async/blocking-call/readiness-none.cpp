// RUN: %check_async %s async-blocking-call %t
// Descriptors that nothing makes ready, in a file that makes none non-blocking.

#include "task.h"
#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

Task<> ready(int fd, char *buffer) {
  co_await readable(fd);
  read(fd, buffer, 1);
}

Task<> before(int fd, char *buffer) {
  read(fd, buffer, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read' blocks the worker that runs coroutine 'before': {{.*}}
  co_await readable(fd);
}
Task<> otherDescriptor(int fd, int file, char *buffer) {
  co_await readable(fd);
  read(file, buffer, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read' blocks {{.*}}
}
Task<> blockingSocket(char *buffer) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  connect(fd, nullptr, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' blocks {{.*}}
  recv(fd, buffer, 1, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'recv' blocks {{.*}}
  int client = accept(fd, nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'accept' blocks {{.*}}
  co_await tick();
  close(client);
}
// An error of another kind.
Task<> otherError(int fd, char *buffer) {
  if (read(fd, buffer, 1) < 0 && errno == EINTR)
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'read' blocks {{.*}}
    co_return;
  co_await tick();
}
// Standard input is not polled by reading another descriptor.
Task<> input(int fd, char *buffer) {
  co_await readable(fd);
  read(STDIN_FILENO, buffer, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'read' blocks {{.*}}
}
