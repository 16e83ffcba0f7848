#ifndef ACME_TIMER_H
#define ACME_TIMER_H

#include <acme/task.h>
#include <chrono>

namespace acme {
inline Task<void> sleep_for(std::chrono::nanoseconds) { co_return; }
} // namespace acme

#endif
