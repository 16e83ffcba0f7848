// XFAIL: *
// A question whose answer changes nothing is taken for one that was remembered.
//
// RUN: %check_async %s async-unchecked-join %t -- -I %src_root/lib/runtime/include

#include <unblock/unblock.hpp>
#include <utility>

void log();
void use(int value);

unblock::task<> only_logs(unblock::join_handle<int> handle) {
  auto how = co_await handle.result();
  if (!how.has_value())
    log();
  use(std::move(how).value());
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'unblock::outcome::value' takes the value of 'how' {{.*}}
}
