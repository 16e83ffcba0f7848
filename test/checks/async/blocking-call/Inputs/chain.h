// Helpers in a header of the project, and a coroutine that uses them.

#ifndef INPUTS_CHAIN_H
#define INPUTS_CHAIN_H

#include "task.h"
#include <unistd.h>

// Of another library: what it does is known from models, if at all.
#include "other.h"

namespace project {

// Not called from a coroutine.
inline void unused() { sleep(1); }

class Client;

// clang-format off
inline void backOff() { usleep(1); }
inline void retry() { backOff(); }
inline Task<> inHeader() {
  retry();
  co_await tick();
}
// clang-format on

} // namespace project

#endif // INPUTS_CHAIN_H
