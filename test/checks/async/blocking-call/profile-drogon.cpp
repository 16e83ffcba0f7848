// RUN: %check_async %s async-blocking-call %t
// A web application on Drogon.

#include <drogon/mock.h>
// CHECK-FIXES: #include <drogon/utils/coroutine.h>
#include <fstream>
#include <unistd.h>

using drogon::HttpRequestPtr;
using drogon::HttpResponsePtr;
using drogon::Task;

// Asynchronous all through.
Task<HttpResponsePtr> good(drogon::orm::DbClient &db, drogon::HttpClient &client, HttpRequestPtr request) {
  (void)co_await db.execSqlCoro("select 1");
  (void)co_await client.sendRequestCoro(request);
  client.sendRequest(request, [](int) {});
  co_return drogon::HttpResponse::newHttpResponse();
}
void offloads(trantor::ConcurrentTaskQueue &queue) {
  queue.runTaskInQueue([] {
    std::ifstream in("f");
    sleep(1);
  });
}
int main() {
  std::ifstream config("config.json");
  drogon::app().registerHandler("/", [](HttpRequestPtr, std::function<void(HttpResponsePtr)> callback) {
    callback(drogon::HttpResponse::newHttpResponse());
  });
  drogon::app().run();
}

class Controller {
public:
  Task<HttpResponsePtr> get(HttpRequestPtr request) {
    auto result = db.execSqlSync("select 1");
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'drogon::orm::DbClient::execSqlSync' blocks the worker that runs coroutine 'Controller::get': it waits for the database
    // CHECK-MESSAGES: :[[@LINE-3]]:25: note: coroutine 'Controller::get' begins here
    // CHECK-MESSAGES: :[[@LINE-3]]:22: note: instead, await 'execSqlCoro'
    auto answer = client.sendRequest(request);
    // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'drogon::HttpClient::sendRequest' blocks {{.*}}: it waits for the response
    usleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'usleep' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: instead, await 'drogon::sleepCoro', or move the call off the worker with 'trantor::ConcurrentTaskQueue::runTaskInQueue'
    // CHECK-FIXES: co_await drogon::sleepCoro(trantor::EventLoop::getEventLoopOfCurrentThread(), std::chrono::microseconds(1));
    co_return drogon::HttpResponse::newHttpResponse();
  }
  void callbacks(trantor::EventLoop &loop, HttpRequestPtr request) {
    client.sendRequest(request, [](int) {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the event loop that runs a callback of 'drogon::HttpClient::sendRequest': {{.*}}
    });
    loop.queueInLoop([] {
      sleep(1);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'sleep' blocks the event loop that runs a callback of 'trantor::EventLoop::queueInLoop': {{.*}}
    });
  }

private:
  drogon::orm::DbClient db;
  drogon::HttpClient client;
};
void handlers() {
  drogon::app().registerHandler("/slow", [](HttpRequestPtr, std::function<void(HttpResponsePtr)> callback) {
    std::ofstream out("log");
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'std::basic_ofstream::basic_ofstream' blocks the event loop that runs a callback of 'drogon::HttpAppFramework::registerHandler': {{.*}}
    callback(drogon::HttpResponse::newHttpResponse());
  });
  drogon::async_run([]() -> Task<> {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs a coroutine lambda: {{.*}}
    // CHECK-FIXES: co_await drogon::sleepCoro(trantor::EventLoop::getEventLoopOfCurrentThread(), std::chrono::seconds(1));
    co_return;
  });
}
drogon::AsyncTask fireAndForget(trantor::EventLoop *loop) {
  co_await drogon::switchThreadCoro(loop);
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-FIXES: co_await drogon::sleepCoro(trantor::EventLoop::getEventLoopOfCurrentThread(), std::chrono::seconds(1));
}
