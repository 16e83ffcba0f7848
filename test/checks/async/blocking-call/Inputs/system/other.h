// A library that no model knows. What its bodies do is its own business.

#ifndef INPUTS_OTHER_H
#define INPUTS_OTHER_H

#include "task.h"
#include <unistd.h>

namespace other {

inline void helper() { sleep(1); }
template <typename T> void generic(T t) { sleep(t); }
inline Task<> coroutine() {
  sleep(1);
  co_await tick();
}

} // namespace other

#endif // INPUTS_OTHER_H
