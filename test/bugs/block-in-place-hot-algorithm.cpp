// RUN: %check_async %s async-block-in-place-hot-path %t -- -I %src_root/lib/runtime/include
// XFAIL: *
// An algorithm that calls its closure again and again is not taken for a loop.

#include <algorithm>
#include <unblock/unblock.hpp>
#include <vector>

int load(int key);

unblock::task<> all(std::vector<int> keys) {
  std::for_each(keys.begin(), keys.end(), [](int key) {
    unblock::block_in_place([=] { return load(key); });
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: {{.*}}
  });
  co_return;
}
