// RUN: %check_async %s async-blocking-call %t

// The destructor of an object that was moved from, or returned, has nothing
// left to do: somebody else owns what it held.

#include <coroutine>
#include <utility>

extern "C" int fsync(int);

struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};

struct File {
  explicit File(int fd) : fd(fd) {}
  File(File &&other) : fd(std::exchange(other.fd, -1)) {}
  ~File() {
    if (fd != -1)
      fsync(fd);
  }
  int fd;
};

void keep(File &&file);
File open(int fd) {
  File file(fd);
  return file;
}

Task movedAway(int fd) {
  File file(fd);
  keep(std::move(file));
  co_return;
}
Task temporaryMoved(int fd) {
  keep(File(fd));
  co_return;
}
Task made(int fd) {
  keep(open(fd));
  co_return;
}

Task owned(int fd) {
  File file(fd);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'File::~File' blocks the worker that runs coroutine 'owned': {{.*}}
  co_return;
}
