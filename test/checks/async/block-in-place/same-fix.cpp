// RUN: %check_async %s async-block-in-place-hot-path,async-block-in-place-in-library %t -config='{CheckOptions: {async-block-in-place-in-library.LibraryPaths: "same-fix.cpp"}}' -- -isystem %src_root/lib/runtime/include
// Checks that find the same call give the same fix, which is made once. Fixes of
// one function agree about names, whichever check gives them.

#include <string>
#include <unblock/blocking.hpp>
#include <unblock/task.hpp>

std::size_t load(const std::string &key);

unblock::task<std::size_t> loads(std::string key, int times) {
  std::size_t sum = unblock::block_in_place([key] { return load(key); });
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'unblock::block_in_place' in library code {{.*}} [async-block-in-place-in-library]
  // CHECK-FIXES: auto work = [key] { return load(key); };
  // CHECK-FIXES: std::size_t sum = co_await unblock::spawn_blocking(std::move(work));
  for (int i = 0; i != times; ++i) {
    sum += unblock::block_in_place([&] { return load(key); });
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::block_in_place' is on a hot path: {{.*}} [async-block-in-place-hot-path]
    // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: 'unblock::block_in_place' in library code {{.*}} [async-block-in-place-in-library]
    // CHECK-FIXES: auto work2 = [key] { return load(key); };
    // CHECK-FIXES: sum += co_await unblock::spawn_blocking(std::move(work2));
  }
  co_return sum;
}
