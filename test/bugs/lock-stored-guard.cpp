// XFAIL: *
// Guards in std::optional, in containers and behind smart pointers are not
// followed.
//
// RUN: %check_async %s async-lock-across-suspension %t -- -I %S/../checks/async/Inputs -isystem %S/../checks/async/Inputs/system

#include "coro_types.h"
#include <mutex>

namespace std {
template <typename T> class optional {
public:
  optional();
  template <typename... Args> T &emplace(Args &&...);
  void reset();

private:
  alignas(T) char storage_[sizeof(T)];
};
} // namespace std

std::mutex m;

task<> held() {
  std::optional<std::lock_guard<std::mutex>> guard;
  guard.emplace(m);
  co_await tick();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: coroutine 'held' suspends while it holds {{.*}}
}
