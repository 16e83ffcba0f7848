// RUN: %check_fixits %s %t
// A task that nobody awaits is a coroutine too.
#include <drogon/drogon.h>
#include <unistd.h>

drogon::AsyncTask announces(void (*say)()) {
  say();
  sleep(3);
  say();
  co_return;
}
