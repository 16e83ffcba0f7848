// RUN: %check_fixits %s %t
// The pause of the event loop that runs the coroutine.
#include <chrono>
#include <drogon/drogon.h>
#include <thread>

using namespace drogon;
using namespace std::chrono_literals;

Task<HttpResponsePtr> throttled(HttpRequestPtr request) {
  if (request->body().empty())
    std::this_thread::sleep_for(500ms);
  co_return HttpResponse::newHttpResponse();
}
