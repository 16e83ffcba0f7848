// RUN: %check_async %s async-blocking-call %t
// A service on Seastar: everything runs on a shard's reactor.

#include <seastar/mock.h>
#include <fstream>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;

seastar::future<> good() {
  co_await seastar::sleep(1ms);
  auto file = co_await seastar::open_file_dma("f", 0);
  auto text = co_await file.dma_read(0, 10);
  co_await seastar::do_for_each(std::vector<int>(), [](int) {});
}
// No coroutine and no continuation: main, before the reactor runs.
int main() {
  std::ifstream in("seastar.conf");
  sleep(1);
}

seastar::future<int> coroutine() {
  std::ifstream in("f");
  // CHECK-NOTES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks the worker that runs coroutine 'coroutine': it opens a file
  // CHECK-NOTES: :[[@LINE-3]]:22: note: coroutine 'coroutine' begins here
  // CHECK-NOTES: :[[@LINE-3]]:17: note: instead, await 'seastar::open_file_dma' and its kin
  co_return 1;
}
seastar::future<> continuation() {
  return seastar::sleep(1ms).then([] {
    usleep(1);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'usleep' blocks the event loop that runs a callback of 'seastar::future::then': it suspends the calling thread
    // CHECK-NOTES: :[[@LINE-3]]:30: note: handed to 'seastar::future::then' here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, await 'seastar::sleep'
  }).finally([] {
    usleep(2);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'usleep' blocks the event loop that runs a callback of 'seastar::future::finally': {{.*}}
    // CHECK-NOTES: :[[@LINE-3]]:6: note: handed to 'seastar::future::finally' here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, await 'seastar::sleep'
  });
}
// A seastar::thread may wait for futures; system calls block the shard.
seastar::future<> thread() {
  return seastar::async([] {
    seastar::sleep(1ms).get();
    usleep(1);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'usleep' blocks the event loop that runs a callback of 'seastar::async': {{.*}}
    // CHECK-NOTES: :[[@LINE-4]]:10: note: handed to 'seastar::async' here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, await 'seastar::sleep'
  });
}
seastar::future<> otherShard() {
  return seastar::smp::submit_to(1, [] {
    usleep(1);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'usleep' blocks the event loop that runs a callback of 'seastar::smp::submit_to': {{.*}}
    // CHECK-NOTES: :[[@LINE-3]]:10: note: handed to 'seastar::smp::submit_to' here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, await 'seastar::sleep'
  });
}
seastar::future<> loops(std::vector<int> v) {
  co_await seastar::do_for_each(v, [](int n) {
    usleep(n);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'usleep' blocks the event loop that runs a callback of 'seastar::do_for_each': {{.*}}
    // CHECK-NOTES: :[[@LINE-3]]:12: note: handed to 'seastar::do_for_each' here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, await 'seastar::sleep'
  });
  seastar::timer<int> timer([] {
    usleep(1);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'usleep' blocks the event loop that runs a callback of 'seastar::timer::timer': {{.*}}
    // CHECK-NOTES: :[[@LINE-3]]:23: note: handed to 'seastar::timer::timer' here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: instead, await 'seastar::sleep'
  });
}
