// RUN: %check_fixits %s %t
// lint: --models=%S/Inputs/acme.yaml
// no-fix: a guard has no closure
// remains: async-block-in-place-hot-path
// The project's own guard, from which on code runs in place.
#include <acme/pool.h>
#include <acme/task.h>
#include <string>
#include <unistd.h>

acme::Task<int> waits(int times) {
  for (int i = 0; i < times; ++i) {
    acme::BlockingScope scope;
    usleep(20);
  }
  co_return times;
}
