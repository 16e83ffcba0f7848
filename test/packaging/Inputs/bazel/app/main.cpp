#include "app/private.h"
#include "core/core.h"
#if !PRIVATE || !defined(CORE) || !defined(LOCAL)
#error the command is not complete
#endif
task serve() {
  pause_here();
  co_return;
}
int main() { serve(); }
