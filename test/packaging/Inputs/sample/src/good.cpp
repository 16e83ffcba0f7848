#include "task.h"

task good() { co_return; }

void pause_here() { sleep(2); }
