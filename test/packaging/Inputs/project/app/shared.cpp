#include "core.h"

#ifdef QUIET
int main() {}
#else
#include <unistd.h>
task shared() {
  usleep(1);
  co_return;
}
#endif
