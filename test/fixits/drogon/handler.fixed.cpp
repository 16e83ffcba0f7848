// A handler that is a coroutine.
#include <chrono>
#include <drogon/drogon.h>
#include <thread>

int main() {
  drogon::app().registerHandler(
      "/slow",
      [](drogon::HttpRequestPtr) -> drogon::Task<drogon::HttpResponsePtr> {
        co_await drogon::sleepCoro(
            trantor::EventLoop::getEventLoopOfCurrentThread(),
            std::chrono::seconds(1));
        co_return drogon::HttpResponse::newHttpResponse();
      });
  drogon::app().run();
}
