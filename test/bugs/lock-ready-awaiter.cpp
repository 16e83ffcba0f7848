// XFAIL: *
// The bodies of a library's functions are not looked at unless constant
// evaluation needs them; name the type in a model as 'non-suspending'.
//
// RUN: %check_async %s async-lock-across-suspension %t -- -I %S/../checks/async/Inputs -isystem %S/../checks/async/Inputs/system

#include "coro_types.h"
#include "lock_libraries.h"
#include <mutex>

std::mutex m;

task<> neverSuspends() {
  std::lock_guard guard(m);
  co_await always_ready_at_run_time<std::coroutine_handle<>>();
}
