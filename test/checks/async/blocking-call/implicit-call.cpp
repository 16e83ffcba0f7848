// RUN: %check_async %s async-blocking-call %t
// Calls that the source does not spell as calls: operators, conversions,
// default arguments, range-based for, structured bindings.

#include "task.h"
#include <unistd.h>

struct Value {
  int n;
  Value operator+(const Value &) const { return *this; }
  Value operator-(const Value &) const {
    sleep(1);
    return *this;
  }
  Value &operator+=(int) {
    sleep(1);
    return *this;
  }
  Value &operator++() { return *this; }
  Value operator++(int) {
    sleep(1);
    return *this;
  }
  int operator[](int) const { return sleep(1); }
  int operator()(int) const { return sleep(1); }
  Value *operator->() {
    sleep(1);
    return this;
  }
  int operator*() { return sleep(1); }
  bool operator!() const { return sleep(1); }
  Value &operator=(int) {
    sleep(1);
    return *this;
  }
  Value &operator=(const Value &) = default;
  bool operator==(const Value &) const { return sleep(1) == 0; }
  auto operator<=>(const Value &) const { return (int)sleep(1) <=> 0; }
  friend Value operator<<(Value v, int) {
    sleep(1);
    return v;
  }
  Value operator,(int) {
    sleep(1);
    return *this;
  }
  void *operator new(decltype(sizeof(0)) size) {
    sleep(1);
    return ::operator new(size);
  }
};
Value operator""_slow(unsigned long long n) {
  sleep(1);
  return {};
}

Task<> operators(Value a, Value b) {
  Value c = a + b;
  ++c;
  c = b;
  c = a - b;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Value::operator-' blocks the worker that runs coroutine 'operators': it reaches 'sleep', which suspends the calling thread
  c += 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Value::operator+=' blocks {{.*}}
  c++;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Value::operator++' blocks {{.*}}
  int d = c[1];
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'Value::operator[]' blocks {{.*}}
  d = c(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'Value::operator()' blocks {{.*}}
  d = c->n;
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'Value::operator->' blocks {{.*}}
  d = *c;
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'Value::operator*' blocks {{.*}}
  if (!c)
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'Value::operator!' blocks {{.*}}
    c = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'Value::operator=' blocks {{.*}}
  bool e = a == b;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'Value::operator==' blocks {{.*}}
  bool f = a < b;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'Value::operator<=>' blocks {{.*}}
  bool g = a != b;
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'Value::operator==' blocks {{.*}}
  c << 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'operator<<' blocks {{.*}}
  c, 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:4: warning: 'Value::operator,' blocks {{.*}}
  c = 1_slow;
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'operator""_slow' blocks {{.*}}
  Value *h = new Value();
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'Value::operator new' blocks {{.*}}
  (void)d, (void)e, (void)f, (void)g, (void)h;
  co_await tick();
}

struct Convertible {
  operator int() const { return sleep(1); }
  explicit operator bool() const { return sleep(1); }
  operator double() const { return 0; }
};
struct FromInt {
  FromInt(int) { sleep(1); }
  FromInt(double) {}
};
void takes(FromInt);
int takesInt(int);
Task<> conversions(Convertible c) {
  double a = c;
  FromInt b = 1.0;
  takes(2.0);
  int d = c;
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'Convertible::operator int' blocks {{.*}}
  if (c)
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'Convertible::operator bool' blocks {{.*}}
    takesInt(c);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'Convertible::operator int' blocks {{.*}}
  FromInt e = 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'FromInt::FromInt' blocks {{.*}}
  takes(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'FromInt::FromInt' blocks {{.*}}
  int f = static_cast<int>(c);
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'Convertible::operator int' blocks {{.*}}
  (void)a, (void)d, (void)f;
  co_await tick();
}

unsigned config() { return sleep(1); }
void withDefault(int a, unsigned b = config());
void withDirect(unsigned b = sleep(1));
struct Options {
  Options(unsigned n = sleep(1));
  void set(unsigned n = sleep(1));
};
Task<> defaults(Options &o) {
  withDefault(1, 2);
  withDirect(1);
  o.set(1);
  Options given(1);
  withDefault(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'config' blocks {{.*}}
  withDirect();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  o.set();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks {{.*}}
  Options made;
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'sleep' blocks {{.*}}
  co_await tick();
}

struct QuickRange {
  int *begin() { return nullptr; }
  int *end() { return nullptr; }
};
struct SlowBegin {
  int *begin() {
    sleep(1);
    return nullptr;
  }
  int *end() { return nullptr; }
};
struct SlowIterator {
  int operator*() { return 0; }
  SlowIterator &operator++() {
    sleep(1);
    return *this;
  }
  bool operator!=(const SlowIterator &) const { return false; }
};
struct SlowStep {
  SlowIterator begin() { return {}; }
  SlowIterator end() { return {}; }
};
QuickRange makesRange() {
  sleep(1);
  return {};
}
Task<> ranges(QuickRange a, SlowBegin b, SlowStep c) {
  for (int i : a)
    (void)i;
  for (int i : b)
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'SlowBegin::begin' blocks {{.*}}
    (void)i;
  for (int i : c)
    // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'SlowIterator::operator++' blocks {{.*}}
    (void)i;
  for (int i : makesRange())
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'makesRange' blocks {{.*}}
    (void)i;
  co_await tick();
}

struct Pair {
  template <int I> int get() const { return sleep(I); }
};
namespace std {
template <typename T> struct tuple_size;
template <> struct tuple_size<Pair> {
  static constexpr decltype(sizeof(0)) value = 2;
};
template <decltype(sizeof(0)) I, typename T> struct tuple_element;
template <decltype(sizeof(0)) I> struct tuple_element<I, Pair> {
  using type = int;
};
} // namespace std
Task<> bindings(Pair p) {
  auto [a, b] = p;
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: 'Pair::get' blocks {{.*}}
  (void)a, (void)b;
  co_await tick();
}
