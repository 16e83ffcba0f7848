// The pause of the event loop that runs the coroutine.
#include <chrono>
#include <drogon/drogon.h>
#include <thread>

using namespace drogon;
using namespace std::chrono_literals;

Task<HttpResponsePtr> throttled(HttpRequestPtr request) {
  if (request->body().empty())
    co_await drogon::sleepCoro(
        trantor::EventLoop::getEventLoopOfCurrentThread(), 500ms);
  co_return HttpResponse::newHttpResponse();
}
