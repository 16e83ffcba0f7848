// RUN: %check_async %s async-spawn-blocking-cancellation %t -- -I%src_root/lib/runtime/include

#include <atomic>
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <unblock/unblock.hpp>
#include <vector>

using unblock::join_handle;
using unblock::spawn_blocking;
using unblock::task;
using namespace std::chrono_literals;

int compute(int n);
int computeUnless(std::stop_token token);
task<int> fetch();
bool ready();

//===----------------------------------------------------------------------===//
// Right
//===----------------------------------------------------------------------===//

task<> noBlockingWork() {
  co_await unblock::timeout(1s, fetch());
  auto handle = unblock::spawn(fetch());
  handle.abort();
  co_await unblock::select(fetch(), fetch());
}
task<> onlyAwaited() {
  co_await spawn_blocking([] { return compute(1); });
  co_await unblock::join_all(spawn_blocking([] { return compute(1); }),
                             spawn_blocking([] { return compute(2); }));
}
// The work looks at a token, or another flag.
task<> told() {
  std::stop_source source;
  auto handle =
      spawn_blocking([token = source.get_token()] {
        for (int i = 0; i != 100 && !token.stop_requested(); ++i)
          compute(i);
      });
  if (!co_await unblock::timeout(1s, std::move(handle)))
    source.request_stop();
}
task<> toldByHelper(std::stop_token token) {
  co_await unblock::timeout(
      1s, spawn_blocking([token] { return computeUnless(token); }));
}
task<> flagged(std::shared_ptr<std::atomic<bool>> done) {
  auto handle = spawn_blocking([done] {
    while (!done->load())
      compute(1);
  });
  co_await unblock::timeout(1s, std::move(handle));
  *done = true;
}
// Whether it ran is asked.
task<> asked() {
  auto handle = spawn_blocking([] { return compute(1); });
  handle.abort();
  auto how = co_await handle.result();
  if (how.is_cancelled())
    co_return;
}
// Nobody pretends that it is over.
task<> patient() {
  auto handle = spawn_blocking([] { return compute(1); });
  if (!co_await unblock::timeout(1s, handle.result()))
    co_await handle;
}
task<> detaches() {
  auto handle = spawn_blocking([] { return compute(1); });
  if (!co_await unblock::timeout(1s, handle.result()))
    handle.detach();
}
task<> tried() {
  auto handle = spawn_blocking([] { return compute(1); });
  handle.abort();
  try {
    co_await handle;
  } catch (const unblock::join_error &) {
  }
}
task<> allAsked() {
  std::vector<join_handle<int>> handles;
  handles.push_back(spawn_blocking([] { return compute(1); }));
  for (auto &handle : handles)
    handle.abort();
  for (auto &handle : handles)
    auto how = co_await handle.result();
}

//===----------------------------------------------------------------------===//
// Wrong
//===----------------------------------------------------------------------===//

task<> timesOut() {
  co_await unblock::timeout(1s, spawn_blocking([] { return compute(1); }));
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'unblock::timeout' stops to wait, but the work of 'unblock::spawn_blocking' goes on [async-spawn-blocking-cancellation]
  // CHECK-NOTES: :[[@LINE-2]]:33: note: the work is started here
  // CHECK-NOTES: :[[@LINE-3]]:12: note: do the work in chunks and look at a 'std::stop_token' between them, or keep the handle and await it afterwards
}
task<> timesOutLater() {
  auto handle = spawn_blocking([] { return compute(1); });
  auto result = co_await unblock::timeout(1s, std::move(handle));
  // CHECK-NOTES: :[[@LINE-1]]:26: warning: 'unblock::timeout' stops to wait, {{.*}}
  // CHECK-NOTES: :[[@LINE-3]]:17: note: the work is started here
  // CHECK-NOTES: :[[@LINE-3]]:26: note: do the work in chunks {{.*}}
}
task<> looksAway() {
  auto handle = spawn_blocking([] { return compute(1); });
  co_await unblock::timeout(1s, handle.result());
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'unblock::timeout' stops to wait, {{.*}}
  // CHECK-NOTES: :[[@LINE-3]]:17: note: the work is started here
  // CHECK-NOTES: :[[@LINE-3]]:12: note: do the work in chunks {{.*}}
}
task<> races() {
  auto handle = spawn_blocking([] { return compute(1); });
  co_await unblock::select(std::move(handle), fetch());
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'unblock::select' stops to wait, {{.*}}
  // CHECK-NOTES: :[[@LINE-3]]:17: note: the work is started here
  // CHECK-NOTES: :[[@LINE-3]]:12: note: do the work in chunks {{.*}}
}
task<> aborts() {
  auto handle = spawn_blocking([] { return compute(1); });
  co_await unblock::sleep_for(1s);
  handle.abort();
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'unblock::join_handle::abort' does not stop the work of 'unblock::spawn_blocking' once it has started
  // CHECK-NOTES: :[[@LINE-4]]:17: note: the work is started here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: do the work in chunks and look at a 'std::stop_token' between them; ask for the outcome afterwards to learn whether it ran
}
task<> takesItForGranted() {
  auto handle = spawn_blocking([] { return compute(1); });
  handle.abort();
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'unblock::join_handle::abort' does not stop {{.*}}
  // CHECK-NOTES: :[[@LINE-3]]:17: note: the work is started here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: do the work in chunks {{.*}}
  co_await handle;
}
// The token is one that nobody can stop.
int computeUnless(std::stop_token token) {
  int n = 0;
  while (!token.stop_requested())
    n = compute(n);
  return n;
}
task<> inVain() {
  co_await unblock::timeout(1s, spawn_blocking([] { return computeUnless({}); }));
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'unblock::timeout' stops to wait, {{.*}}
  // CHECK-NOTES: :[[@LINE-2]]:33: note: the work is started here
  // CHECK-NOTES: :[[@LINE-3]]:12: note: do the work in chunks {{.*}}
}
task<> abortsAll() {
  std::vector<join_handle<int>> handles;
  for (int i = 0; i != 3; ++i)
    handles.push_back(spawn_blocking([i] { return compute(i); }));
  co_await unblock::sleep_for(1s);
  for (auto &handle : handles)
    handle.abort();
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'unblock::join_handle::abort' does not stop {{.*}}
  // CHECK-NOTES: :[[@LINE-5]]:23: note: the work is started here
  // CHECK-NOTES: :[[@LINE-3]]:12: note: do the work in chunks {{.*}}
}
// Through a function, or under a name.
join_handle<int> start(int n) {
  return spawn_blocking([n] { return compute(n); });
}
task<> helper() {
  auto work = [] { return compute(1); };
  co_await unblock::timeout(1s, spawn_blocking(work));
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'unblock::timeout' stops to wait, {{.*}}
  // CHECK-NOTES: :[[@LINE-2]]:33: note: the work is started here
  // CHECK-NOTES: :[[@LINE-3]]:12: note: do the work in chunks {{.*}}
  co_await unblock::timeout(1s, start(2));
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'unblock::timeout' stops to wait, {{.*}}
  // CHECK-NOTES: :[[@LINE-10]]:10: note: the work is started here
  // CHECK-NOTES: :[[@LINE-3]]:12: note: do the work in chunks {{.*}}
}
