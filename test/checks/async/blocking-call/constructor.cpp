// RUN: %check_async %s async-blocking-call %t
// Constructors run where an object is made.

#include "task.h"
#include <memory>
#include <unistd.h>
#include <utility>
#include <vector>

struct Quick {
  Quick() {}
  explicit Quick(int) {}
};
struct Slow {
  Slow() { sleep(1); }
  explicit Slow(int) {}
  Slow(const Slow &) { usleep(1); }
  Slow(Slow &&) {}
};

// Not made: pointers, references, declarations, sizes.
Task<> notMade(Slow &r, Slow *p) {
  extern Slow elsewhere;
  Slow &s = r;
  Slow *q = p;
  static_assert(sizeof(Slow) > 0);
  Quick a, b(1), c{2};
  Slow other(1);
  Slow moved(std::move(other));
  std::vector<Slow> none;
  co_await tick();
  (void)s, (void)q;
}

Task<> local() {
  Slow s;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Slow::Slow' blocks the worker that runs coroutine 'local': it reaches 'sleep', which suspends the calling thread
  co_await tick();
}
Task<> temporary() {
  Slow();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Slow::Slow' blocks the worker that runs coroutine 'temporary': {{.*}}
  (void)Slow{};
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Slow::Slow' blocks {{.*}}
  co_await tick();
}
Task<> heap() {
  auto *p = new Slow;
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'Slow::Slow' blocks {{.*}}
  auto *q = new Slow();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'Slow::Slow' blocks {{.*}}
  auto *r = new Slow[2];
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'Slow::Slow' blocks {{.*}}
  co_await tick();
  delete p;
  delete q;
  delete[] r;
}
Task<> array() {
  Slow s[2];
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Slow::Slow' blocks {{.*}}
  co_await tick();
}
Task<> copied(Slow &r) {
  Slow s(r);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Slow::Slow' blocks the worker that runs coroutine 'copied': it reaches 'usleep', which suspends the calling thread
  Slow t = r;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'Slow::Slow' blocks {{.*}}
  co_await tick();
}
void byValue(Slow);
Task<> passed(Slow &r) {
  byValue(r);
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'Slow::Slow' blocks {{.*}}
  byValue(std::move(r));
  co_await tick();
}
Slow returns() { return Slow(); }
Task<> returned() {
  Slow s = returns();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'returns' blocks {{.*}}
  co_await tick();
}

// Members and bases.
struct HasMember {
  Slow member;
};
struct HasBase : Slow {};
struct HasVirtualBase : virtual Slow {};
struct Delegates {
  Delegates() : Delegates(1) {}
  explicit Delegates(int) { sleep(1); }
};
struct Initialises {
  int left;
  Initialises() : left(sleep(1)) {}
};
struct Inherits : Delegates {
  using Delegates::Delegates;
};
struct DefaultMember {
  unsigned left = sleep(1);
};
struct DefaultMemberUnused {
  unsigned left = sleep(1);
  DefaultMemberUnused() : left(0) {}
};
template <typename T> struct Holds {
  T value;
  Holds() : value() {}
};
struct Aggregate {
  int a;
  unsigned b = sleep(1);
};

Task<> members() {
  HasMember a;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'HasMember::HasMember' blocks {{.*}}
  HasBase b;
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'HasBase::HasBase' blocks {{.*}}
  HasVirtualBase c;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: 'HasVirtualBase::HasVirtualBase' blocks {{.*}}
  Delegates d;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'Delegates::Delegates' blocks {{.*}}
  Initialises e;
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'Initialises::Initialises' blocks {{.*}}
  Inherits f(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'Inherits::Inherits' blocks {{.*}}
  DefaultMember g;
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'DefaultMember::DefaultMember' blocks {{.*}}
  DefaultMemberUnused h;
  Holds<Slow> i;
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'Holds::Holds' blocks {{.*}}
  Holds<Quick> j;
  Aggregate k{1};
  // CHECK-MESSAGES: :[[@LINE-1]]:{{13|14}}: warning: 'sleep' blocks {{.*}}
  Aggregate l{1, 2};
  Holds<int> m;
  co_await tick();
}

// Through a function of the standard library that only makes it.
Task<> smartPointers() {
  auto a = std::make_unique<Quick>();
  auto b = std::make_unique<Slow>(1);
  co_await tick();
}

// The initialiser of a static local runs where it is reached first.
Task<> once() {
  static Slow s;
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'Slow::Slow' blocks {{.*}}
  co_await tick();
}
