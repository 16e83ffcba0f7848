// RUN: %check_async %s async-spawn-blocking-capture %t -- -I%src_root/lib/runtime/include
//
// Where the handle goes.

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <unblock/unblock.hpp>
#include <vector>

using unblock::join_handle;
using unblock::spawn_blocking;
using unblock::task;
using namespace std::chrono_literals;

std::size_t parse(const std::string &text);
bool ready();

task<> moved() {
  std::string text;
  auto first = spawn_blocking([&text] { return parse(text); });
  auto second = std::move(first);
  co_await second;
}
task<> reset(bool more) {
  std::string text;
  std::optional<join_handle<std::size_t>> handle;
  if (more)
    handle = spawn_blocking([&text] { return parse(text); });
  if (handle)
    co_await *handle;
}
task<> emplaced() {
  std::string text;
  std::optional<join_handle<std::size_t>> handle;
  handle.emplace(spawn_blocking([&text] { return parse(text); }));
  co_await *handle;
}
task<> byKey() {
  std::string text;
  std::map<int, join_handle<std::size_t>> handles;
  handles.emplace(1, spawn_blocking([&text] { return parse(text); }));
  handles[2] = spawn_blocking([&text] { return parse(text); });
  for (auto &[key, handle] : handles)
    co_await handle;
}
task<> chosen(bool a) {
  std::string text;
  auto handle = a ? spawn_blocking([&text] { return parse(text); })
                  : spawn_blocking([&text] { return parse(text) + 1; });
  co_await handle;
}
task<> outcome() {
  std::string text;
  auto handle = spawn_blocking([&text] { return parse(text); });
  auto how = co_await handle.result();
  if (how.is_cancelled())
    co_return;
}
// The handle is kept, and awaited when the time is over.
task<> patient() {
  std::string text;
  auto handle = spawn_blocking([&text] { return parse(text); });
  if (!co_await unblock::timeout(1s, handle.result()))
    co_await handle;
}
task<> abortsAndWaits() {
  std::string text;
  auto handle = spawn_blocking([&text] { return parse(text); });
  handle.abort();
  auto how = co_await handle.result();
}
task<> selectsByValue(std::string text) {
  co_await unblock::timeout(1s, spawn_blocking([text] { return parse(text); }));
}
task<> loop() {
  std::vector<std::string> texts(3);
  std::vector<join_handle<std::size_t>> handles;
  for (auto &text : texts)
    handles.push_back(spawn_blocking([&] { return parse(text); }));
  std::size_t sum = 0;
  for (auto it = handles.begin(); it != handles.end(); ++it)
    sum += co_await *it;
}

class Service {
public:
  void start(std::string path);
  task<> stop() { co_await work_; }

private:
  std::string state_;
  join_handle<std::size_t> work_;
  std::vector<join_handle<std::size_t>> all_;
};

void Service::start(std::string path) {
  // The object has the handle, and sees to it.
  work_ = spawn_blocking([this] { return parse(state_); });
  all_.push_back(spawn_blocking([this, path] { return parse(path); }));

  work_ = spawn_blocking([&path] { return parse(path); });
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'path' is captured by reference and may be gone when {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:28: note: 'path' is captured here
  // CHECK-MESSAGES: :[[@LINE-3]]:9: note: the handle is kept in 'work_'
  // CHECK-MESSAGES: :[[@LINE+5]]:1: note: 'path' ends here, and the work may still run
  std::string local;
  all_.push_back(spawn_blocking([&local] { return parse(local); }));
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'local' is captured by reference and may be gone when {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:35: note: 'local' is captured here
}

task<> timesOut() {
  std::string text;
  co_await unblock::timeout(1s, spawn_blocking([&] { return parse(text); }));
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'text' is captured by reference and may be gone when {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:67: note: 'text' is captured here
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: 'unblock::timeout' may stop to wait
}
task<> timesOutLater() {
  std::string text;
  auto handle = spawn_blocking([&text] { return parse(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'text' is captured by reference and may be gone when {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:34: note: 'text' is captured here
  // CHECK-MESSAGES: :[[@LINE+1]]:12: note: 'unblock::timeout' may stop to wait
  co_await unblock::timeout(1s, std::move(handle));
}
task<> impatient() {
  std::string text;
  auto handle = spawn_blocking([&text] { return parse(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'text' is captured by reference and may be gone when {{.*}}
  if (!co_await unblock::timeout(1s, handle.result()))
    co_return;
}
task<> races() {
  std::string text;
  co_await unblock::select(
      spawn_blocking([&text] { return parse(text) != 0; }),
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'text' is captured by reference and may be gone when {{.*}}
      spawn_blocking([] { return ready(); }));
}
task<> onlyAborts() {
  std::string text;
  auto handle = spawn_blocking([&text] { return parse(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'text' is captured by reference and may be gone when {{.*}}
  handle.abort();
  co_return;
}
join_handle<std::size_t> returned() {
  std::string text;
  return spawn_blocking([&text] { return parse(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' is captured by reference and may be gone when {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:27: note: 'text' is captured here
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the handle is returned here
}
task<join_handle<std::size_t>> returnedLater() {
  std::string text;
  auto handle = spawn_blocking([&text] { return parse(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'text' is captured by reference and may be gone when {{.*}}
  co_return std::move(handle);
}
task<> replaced() {
  std::string text;
  for (int i = 0; i != 2; ++i) {
    std::string part;
    auto handle = spawn_blocking([&part] { return parse(part); });
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'part' is captured by reference and may be gone when {{.*}}
    if (i == 1)
      continue;
    co_await handle;
  }
}
