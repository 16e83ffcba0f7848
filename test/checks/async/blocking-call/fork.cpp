// RUN: %check_async %s async-blocking-call %t
// The child's branch of a fork is another process.

#include "task.h"
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

void slow() { sleep(1); }

Task<> child() {
  pid_t pid = fork(); // CHECK-MESSAGES: :[[@LINE]]:15: warning: 'fork' blocks {{.*}}
  if (pid == 0) {
    sleep(1);
    slow();
    char buffer;
    read(0, &buffer, 1);
    std::system("true");
    execl("/bin/true", "true", nullptr);
    _exit(1);
  }
  co_await tick();
}
Task<> other(char *buffer) {
  if (pid_t pid = fork(); pid == 0) { // CHECK-MESSAGES: :[[@LINE]]:19: warning: 'fork' blocks {{.*}}
    sleep(1);
    _exit(0);
  }
  if (fork() == 0) { // CHECK-MESSAGES: :[[@LINE]]:7: warning: 'fork' blocks {{.*}}
    sleep(2);
    _exit(0);
  }
  if (!fork()) { // CHECK-MESSAGES: :[[@LINE]]:8: warning: 'fork' blocks {{.*}}
    sleep(3);
    _exit(0);
  }
  pid_t pid;
  if ((pid = fork()) == 0) { // CHECK-MESSAGES: :[[@LINE]]:14: warning: 'fork' blocks {{.*}}
    sleep(4);
    _exit(0);
  }
  co_await tick();
}
void spawn() {
  if (fork() == 0) {
    sleep(1);
    _exit(0);
  }
}

// The parent's side.
Task<> parent() {
  pid_t pid = fork(); // CHECK-MESSAGES: :[[@LINE]]:15: warning: 'fork' blocks {{.*}}
  if (pid > 0) {
    waitpid(pid, nullptr, 0);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'waitpid' blocks {{.*}}
  }
  if (pid == 0)
    _exit(0);
  else
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  if (pid != 0)
    sleep(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  co_await tick();
}
// Zero is no child.
Task<> number(int pid) {
  if (pid == 0)
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  co_await tick();
}
Task<> switched() {
  switch (fork()) { // CHECK-MESSAGES: :[[@LINE]]:11: warning: 'fork' blocks {{.*}}
  case 0:
    sleep(1);
    _exit(0);
  case -1:
    usleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'usleep' blocks {{.*}}
    break;
  default:
    usleep(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'usleep' blocks {{.*}}
  }
  co_await tick();
}
Task<> elseBranch() {
  pid_t pid = fork(); // CHECK-MESSAGES: :[[@LINE]]:15: warning: 'fork' blocks {{.*}}
  if (pid != 0) {
    usleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'usleep' blocks {{.*}}
  } else {
    sleep(1);
    _exit(0);
  }
  co_await tick();
}
Task<> three() {
  pid_t pid = fork(); // CHECK-MESSAGES: :[[@LINE]]:15: warning: 'fork' blocks {{.*}}
  if (pid < 0) {
    co_return;
  } else if (pid == 0) {
    sleep(1);
    _exit(0);
  } else {
    usleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'usleep' blocks {{.*}}
  }
  co_await tick();
}
