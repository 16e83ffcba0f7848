// XFAIL: *
// A handle in std::optional or in a container that nobody looks at again.
//
// RUN: %check_async %s async-spawn-blocking-discarded %t -- -I %src_root/lib/runtime/include

#include <optional>
#include <unblock/unblock.hpp>

void work();

unblock::task<> stores() {
  std::optional handle = unblock::spawn_blocking(work);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'handle', the handle of {{.*}}, is never awaited{{.*}}
  co_return;
}
