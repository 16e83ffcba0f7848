// XFAIL: *
// A timeout around a coroutine ends its variables while it awaits the work.
//
// RUN: %check_async %s async-spawn-blocking-capture %t -- -I%src_root/lib/runtime/include

#include <chrono>
#include <string>
#include <unblock/unblock.hpp>

using namespace std::chrono_literals;

void load(std::string &into);

unblock::task<> child() {
  std::string text;
  co_await unblock::spawn_blocking([&text] { load(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'text' is captured by reference {{.*}}
}
unblock::task<> parent() { co_await unblock::timeout(1s, child()); }
