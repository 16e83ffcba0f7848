// Work on another thread, and the handle that has to be awaited.
#ifndef POOL_H
#define POOL_H

#include "task.h"

namespace unblock {
struct join_handle {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
  void detach();
};
template <class F> join_handle spawn_blocking(F) { return {}; }
} // namespace unblock

void work();

#endif
