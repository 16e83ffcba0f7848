// RUN: %clang_runtime %s
// RUN: %gcc_runtime %s
// RUN: not %clang_runtime -DWRONG %s 2>&1 | FileCheck %s
// RUN: not %gcc_runtime -DWRONG %s 2>&1 | FileCheck %s

#include <unblock/unblock.hpp>

#include <memory>
#include <mutex>

int call();

unblock::task<> use(std::unique_ptr<int> p) {
  co_await unblock::spawn_blocking([p = std::move(p)] { ++*p; });
  co_await unblock::spawn_blocking([i = 0]() mutable { return ++i; });
  co_await unblock::spawn_blocking(call);
  auto kept = [] { return 1; };
  co_await unblock::spawn_blocking(kept);

  // What runs here and now need not move.
  struct {
    std::mutex m;
    void operator()() {}
  } f;
  unblock::block_in_place(f);
}

#ifdef WRONG
struct pinned {
  std::mutex m;
  void operator()() {}
};

void wrong(unblock::handle h) {
  // CHECK: error: {{.*}}the closure is moved to another thread and must be movable
  unblock::spawn_blocking(pinned()).detach();
  // CHECK: error: {{.*}}the closure must be callable without arguments
  h.spawn_blocking([](int) {}).detach();
  // CHECK: error: {{.*}}the closure returns a task, which would never run
  h.spawn_blocking([]() -> unblock::task<> { co_return; }).detach();
}
#endif
