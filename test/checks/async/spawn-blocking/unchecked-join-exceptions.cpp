// RUN: %check_async %s async-unchecked-join %t -- -isystem %src_root/lib/runtime/include
//
// Who catches what cancelled work throws.

#include <exception>
#include <stdexcept>
#include <unblock/unblock.hpp>
#include <utility>

using unblock::join_handle;
using unblock::task;

void use(int value);

task<> base(join_handle<int> handle) {
  try {
    use((co_await handle.result()).value());
  } catch (const std::runtime_error &) {
  }
}
task<> everything(join_handle<int> handle) {
  try {
    if (true) {
      auto how = co_await handle.result();
      use(std::move(how).value());
    }
  } catch (...) {
  }
}
task<> among_others(join_handle<int> handle) {
  try {
    try {
      use((co_await handle.result()).value());
    } catch (int) {
    }
  } catch (std::logic_error &) {
  } catch (unblock::join_error) {
  }
}
task<> whole(join_handle<int> handle) try {
  use((co_await handle.result()).value());
} catch (const std::exception &) {
}

task<> other(join_handle<int> handle) {
  try {
    use((co_await handle.result()).value());
    // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'unblock::outcome::value' takes the value of an outcome {{.*}}
  } catch (const std::logic_error &) {
  }
}
task<> in_handler(join_handle<int> handle) {
  auto how = co_await handle.result();
  try {
    use(0);
  } catch (...) {
  }
  use(std::move(how).value());
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'unblock::outcome::value' takes the value of 'how' {{.*}}
}
