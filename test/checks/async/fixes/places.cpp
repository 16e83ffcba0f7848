// RUN: %check_async %s async-blocking-call %t -- -isystem %src_root/lib/runtime/include
// Where a fix can stand, and that types and values stay what they were.

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unblock/blocking.hpp>
#include <unblock/task.hpp>
#include <unistd.h>
#include <utility>

using unblock::task;

int nap(int n) { return sleep(n); }
void rest(int n) { sleep(n); }
std::string load(const std::string &path) { return nap(path.size()), path; }
const std::string &cached(const std::string &path) {
  static std::string text;
  return nap(path.size()), text;
}
std::string_view trimmed(const std::string &path) { return nap(1), path; }
const char *nameOf(const std::string &path) { return nap(1), path.c_str(); }
std::unique_ptr<int> make(int n) { return nap(n), nullptr; }
std::pair<int, std::string> both(int n) { return {nap(n), ""}; }
struct Fixed {
  Fixed() = default;
  Fixed(const Fixed &) = delete;
  int n = 0;
};
Fixed fixed(int n) { return nap(n), Fixed(); }
struct Lazy {
  operator int() const { return nap(1); }
};
struct Wall {
  Wall(const std::string &name) { nap(name.size()); }
  int height() const;
};
int pureThread(int n);
int &shared(int n) {
  static int value;
  return nap(n), value;
}
void use(int);

//===-- Types and values ------------------------------------------------------===//

task<int> values(std::string path) {
  rest(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { rest(1); });
  auto text = load(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work = [path] { return load(path); };
  // CHECK-FIXES: auto text = co_await unblock::spawn_blocking(std::move(work));
  const auto &bound = load(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work2 = [path] { return load(path); };
  // CHECK-FIXES: const auto &bound = co_await unblock::spawn_blocking(std::move(work2));
  auto pointer = make(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'make' blocks {{.*}}
  // CHECK-FIXES: auto pointer = co_await unblock::spawn_blocking([] { return make(1); });
  auto [n, name] = both(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'both' blocks {{.*}}
  // CHECK-FIXES: auto [n, name] = co_await unblock::spawn_blocking([] { return both(1); });
  std::string copy = cached(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'cached' blocks {{.*}}
  // CHECK-FIXES: auto work3 = [path] { return cached(path); };
  // CHECK-FIXES: std::string copy = co_await unblock::spawn_blocking(std::move(work3));
  int value = shared(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'shared' blocks {{.*}}
  // CHECK-FIXES: int value = co_await unblock::spawn_blocking([] { return shared(1); });
  shared(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'shared' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { shared(2); });
  (void)nap(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: (void)co_await unblock::spawn_blocking([] { return nap(3); });
  FILE *file = fopen(path.c_str(), "r");
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'fopen' blocks {{.*}}
  // CHECK-FIXES: auto work4 = [path] { return fopen(path.c_str(), "r"); };
  // CHECK-FIXES: FILE *file = co_await unblock::spawn_blocking(std::move(work4));
  co_return load(path).size() + value + n + *pointer + (file ? 1 : 0) + copy.size() + bound.size() + text.size() + name.size();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: co_return (co_await unblock::spawn_blocking([path = std::move(path)] { return load(path); })).size() + value + n + *pointer + (file ? 1 : 0) + copy.size() + bound.size() + text.size() + name.size();
}
task<> precedence(std::string path) {
  char first = load("a")[0];
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: char first = (co_await unblock::spawn_blocking([] { return load("a"); }))[0];
  use(-nap(1) * !nap(2));
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'nap' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:18: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: use(-co_await unblock::spawn_blocking([] { return nap(1); }) * !co_await unblock::spawn_blocking([] { return nap(2); }));
  int x = *make(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'make' blocks {{.*}}
  // CHECK-FIXES: int x = *co_await unblock::spawn_blocking([] { return make(1); });
  int *raw = make(2).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'make' blocks {{.*}}
  // CHECK-FIXES: int *raw = (co_await unblock::spawn_blocking([] { return make(2); })).get();
  use(first + x + (raw != nullptr));
  co_return;
}
task<> conditions(std::string path) {
  if (nap(1) && nap(2) > 0 || nap(3))
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'nap' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:17: warning: 'nap' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-3]]:31: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: if (co_await unblock::spawn_blocking([] { return nap(1); }) && co_await unblock::spawn_blocking([] { return nap(2); }) > 0 || co_await unblock::spawn_blocking([] { return nap(3); }))
    use(1);
  while (int n = nap(4))
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: while (int n = co_await unblock::spawn_blocking([] { return nap(4); }))
    use(n);
  for (nap(5); nap(6); nap(7))
    // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'nap' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:16: warning: 'nap' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-3]]:24: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: for (co_await unblock::spawn_blocking([] { nap(5); }); co_await unblock::spawn_blocking([] { return nap(6); }); co_await unblock::spawn_blocking([] { nap(7); }))
    use(2);
  for (char c : load(path))
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work = [path = std::move(path)] { return load(path); };
  // CHECK-FIXES: for (char c : co_await unblock::spawn_blocking(std::move(work)))
    use(c);
  use(nap(8) ? nap(9) : 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'nap' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:16: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: use(co_await unblock::spawn_blocking([] { return nap(8); }) ? co_await unblock::spawn_blocking([] { return nap(9); }) : 0);
  switch (nap(10)) {
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: switch (co_await unblock::spawn_blocking([] { return nap(10); })) {
  default:
    break;
  }
  co_return;
}
// A call in the argument of another one moves along.
task<> nested(std::string path) {
  use(load(load(path)).size());
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'load' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work = [path = std::move(path)] { return load(load(path)); };
  // CHECK-FIXES: use((co_await unblock::spawn_blocking(std::move(work))).size());
  co_return;
}
template <typename T> task<> generic(T t, int n) {
  nap(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([n] { nap(n); });
  nap(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'nap' blocks {{.*}}
  co_return;
}
task<> instances() {
  co_await generic(1, 2);
  co_await generic(2L, 3);
}
task<> lambdas(std::string path) {
  co_await [](std::string path) -> task<> {
    load(path);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'load' blocks {{.*}}
    // CHECK-FIXES: auto work = [path = std::move(path)] { load(path); };
    // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work));
    co_return;
  }(path);
  auto named = [path]() -> task<> {
    load(path);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'load' blocks {{.*}}
    // CHECK-FIXES: auto work2 = [path] { load(path); };
    // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work2));
    co_return;
  };
  co_await named();
}

//===-- No fix ----------------------------------------------------------------===//

task<> references(std::string path) {
  const std::string &text = cached(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'cached' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:29: note: no fix: the call returns a reference, and a closure's would dangle when the task is cancelled; copy what it refers to
  shared(1) = 2;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'shared' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: the call returns a reference, {{.*}}
  std::string_view view = trimmed(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'trimmed' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:27: note: no fix: the result may refer to what only the closure holds; return a value from it
  const char *name = nameOf(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'nameOf' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:22: note: no fix: the result may refer to {{.*}}
  auto f = fixed(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'fixed' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:12: note: no fix: the result of the call cannot be moved out of a closure
  use(text.size() + view.size() + *name + f.n);
  co_return;
}
task<> handlers() {
  try {
    nap(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'nap' blocks {{.*}}
    // CHECK-FIXES: co_await unblock::spawn_blocking([] { nap(1); });
  } catch (...) {
    nap(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'nap' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: no fix: 'co_await' is not possible in a handler; leave it first
  }
  co_return;
}
task<> statics() {
  static int once = nap(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'nap' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:21: note: no fix: 'co_await' is not possible in the initialiser of a static variable
  use(once);
  co_return;
}
task<> plainLambdas() {
  auto f = [] { return nap(1); };
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'nap' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:24: note: no fix: 'co_await' is not possible in a lambda that is no coroutine
  use(f());
  auto g = [n = nap(2)] { return n; };
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'nap' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:17: note: no fix: the call initialises a capture; make it before the lambda
  use(g());
  co_return;
}
task<> locked(std::mutex &mutex) {
  {
    std::lock_guard guard(mutex);
    nap(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'nap' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: no fix: 'guard' is locked here, and a lock must not be held while the task waits; unlock it before
  }
  mutex.lock();
  nap(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'nap' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: 'mutex' is locked here, {{.*}}
  mutex.unlock();
  nap(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { nap(3); });
  co_return;
}
task<> stateful(std::string path) {
  std::ifstream in(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:17: note: no fix: 'in' goes on to block where it is used; move all that uses it into one closure
  Wall wall(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Wall::Wall' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:8: note: no fix: 'wall' goes on {{.*}}
  use(Lazy() + wall.height());
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'Lazy::operator int' blocks {{.*}}
  co_return;
}
task<> errorNumber() {
  if (fopen("a", "r") == nullptr && errno == EINTR)
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'fopen' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:7: note: no fix: the error number that is looked at afterwards stays on the thread that makes the call; return it from the closure
    use(1);
  co_return;
}
#define NAP(n) nap(n)
#define CHECK(x) ((x) ? (void)0 : use(1))
task<> macros(int n) {
  NAP(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'nap' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: the call is part of a macro
  CHECK(nap(n));
  // CHECK-MESSAGES: :[[@LINE-1]]:{{3|9}}: warning: 'nap' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:{{3|9}}: note: no fix: the call is part of a macro
  nap(EOF);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { nap(EOF); });
  nap(
#ifdef FAST
      1
#else
      2
#endif
  );
  // CHECK-MESSAGES: :[[@LINE-7]]:3: warning: 'nap' blocks {{.*}}
  co_return;
}
thread_local int perThread = 1;
task<> threads() {
  nap(perThread);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([arg = perThread] { nap(arg); });
  load(__func__);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work = [arg = std::string(__func__)] { load(arg); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work));
  co_return;
}
