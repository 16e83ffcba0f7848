// RUN: %check_async %s async-blocking-call %t
// Destructors run at the end of a scope, though nobody writes their call.

#include "task.h"
#include <memory>
#include <unistd.h>

struct Quick {
  ~Quick() {}
};
struct Slow {
  ~Slow() { sleep(1); }
  void use() {}
};

Task<> notDestroyed(Slow &r, Slow *p) {
  Slow &s = r;
  Slow *leaked = new Slow;
  static Slow atExit;
  s.use();
  Quick q;
  co_await tick();
  (void)p, (void)leaked;
}

// A parameter by value is destroyed by the coroutine's frame.
Task<> parameter(Quick q) { co_await tick(); }

Task<> local() {
  Slow s;
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'Slow::~Slow' blocks the worker that runs coroutine 'local': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'local' begins here
  co_await tick();
}

// At each exit of the scope, once for the reader.
Task<> severalExits(int n) {
  Slow s;
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'Slow::~Slow' blocks the worker that runs coroutine 'severalExits': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'severalExits' begins here
  if (n == 1)
    co_return;
  if (n == 2)
    throw 1;
  co_await tick();
}
Task<> inner() {
  {
    Slow s;
    // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'Slow::~Slow' blocks the worker that runs coroutine 'inner': it reaches 'sleep', which suspends the calling thread
    // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
    // CHECK-NOTES: :[[@LINE-5]]:8: note: coroutine 'inner' begins here
  }
  co_await tick();
}
Task<> temporary() {
  Slow().use();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'Slow::~Slow' blocks the worker that runs coroutine 'temporary': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'temporary' begins here
  co_await tick();
}
Slow make();
Task<> extended() {
  const Slow &s = make();
  // CHECK-NOTES: :[[@LINE-1]]:15: warning: 'Slow::~Slow' blocks the worker that runs coroutine 'extended': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'extended' begins here
  co_await tick();
}
Task<> deletes(Slow *p) {
  delete p;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'Slow::~Slow' blocks the worker that runs coroutine 'deletes': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'deletes' begins here
  co_await tick();
}
Task<> explicitly(Slow &s) {
  s.~Slow();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'Slow::~Slow' blocks the worker that runs coroutine 'explicitly': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'explicitly' begins here
  co_await tick();
}
Task<> array() {
  Slow s[2];
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'Slow::~Slow' blocks the worker that runs coroutine 'array': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'array' begins here
  co_await tick();
}

// Implicit destructors destroy members and bases.
struct Member {
  Quick q;
  Slow s;
};
struct Base : Slow {};
struct Both : Member {
  ~Both() {}
};
template <typename T> struct Holder {
  T value;
};
struct Arrays {
  Slow s[2];
};
Task<> implicit() {
  Member a;
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'Member::~Member' blocks the worker that runs coroutine 'implicit': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :98:8: note: 'Member::~Member' calls 'Slow::~Slow' here
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-5]]:8: note: coroutine 'implicit' begins here
  Base b;
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'Base::~Base' blocks the worker that runs coroutine 'implicit': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :100:15: note: 'Base::~Base' calls 'Slow::~Slow' here
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-10]]:8: note: coroutine 'implicit' begins here
  Both c;
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: 'Both::~Both' blocks the worker that runs coroutine 'implicit': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :101:15: note: 'Both::~Both' calls 'Member::~Member' here
  // CHECK-NOTES: :98:8: note: 'Member::~Member' calls 'Slow::~Slow' here
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-16]]:8: note: coroutine 'implicit' begins here
  Holder<Slow> d;
  // CHECK-NOTES: :[[@LINE-1]]:16: warning: 'Holder::~Holder' blocks the worker that runs coroutine 'implicit': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :105:5: note: 'Holder::~Holder' calls 'Slow::~Slow' here
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-21]]:8: note: coroutine 'implicit' begins here
  Holder<Quick> e;
  Arrays f;
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'Arrays::~Arrays' blocks the worker that runs coroutine 'implicit': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :108:8: note: 'Arrays::~Arrays' calls 'Slow::~Slow' here
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-27]]:8: note: coroutine 'implicit' begins here
  co_await tick();
}

// A helper's locals.
void helper() { Slow s; }
Task<> inHelper() {
  helper();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'helper' blocks the worker that runs coroutine 'inHelper': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-4]]:22: note: 'helper' calls 'Slow::~Slow' here
  // CHECK-NOTES: :12:13: note: 'Slow::~Slow' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-5]]:8: note: coroutine 'inHelper' begins here
  co_await tick();
}
