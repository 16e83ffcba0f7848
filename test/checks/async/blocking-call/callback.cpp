// RUN: %check_async %s async-blocking-call %t -models %S/Inputs/loop.yaml
// Callables that an event loop runs, in every form.

#include "loop.h"
#include <functional>
#include <unistd.h>

void dawdle(int seconds) { sleep(seconds); }

// Nobody runs it on a loop.
void unknown(std::function<void()> f);
void keeps(loop::Context &c) {
  unknown([] { sleep(1); });
  auto unused = [] { sleep(1); };
  (void)unused;
}

// On a pool it may block.
void onPool(loop::Pool &p) {
  p.submit([] { sleep(1); });
  p.submit(std::bind(dawdle, 1));
  loop::run_blocking([] { sleep(1); });
}

// A pool's closure that hands work to the loop, and the other way round.
void nestedRight(loop::Context &c, loop::Pool &p) {
  c.post([&] { p.submit([] { sleep(1); }); });
}

// Made by another thread, with an evident target that is not ours to see.
void external(int);
void externals(loop::Context &c, std::function<void()> f, void (*g)()) {
  c.post(std::bind(external, 1));
  c.post(f);
  c.post(g);
}

void lambda(loop::Context &c) {
  c.post([] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': it suspends the calling thread
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: handed to 'loop::Context::post' here
  });
}
void named(loop::Context &c) {
  auto work = [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
  };
  c.post(work);
}
void moved(loop::Context &c) {
  auto work = [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
  };
  c.post(std::move(work));
}
void generic(loop::Context &c) {
  c.post([](auto... n) {
    (sleep(1), ..., sleep(n));
    // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: 'sleep' blocks the event loop that runs {{.*}}
  });
}
void nested(loop::Context &c) {
  c.post([&c] {
    c.post([] {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
    });
  });
}

void viaFunction() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
}
void function(loop::Context &c) {
  c.post(viaFunction);
}
void viaPointer() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
}
void pointer(loop::Context &c) {
  c.post(&viaPointer);
}

void viaBind(int seconds) {
  sleep(seconds);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
}
void bind(loop::Context &c) {
  c.post(std::bind(viaBind, 1));
}
void viaBindFront(int seconds) {
  sleep(seconds);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
}
void bindFront(loop::Context &c) {
  c.post(std::bind_front(viaBindFront, 1));
}
void bindLambda(loop::Context &c) {
  c.post(std::bind([](int n) {
    sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
  }, 1));
}

struct Session {
  loop::Context &c;
  void start() {
    c.post(std::bind(&Session::onRead, this));
    c.post(std::bind_front(&Session::onWrite, this));
    c.post([this] { onError(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'Session::onError' blocks the event loop that runs a callback of 'loop::Context::post': it reaches 'sleep', which suspends the calling thread
  }
  void onRead() {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
  }
  void onWrite() {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
  }
  void onError() { sleep(1); }
};

struct Functor {
  void operator()() const {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
  }
};
struct NamedFunctor {
  int n;
  void operator()() {
    sleep(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
  }
};
void functor(loop::Context &c) {
  c.post(Functor());
  NamedFunctor f{1};
  c.post(f);
}

void erased(loop::Context &c) {
  std::function<void()> f = [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
  };
  c.post(f);
  c.post(std::function<void()>([] {
    sleep(2);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
  }));
}

// A callback that awaits: the coroutine is the context.
void coroutine(loop::Context &c) {
  c.post([]() -> Task<> {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
    co_await tick();
  });
}

// The same callback twice is one finding.
void shared() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the event loop that runs a callback of 'loop::Context::post': {{.*}}
}
void twice(loop::Context &c) {
  c.post(shared);
  c.post(shared);
}

// Through a strand, and by name of the executor's type.
void onStrand(loop::Context &c) {
  loop::Strand<loop::Context> s{c};
  loop::execute(s, [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'loop::execute': {{.*}}
  });
}
void onPoolStrand(loop::Pool &p) {
  loop::Strand<loop::Pool> s{p};
  loop::execute(s, [] { sleep(1); });
  loop::execute(p, [] { sleep(1); });
}
void onUnknown(loop::Other &o) {
  loop::execute(o, [] { sleep(1); });
}
void onContext(loop::Context &c) {
  loop::execute(c, [] {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'loop::execute': {{.*}}
  });
}
