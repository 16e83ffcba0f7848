// RUN: %check_async %s async-spawn-blocking-capture %t -- -I%src_root/lib/runtime/include
//
// Functions of the user between the closure and the pool.

#include <string>
#include <unblock/unblock.hpp>
#include <utility>

using unblock::task;

template <typename F> auto offload(F &&f) {
  return unblock::spawn_blocking(std::forward<F>(f));
}
template <typename F> auto logged(F f) { return offload(std::move(f)); }
template <typename F> task<> run(F f) {
  co_await unblock::spawn_blocking(std::move(f));
}
template <typename F> void fireAndForget(F f) {
  (void)unblock::spawn_blocking(std::move(f));
}
std::size_t parse(const std::string &text);

task<> right() {
  std::string text;
  co_await offload([&text] { return parse(text); });
  auto handle = logged([&text] { return parse(text); });
  co_await run([&text] { parse(text); });
  co_await handle;
  fireAndForget([text] { parse(text); });
}
template <typename T> task<> inTemplate() {
  T text;
  auto handle = unblock::spawn_blocking([&text] { return parse(text); });
  co_await handle;
}
template <typename T> task<> inTemplateWrong() {
  T text;
  (void)unblock::spawn_blocking([&text] { return parse(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'text' is captured by reference and may be gone when {{.*}}
  co_return;
}
template task<> inTemplate<std::string>();
template task<> inTemplateWrong<std::string>();

task<> wrong() {
  std::string text;
  (void)offload([&text] { return parse(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'text' is captured by reference and may be gone when 'unblock::spawn_blocking' runs the closure [async-spawn-blocking-capture]
  auto handle = logged([&text] { return parse(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'text' is captured by reference and may be gone when {{.*}}
  fireAndForget([&text] { parse(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'text' is captured by reference and may be gone when {{.*}}
  co_return;
}
#define START(f) (void)unblock::spawn_blocking(f)
task<> macro() {
  std::string text;
  START([&text] { parse(text); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'text' is captured by reference and may be gone when {{.*}}
  co_return;
}
