// A task that nobody awaits is a coroutine too.
#include <drogon/drogon.h>
#include <unistd.h>

drogon::AsyncTask announces(void (*say)()) {
  say();
  co_await drogon::sleepCoro(trantor::EventLoop::getEventLoopOfCurrentThread(),
                             std::chrono::seconds(3));
  say();
  co_return;
}
