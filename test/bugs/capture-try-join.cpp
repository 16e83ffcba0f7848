// XFAIL: *
// try_join stops to wait when one of its operands fails: the other closure goes
// on with a reference to a variable that ends.
//
// RUN: %check_async %s async-spawn-blocking-capture %t -- -I%src_root/lib/runtime/include

#include <string>
#include <unblock/unblock.hpp>

void load(std::string &into);

unblock::task<> both() {
  std::string a, b;
  co_await unblock::try_join(unblock::spawn_blocking([&a] { load(a); }),
                             // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'a' is captured by reference {{.*}}
                             unblock::spawn_blocking([&b] { load(b); }));
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'b' is captured by reference {{.*}}
}
