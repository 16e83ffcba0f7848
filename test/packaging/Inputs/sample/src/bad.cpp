#include "task.h"

void pause_here();

task bad() {
  pause_here();
  sleep(1);
  co_return;
}
