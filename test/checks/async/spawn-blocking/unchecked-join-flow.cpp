// RUN: %check_async %s async-unchecked-join %t -- -isystem %src_root/lib/runtime/include
//
// Questions and answers on the ways through a coroutine.

#include <cassert>
#include <stdexcept>
#include <unblock/unblock.hpp>
#include <utility>
#include <vector>

using unblock::join_handle;
using unblock::outcome;
using unblock::task;

void use(int value);
void report(const outcome<int> &how);
bool flag();
bool good(const outcome<int> &how);

#define CHECK(cond) (static_cast<bool>(cond) ? void() : throw std::logic_error(#cond))

task<> combined(join_handle<int> handle, bool wanted) {
  auto how = co_await handle.result();
  if (wanted && how.has_value())
    use(std::move(how).value());
}
task<> either(join_handle<int> handle, bool given_up) {
  auto how = co_await handle.result();
  if (given_up || !how.has_value())
    co_return;
  use(std::move(how).value());
}
task<> choice(join_handle<int> handle) {
  auto how = co_await handle.result();
  use(how.has_value() ? std::move(how).value() : 0);
}
task<> asserted(join_handle<int> handle) {
  auto how = co_await handle.result();
  CHECK(how.has_value());
  use(std::move(how).value());
}
task<> remembered(join_handle<int> handle) {
  auto how = co_await handle.result();
  const bool there = how.has_value();
  if (there)
    use(std::move(how).value());
}
// What one path has found out may be known in another way.
task<> correlated(join_handle<int> handle) {
  auto how = co_await handle.result();
  bool there = true;
  if (how.is_cancelled())
    there = false;
  if (there)
    use(std::move(how).value());
}
task<> looked_at(join_handle<int> handle) {
  auto how = co_await handle.result();
  report(how);
  use(std::move(how).value());
}
task<> asked_elsewhere(join_handle<int> handle) {
  auto how = co_await handle.result();
  if (!good(how))
    co_return;
  use(std::move(how).value());
}
task<> captured(join_handle<int> handle) {
  auto how = co_await handle.result();
  auto there = [&] { return how.has_value(); };
  if (there())
    use(std::move(how).value());
}
// To throw is what is wanted.
task<> rethrows(join_handle<int> handle) {
  auto how = co_await handle.result();
  if (!how.has_value())
    use(std::move(how).value());
}
task<> discards(join_handle<int> handle) {
  auto how = co_await handle.result();
  std::move(how).value();
}
task<> discards_if(join_handle<int> handle) {
  auto how = co_await handle.result();
  if (flag())
    (void)std::move(how).value();
}
task<> of_nothing(join_handle<> handle) {
  auto how = co_await handle.result();
  std::move(how).value();
}
// Whoever calls has asked, or not: nothing is known here.
task<> parameter(outcome<int> how) {
  use(std::move(how).value());
  co_return;
}
task<> in_loop(std::vector<join_handle<int>> handles) {
  for (auto &handle : handles) {
    auto how = co_await handle.result();
    if (!how.has_value())
      continue;
    use(std::move(how).value());
  }
}

task<> loop(std::vector<join_handle<int>> handles) {
  for (auto &handle : handles) {
    auto how = co_await handle.result();
    use(std::move(how).value());
    // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'unblock::outcome::value' takes the value of 'how' before anything has asked how the work ended: {{.*}}
  }
}
task<> one_path(join_handle<int> handle) {
  auto how = co_await handle.result();
  if (flag()) {
    if (!how.has_value())
      co_return;
    use(std::move(how).value());
  } else {
    int value = std::move(how).value();
    // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'unblock::outcome::value' takes the value of 'how' before {{.*}}
    use(value);
  }
}
task<> in_condition(join_handle<int> handle) {
  auto how = co_await handle.result();
  if (std::move(how).value() == 1)
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'unblock::outcome::value' takes the value of 'how' before {{.*}}
    use(1);
}
task<> assigned(join_handle<int> first, join_handle<int> second) {
  auto how = co_await first.result();
  if (how.has_value())
    use(std::move(how).value());
  how = co_await second.result();
  use(std::move(how).value());
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'unblock::outcome::value' takes the value of 'how' before {{.*}}
}
task<> bound(join_handle<int> handle) {
  auto &&how = co_await handle.result();
  use(std::move(how).value());
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'unblock::outcome::value' takes the value of 'how' before {{.*}}
}
task<> lambda(join_handle<int> handle) {
  auto run = [](join_handle<int> of) -> task<> {
    use((co_await of.result()).value());
    // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: 'unblock::outcome::value' takes the value of an outcome before {{.*}}
  };
  co_await run(std::move(handle));
}
template <class T> task<> instantiated(join_handle<T> handle) {
  auto how = co_await handle.result();
  T value = std::move(how).value();
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'unblock::outcome::value' takes the value of 'how' before {{.*}}
  use(value);
}
template task<> instantiated(join_handle<int>);

task<> dropped(join_handle<int> first, join_handle<int> second) {
  [[maybe_unused]] auto meant = co_await first.result();
  auto how = co_await second.result();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'how', the outcome of joined work, is never looked at: nobody learns that the work failed or was cancelled
}
