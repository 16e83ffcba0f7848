// RUN: %check_async %s async-blocking-call %t
// Templates: reported once, at the template, with an instantiation named.

#include "task.h"
#include <unistd.h>

// Nobody knows what a dependent call is before there is an instantiation.
template <typename T> Task<> neverInstantiated(T &t) {
  t.read();
  wait(t);
  co_await tick();
}

template <typename T> void neverCalled(T t) { sleep(t); }

struct Quick {
  void read() {}
};
struct Slow {
  void read() { sleep(1); }
};

template <typename T> Task<> onlyQuick(T &t) {
  t.read();
  co_await tick();
}
Task<> usesQuick() {
  Quick q;
  co_await onlyQuick(q);
}

// A call that depends on nothing blocks in every instantiation, and is known
// without one.
template <typename T> Task<> independent(T) {
  sleep(1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'independent': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-3]]:30: note: coroutine 'independent' begins here
  co_await tick();
}

template <typename T> Task<> once(T t) {
  sleep(t);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'once': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-3]]:30: note: coroutine 'once' begins here, instantiated as 'once<int>'
  co_await tick();
}
Task<> usesOnce() {
  co_await once(1);
}

template <typename T> Task<> several(T t) {
  sleep(t);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'several': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-3]]:30: note: coroutine 'several' begins here, instantiated as 'several<int>'
  co_await tick();
}
Task<> usesSeveral() {
  co_await several(1);
  co_await several(1u);
  co_await several<short>(1);
}

// Only one of the instantiations blocks.
template <typename T> Task<> oneOfTwo(T &t) {
  t.read();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'Slow::read' blocks the worker that runs coroutine 'oneOfTwo': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-47]]:17: note: 'Slow::read' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:30: note: coroutine 'oneOfTwo' begins here, instantiated as 'oneOfTwo<Slow>'
  co_await tick();
}
Task<> usesBoth() {
  Quick q;
  Slow s;
  co_await oneOfTwo(q);
  co_await oneOfTwo(s);
}

// A specialisation is a function of its own.
template <typename T> Task<> specialised(T) { co_await tick(); }
template <> Task<> specialised(int seconds) {
  sleep(seconds);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'specialised': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-3]]:20: note: coroutine 'specialised' begins here
  co_await tick();
}

// An explicit instantiation is one.
template <typename T> Task<> explicitly(T t) {
  sleep(t);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'explicitly': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-3]]:30: note: coroutine 'explicitly' begins here, instantiated as 'explicitly<int>'
  co_await tick();
}
template Task<> explicitly(int);

// Class templates and member templates.
template <typename T> struct Reader {
  T source;
  Task<> run() {
    source.read();
    // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'Slow::read' blocks the worker that runs coroutine 'Reader::run': it reaches 'sleep', which suspends the calling thread
    // CHECK-NOTES: :[[@LINE-82]]:17: note: 'Slow::read' calls 'sleep' here
    // CHECK-NOTES: :[[@LINE-4]]:10: note: coroutine 'Reader::run' begins here, instantiated as 'Reader<Slow>::run'
    co_await tick();
  }
  Task<> neverUsed() {
    source.read();
    co_await tick();
  }
  template <typename U> Task<> member(U u) {
    sleep(u);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'Reader::member': it suspends the calling thread
    // CHECK-NOTES: :[[@LINE-3]]:32: note: coroutine 'Reader::member' begins here, instantiated as 'Reader<Quick>::member<int>'
    co_await tick();
  }
  Task<> outOfLine();
};
template <typename T> Task<> Reader<T>::outOfLine() {
  source.read();
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'Slow::read' blocks the worker that runs coroutine 'Reader::outOfLine': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-101]]:17: note: 'Slow::read' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-4]]:41: note: coroutine 'Reader::outOfLine' begins here, instantiated as 'Reader<Slow>::outOfLine'
  co_await tick();
}
Task<> usesReaders() {
  Reader<Quick> q;
  Reader<Slow> s;
  co_await q.run();
  co_await s.run();
  co_await q.member(1);
  co_await s.outOfLine();
}

// Helpers that are templates: the chain goes through the right instance.
template <typename T> void help(T &t) { t.read(); }
Task<> quickHelper() {
  Quick q;
  help(q);
  co_await tick();
}
Task<> slowHelper() {
  Slow s;
  help(s);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'help' blocks the worker that runs coroutine 'slowHelper': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-10]]:43: note: 'help' calls 'Slow::read' here
  // CHECK-NOTES: :[[@LINE-126]]:17: note: 'Slow::read' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-6]]:8: note: coroutine 'slowHelper' begins here
  co_await tick();
}

// Packs and folds.
template <typename... T> Task<> pack(T... t) {
  (sleep(t), ...);
  // CHECK-NOTES: :[[@LINE-1]]:4: warning: 'sleep' blocks the worker that runs coroutine 'pack': it suspends the calling thread
  // CHECK-NOTES: :[[@LINE-3]]:33: note: coroutine 'pack' begins here, instantiated as 'pack<int, unsigned int>'
  co_await tick();
}
Task<> usesPack() {
  co_await pack();
  co_await pack(1, 2u);
}

// Constraints: overload resolution has the last word.
template <typename T>
concept Sleeps = requires(T t) { t.read(); };
void act(auto &) {}
void act(Sleeps auto &t) { t.read(); }
Task<> constrained() {
  int i = 0;
  act(i);
  Quick q;
  act(q);
  Slow s;
  act(s);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'act' blocks the worker that runs coroutine 'constrained': it reaches 'sleep', which suspends the calling thread
  // CHECK-NOTES: :[[@LINE-9]]:30: note: 'act' calls 'Slow::read' here
  // CHECK-NOTES: :[[@LINE-157]]:17: note: 'Slow::read' calls 'sleep' here
  // CHECK-NOTES: :[[@LINE-10]]:8: note: coroutine 'constrained' begins here
  co_await tick();
}
