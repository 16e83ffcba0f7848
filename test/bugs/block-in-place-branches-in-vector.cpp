// RUN: %check_async %s async-block-in-place-sibling-branches %t -- -I %src_root/lib/runtime/include
// XFAIL: *
// What a container of branches holds is not followed.

#include <unblock/unblock.hpp>
#include <vector>

int load(int key);

unblock::task<int> work(int key) {
  co_return unblock::block_in_place([=] { return load(key); });
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: {{.*}}
}
unblock::task<> all() {
  std::vector<unblock::task<int>> branches;
  branches.push_back(work(1));
  branches.push_back(work(2));
  co_await unblock::join_all(std::move(branches));
}
