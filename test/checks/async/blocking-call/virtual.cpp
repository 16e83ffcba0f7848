// RUN: %check_async %s async-blocking-call %t
// Virtual calls enter the overriders that are known.

#include "task.h"
#include <unistd.h>

struct Abstract {
  virtual ~Abstract() = default;
  virtual void run() = 0;
  virtual void other() {}
};

// No overrider is known.
struct NobodyOverrides {
  virtual ~NobodyOverrides() = default;
  virtual void run() = 0;
};
Task<> unknown(NobodyOverrides &n) {
  n.run();
  co_await tick();
}

// All overriders are quick.
struct QuickBase {
  virtual ~QuickBase() = default;
  virtual void run() = 0;
};
struct QuickOne : QuickBase {
  void run() override {}
};
struct QuickTwo : QuickBase {
  void run() override {}
};
Task<> quick(QuickBase &q) {
  q.run();
  co_await tick();
}

struct Fine : Abstract {
  void run() override {}
  void other() override { sleep(1); }
};
struct Slow : Abstract {
  void run() override { sleep(1); }
};
struct Slower : Slow {
  void run() override { usleep(1); }
};
struct Last final : Abstract {
  void run() override {}
};
struct FinalMember : Slow {
  void run() final {}
};

// What is called is evident.
Task<> devirtualised() {
  Fine fine;
  fine.run();
  Last last;
  last.run();
  Fine().run();
  co_await tick();
}
Task<> finalClass(Last &l) {
  l.run();
  co_await tick();
}
Task<> finalMember(FinalMember &f) {
  f.run();
  co_await tick();
}
Task<> qualified(Slow &s) {
  s.Abstract::other();
  co_await tick();
}
Task<> pureQualified(Fine &f) {
  f.Fine::run();
  co_await tick();
}

Task<> someBlocks(Abstract &a) {
  a.run();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'Slow::run' blocks the worker that runs coroutine 'someBlocks': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :44:25: note: 'Slow::run' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'someBlocks' begins here
  co_await tick();
}
Task<> pointer(Abstract *a) {
  a->run();
  // CHECK-NOTES: :[[@LINE-1]]:6: warning: 'Slow::run' blocks the worker that runs coroutine 'pointer': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :44:25: note: 'Slow::run' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'pointer' begins here
  co_await tick();
}
Task<> exact() {
  Slow s;
  s.run();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'Slow::run' blocks the worker that runs coroutine 'exact': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :44:25: note: 'Slow::run' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-5]]:8: note: coroutine 'exact' begins here
  co_await tick();
}
Task<> qualifiedSlow(Slower &s) {
  s.Slow::run();
  // CHECK-NOTES: :[[@LINE-1]]:11: warning: 'Slow::run' blocks the worker that runs coroutine 'qualifiedSlow': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :44:25: note: 'Slow::run' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'qualifiedSlow' begins here
  co_await tick();
}
Task<> below(Slower &s) {
  s.run();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'Slower::run' blocks the worker that runs coroutine 'below': it reaches 'usleep', which suspends the calling thread
  // CHECK-NOTES: :47:25: note: 'Slower::run' calls 'usleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'below' begins here
  co_await tick();
}
// The base's own body counts where overriders do not.
struct Hook {
  virtual ~Hook() = default;
  virtual void fire() { sleep(1); }
};
struct NoHook : Hook {
  void fire() override {}
};
Task<> base(Hook &h) {
  h.fire();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'Hook::fire' blocks the worker that runs coroutine 'base': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-8]]:25: note: 'Hook::fire' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'base' begins here
  co_await tick();
}
// Through a helper of the base, on 'this'.
struct Template {
  virtual ~Template() = default;
  void run() { step(); }
  virtual void step() = 0;
};
struct Implementation : Template {
  void step() override { sleep(1); }
};
Task<> templateMethod(Template &t) {
  t.run();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'Template::run' blocks the worker that runs coroutine 'templateMethod': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-9]]:16: note: 'Template::run' calls 'Implementation::step' here
  // CHECK-NOTES: :[[@LINE-6]]:26: note: 'Implementation::step' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-5]]:8: note: coroutine 'templateMethod' begins here
  co_await tick();
}
// An overrider that is a coroutine is a context of its own.
struct Async {
  virtual ~Async() = default;
  virtual Task<> run() = 0;
};
struct AsyncSlow : Async {
  Task<> run() override {
    sleep(1);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'AsyncSlow::run': it suspends the calling thread
    // CHECK-NOTES: :[[@LINE-3]]:10: note: coroutine 'AsyncSlow::run' begins here
    co_await tick();
  }
};
Task<> awaitsVirtual(Async &a) {
  co_await a.run();
}
// Virtual destructors.
struct Handle {
  virtual ~Handle() {}
};
struct SlowHandle : Handle {
  ~SlowHandle() override { sleep(1); }
};
Task<> deletes(Handle *h, SlowHandle *s) {
  delete s;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'SlowHandle::~SlowHandle' blocks the worker that runs coroutine 'deletes': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-5]]:28: note: 'SlowHandle::~SlowHandle' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'deletes' begins here
  delete h;
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'SlowHandle::~SlowHandle' blocks the worker that runs coroutine 'deletes': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-9]]:28: note: 'SlowHandle::~SlowHandle' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-8]]:8: note: coroutine 'deletes' begins here
  co_await tick();
}
