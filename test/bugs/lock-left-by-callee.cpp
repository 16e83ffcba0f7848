// XFAIL: *
// A mutex that a called function leaves locked is not followed.
//
// RUN: %check_async %s async-lock-across-suspension %t -- -I %S/../checks/async/Inputs -isystem %S/../checks/async/Inputs/system

#include "coro_types.h"
#include <mutex>

class account {
  std::mutex mutex_;
  void acquire() { mutex_.lock(); }
  void release() { mutex_.unlock(); }

  task<> held() {
    acquire();
    co_await tick();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: coroutine 'account::held' suspends while it holds {{.*}}
    release();
  }
};
