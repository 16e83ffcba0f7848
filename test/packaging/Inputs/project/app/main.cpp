#include "core.h"

#if !IS_CXX || !defined(QUOTED)
#error the command is not complete
#endif
static_assert(sizeof(QUOTED) == sizeof("a [b] c"));

task serve() {
  pause_here();
  co_return;
}

task made();
task shared();

int main() {
  serve();
  made();
  shared();
}
