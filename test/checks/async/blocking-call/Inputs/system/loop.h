// A library with an event loop and a pool of threads. Inputs/loop.yaml is its
// model.

#ifndef INPUTS_LOOP_H
#define INPUTS_LOOP_H

#include "task.h"

namespace loop {

class AnyFunction {
public:
  template <typename F> AnyFunction(F &&f) { keep((const void *)&f); }

private:
  void keep(const void *f);
};

class Context {
public:
  template <typename F> void post(F &&f) { AnyFunction(static_cast<F &&>(f)); }
  Operation schedule();
  void run();
};

class Pool {
public:
  template <typename F> void submit(F &&f) { AnyFunction(static_cast<F &&>(f)); }
  Operation schedule();
};

/// An executor that the model does not name.
class Other {
public:
  Operation schedule();
};

template <typename Executor> class Strand {
public:
  Strand(Executor &e);
};

template <typename E, typename F> void execute(E &e, F &&f) {
  AnyFunction(static_cast<F &&>(f));
}
template <typename F> Operation run_blocking(F &&f) {
  AnyFunction(static_cast<F &&>(f));
  return Operation();
}
template <typename F> void call(F &&f) { f(); }
template <typename E> Operation resume_on(E &e);
Operation delay(int seconds);

} // namespace loop

#endif // INPUTS_LOOP_H
