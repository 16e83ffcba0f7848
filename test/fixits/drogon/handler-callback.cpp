// RUN: %check_fixits %s %t
// no-main
// no-fix: a handler with a callback is none
#include <chrono>
#include <drogon/drogon.h>
#include <functional>
#include <thread>

int main() {
  drogon::app().registerHandler(
      "/slow",
      [](const drogon::HttpRequestPtr &,
         std::function<void(const drogon::HttpResponsePtr &)> &&respond) {
        std::this_thread::sleep_for(std::chrono::seconds(1));
        respond(drogon::HttpResponse::newHttpResponse());
      });
  drogon::app().run();
}
