#include "core/core.h"
#include <unistd.h>
void pause_here() { sleep(1); }
