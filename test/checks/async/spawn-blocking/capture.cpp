// RUN: %check_async %s async-spawn-blocking-capture %t -- -I%src_root/lib/runtime/include

#include <array>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unblock/unblock.hpp>
#include <vector>

using unblock::join_handle;
using unblock::spawn_blocking;
using unblock::task;
using namespace std::chrono_literals;

std::string load(std::string_view path);
std::size_t parse(const std::string &text);
bool ready();
void use(const void *);

//===----------------------------------------------------------------------===//
// Awaited where it is started
//===----------------------------------------------------------------------===//

task<std::size_t> awaited(std::string path, const std::string &other) {
  std::string text = "x";
  co_await spawn_blocking([&] { text = load(path); });
  co_await spawn_blocking([&text, &other] { text = other; });
  auto n = co_await spawn_blocking([&] { return parse(text); });
  auto how = co_await spawn_blocking([&] { return parse(text); }).result();
  co_return n + co_await spawn_blocking([&] { return parse(text); });
}
task<> byValue(std::string path) {
  std::string text = "x";
  auto handle = spawn_blocking([path, text = std::move(text)] { parse(text); });
  (void)spawn_blocking([path = std::move(path)] { parse(path); });
  co_await handle;
}
static std::string cache;
task<> outlivesAll() {
  static std::string text;
  thread_local int n;
  constexpr int size = 3;
  (void)spawn_blocking([&] { text = cache + std::to_string(size); });
  auto &alias = cache;
  (void)spawn_blocking([&alias] { alias = ""; });
  co_return;
}

//===----------------------------------------------------------------------===//
// Awaited on every way
//===----------------------------------------------------------------------===//

task<> later() {
  std::string text;
  auto handle = spawn_blocking([&text] { text = load("f"); });
  co_await unblock::sleep_for(1ms);
  co_await handle;
}
task<std::size_t> onBothWays() {
  std::string text;
  auto handle = spawn_blocking([&text] { text = load("f"); });
  if (ready()) {
    co_await std::move(handle);
    co_return 0;
  }
  auto how = co_await handle.result();
  co_return parse(text);
}
task<> inLoop() {
  for (int i = 0; i != 3; ++i) {
    std::string text;
    auto handle = spawn_blocking([&] { text = load("f"); });
    if (i == 2) {
      co_await handle;
      break;
    }
    co_await handle;
  }
}
task<> joined() {
  std::string a, b;
  auto first = spawn_blocking([&a] { a = load("a"); });
  auto second = spawn_blocking([&b] { b = load("b"); });
  co_await unblock::join_all(std::move(first), std::move(second));
  co_await unblock::join_all(spawn_blocking([&a] { a = load("a"); }),
                             spawn_blocking([&b] { b = load("b"); }));
}
task<> all(const std::vector<std::string> &paths) {
  std::vector<std::string> texts(paths.size());
  std::vector<join_handle<void>> handles;
  for (std::size_t i = 0; i != paths.size(); ++i)
    handles.push_back(
        spawn_blocking([&texts, &paths, i] { texts[i] = load(paths[i]); }));
  for (auto &handle : handles)
    co_await handle;
}
task<> allAtOnce() {
  std::string text;
  std::vector<join_handle<void>> handles;
  handles.emplace_back(spawn_blocking([&text] { parse(text); }));
  co_await unblock::join_all(std::move(handles));
}
task<> byIndex() {
  std::string text;
  std::vector<join_handle<void>> handles;
  for (int i = 0; i != 3; ++i)
    handles.push_back(spawn_blocking([&text] { parse(text); }));
  for (std::size_t i = 0; i != handles.size(); ++i)
    co_await handles[i];
}
task<> fromBack() {
  std::string text;
  std::vector<join_handle<void>> handles;
  for (int i = 0; i != 3; ++i)
    handles.push_back(spawn_blocking([&text] { parse(text); }));
  while (!handles.empty()) {
    co_await handles.back();
    handles.pop_back();
  }
}
task<> perhaps(bool wanted) {
  std::string text;
  join_handle<void> handle;
  if (wanted)
    handle = spawn_blocking([&text] { parse(text); });
  if (wanted)
    co_await handle;
}
task<> polled() {
  std::string text;
  auto handle = spawn_blocking([&text] { parse(text); });
  while (!handle.is_finished())
    co_await unblock::yield_now();
}
// The handle is passed on: somebody else may wait.
void keep(join_handle<void> &handle);
task<> passedOn() {
  std::string text;
  auto handle = spawn_blocking([&text] { parse(text); });
  keep(handle);
}
task<> triesAgain() {
  std::string text;
  auto handle = spawn_blocking([&text] { parse(text); });
  try {
    co_await handle;
  } catch (...) {
  }
}
// The caller of the function has the object and gets the handle.
join_handle<std::size_t> start(const std::string &text) {
  return spawn_blocking([&text] { return parse(text); });
}
int main() {
  std::string text;
  auto runtime = unblock::runtime::builder::multi_thread().build();
  auto handle = runtime.spawn_blocking([&text] { return parse(text); });
  runtime.block_on(std::move(handle));
}

//===----------------------------------------------------------------------===//
// Nothing waits
//===----------------------------------------------------------------------===//

task<> discarded() {
  std::string buffer;
  (void)spawn_blocking([&buffer] { buffer = load("f"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'buffer' is captured by reference and may be gone when 'unblock::spawn_blocking' runs the closure [async-spawn-blocking-capture]
  // CHECK-MESSAGES: :[[@LINE-2]]:26: note: 'buffer' is captured here
  // CHECK-MESSAGES: :[[@LINE+2]]:3: note: 'buffer' ends here, and the work may still run
  // CHECK-MESSAGES: :[[@LINE-4]]:9: note: copy or move it into the closure, or await the work on every way before it ends
  co_return;
}
task<> never() {
  std::string buffer;
  auto handle = spawn_blocking([&buffer] { buffer = load("f"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'buffer' is captured by reference and may be gone when 'unblock::spawn_blocking' runs the closure
  // CHECK-MESSAGES: :[[@LINE-2]]:34: note: 'buffer' is captured here
  // CHECK-MESSAGES: :[[@LINE+2]]:3: note: 'buffer' ends here, and the work may still run
  // CHECK-MESSAGES: :[[@LINE-4]]:17: note: copy or move {{.*}}
  co_return;
}
task<> early() {
  std::string buffer;
  auto handle = spawn_blocking([&buffer] { buffer = load("f"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'buffer' is captured by reference and may be gone when 'unblock::spawn_blocking' runs the closure
  // CHECK-MESSAGES: :[[@LINE-2]]:34: note: 'buffer' is captured here
  // CHECK-MESSAGES: :[[@LINE+3]]:5: note: 'buffer' ends here, on a way on which nothing has awaited the work
  // CHECK-MESSAGES: :[[@LINE-4]]:17: note: copy or move {{.*}}
  if (!ready())
    co_return;
  co_await handle;
}
task<> thrown() {
  std::string buffer;
  auto handle = spawn_blocking([&buffer] { buffer = load("f"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'buffer' is captured by reference and may be gone when 'unblock::spawn_blocking' runs the closure
  // CHECK-MESSAGES: :[[@LINE-2]]:34: note: 'buffer' is captured here
  // CHECK-MESSAGES: :[[@LINE+3]]:5: note: 'buffer' ends here, on a way on which nothing has awaited the work
  // CHECK-MESSAGES: :[[@LINE-4]]:17: note: copy or move {{.*}}
  if (!ready())
    throw 1;
  co_await handle;
}
task<> innerScope() {
  join_handle<void> handle;
  {
    std::string buffer;
    handle = spawn_blocking([&buffer] { buffer = load("f"); });
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'buffer' is captured by reference and may be gone when 'unblock::spawn_blocking' runs the closure
    // CHECK-MESSAGES: :[[@LINE-2]]:31: note: 'buffer' is captured here
    // CHECK-MESSAGES: :[[@LINE+2]]:3: note: 'buffer' ends here, on a way on which nothing has awaited the work
    // CHECK-MESSAGES: :[[@LINE-4]]:14: note: copy or move {{.*}}
  }
  co_await handle;
}
task<> inLambda() {
  auto child = []() -> task<> {
    std::string buffer;
    (void)spawn_blocking([&buffer] { buffer = load("f"); });
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'buffer' is captured {{.*}}
    co_return;
  };
  co_await child();
}
task<> pending() {
  std::vector<join_handle<void>> handles;
  std::string text;
  handles.push_back(spawn_blocking([&text] { parse(text); }));
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'text' is captured {{.*}}
  if (ready())
    co_return;
  for (auto &handle : handles)
    co_await handle;
}
task<> stopsWaiting() {
  std::vector<join_handle<bool>> handles;
  std::string text;
  handles.push_back(spawn_blocking([&text] { return parse(text) != 0; }));
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'text' is captured {{.*}}
  for (auto &handle : handles)
    if (co_await handle)
      break;
}
task<> detached() {
  std::string a, b;
  auto handle = spawn_blocking([&] { a = b; });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'a' and 'b' are captured by reference and may be gone when 'unblock::spawn_blocking' runs the closure
  // CHECK-MESSAGES: :[[@LINE-2]]:38: note: 'a' is captured here
  // CHECK-MESSAGES: :[[@LINE-3]]:42: note: 'b' is captured here
  // CHECK-MESSAGES: :[[@LINE+3]]:10: note: the handle is given up here
  // CHECK-MESSAGES: :[[@LINE+3]]:1: note: 'a' ends here, and the work may still run
  // CHECK-MESSAGES: :[[@LINE-6]]:17: note: copy or move {{.*}}
  handle.detach();
}
task<> parameters(std::string value, const std::string &reference) {
  (void)spawn_blocking([&] { return value.size() + reference.size(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'value' and 'reference' are captured by reference and may be gone when {{.*}}
  co_return;
}
