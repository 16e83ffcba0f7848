// RUN: %check_fixits %s %t
// no-fix: the pool for blocking work is in another library
#include "async_simple/coro/Lazy.h"
#include <cstdio>

async_simple::coro::Lazy<long> size(const char *name) {
  std::FILE *file = std::fopen(name, "rb");
  std::fseek(file, 0, SEEK_END);
  long size = std::ftell(file);
  std::fclose(file);
  co_return size;
}
