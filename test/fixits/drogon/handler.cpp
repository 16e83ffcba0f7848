// RUN: %check_fixits %s %t
// no-main
// A handler that is a coroutine.
#include <chrono>
#include <drogon/drogon.h>
#include <thread>

int main() {
  drogon::app().registerHandler(
      "/slow",
      [](drogon::HttpRequestPtr) -> drogon::Task<drogon::HttpResponsePtr> {
        std::this_thread::sleep_for(std::chrono::seconds(1));
        co_return drogon::HttpResponse::newHttpResponse();
      });
  drogon::app().run();
}
