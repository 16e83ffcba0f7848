// RUN: %clang_runtime %s
// RUN: %gcc_runtime %s
// RUN: not %clang_runtime -DWRONG %s 2>&1 | FileCheck %s
// RUN: not %gcc_runtime -DWRONG %s 2>&1 | FileCheck %s

#include <unblock/unblock.hpp>

#include <memory>

unblock::task<std::unique_ptr<int>> make() { co_return nullptr; }

unblock::task<> use() {
  std::unique_ptr<int> task = co_await unblock::spawn(make());
  std::unique_ptr<int> blocking =
      co_await unblock::spawn_blocking([] { return std::make_unique<int>(1); });
  unblock::outcome<std::unique_ptr<int>> outcome =
      co_await unblock::spawn(make()).result();
  std::unique_ptr<int> taken = std::move(outcome).value();
  std::unique_ptr<int> in_place =
      unblock::block_in_place([] { return std::make_unique<int>(1); });
}

#ifdef WRONG
struct pinned {
  pinned() = default;
  pinned(pinned &&) = delete;
};

unblock::task<> wrong() {
  // CHECK: error: {{.*}}the result type of a task or closure must be movable
  co_await unblock::spawn_blocking([] { return pinned(); });
}
#endif
