// RUN: %check_async %s async-blocking-call %t
// What is not evaluated does not block.

#include "task.h"
#include <typeinfo>
#include <unistd.h>
#include <utility>

struct Slow {
  int value() const {
    sleep(1);
    return 1;
  }
  virtual ~Slow();
};

Task<> unevaluated(Slow &s) {
  decltype(sleep(1)) a = 0;
  using B = decltype(s.value());
  auto c = sizeof(sleep(1));
  auto d = sizeof(s.value());
  bool e = noexcept(sleep(1));
  bool f = requires { sleep(1); };
  auto g = alignof(decltype(sleep(1)));
  static_assert(sizeof(sleep(1)) == sizeof(unsigned));
  static_assert(!noexcept(s.value()));
  const std::type_info &t = typeid(sleep(1));
  using H = decltype([] { sleep(1); }());
  decltype(std::declval<Slow>().value()) h = 0;
  (void)a, (void)c, (void)d, (void)e, (void)f, (void)g, (void)h, (void)t;
  co_await tick();
}

// An operand of typeid that is polymorphic is evaluated.
Slow &slow() {
  sleep(1);
  static Slow *s;
  return *s;
}
Task<> evaluated() {
  const std::type_info &t = typeid(slow());
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: 'slow' blocks {{.*}}
  (void)t;
  co_await tick();
}

// Types that mention a call are not calls.
template <typename T, typename = decltype(sleep(T()))> struct Trait {};
Task<> inTypes() {
  Trait<int> t;
  int array[sizeof(sleep(1))];
  (void)t, (void)array;
  co_await tick();
}

// An inner decltype does not hide what stands beside it.
Task<> besides() {
  sleep(sizeof(sleep(2)));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  co_await tick();
}

// A function that only mentions it.
unsigned (*pointer())(unsigned) { return sleep; }
Task<> mentions() {
  auto p = sleep;
  auto q = &sleep;
  bool r = p == pointer();
  (void)q, (void)r;
  co_await tick();
}

consteval int atCompileTime(int n) { return n; }
constexpr int maybe(bool b) { return b ? (int)sleep(1) : 0; }
Task<> constants() {
  constexpr int a = maybe(false);
  static_assert(maybe(false) == 0);
  int b[maybe(false) + 1];
  (void)a, (void)b, (void)atCompileTime(1);
  co_await tick();
}
