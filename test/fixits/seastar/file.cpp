// RUN: %check_fixits %s %t
// no-fix: Seastar has no threads to block
#include <fcntl.h>
#include <seastar/core/coroutine.hh>
#include <unistd.h>

seastar::future<long> reads(const char *name, char *buffer, unsigned size) {
  int fd = open(name, O_RDONLY);
  long count = read(fd, buffer, size);
  close(fd);
  co_return count;
}
