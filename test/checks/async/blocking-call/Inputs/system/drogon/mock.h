// Drogon and trantor, in the shape of drogon/*.h and trantor/*/*.h.
#ifndef INPUTS_DROGON_MOCK_H
#define INPUTS_DROGON_MOCK_H
#include "../coro_mock.h"
#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace trantor {

class EventLoop {
public:
  static EventLoop *getEventLoopOfCurrentThread();
  template <typename F> void queueInLoop(F &&f) { mock::Function(std::forward<F>(f)); }
  template <typename F> void runAfter(double delay, F &&f) {
    mock::Function(std::forward<F>(f));
  }
};
class ConcurrentTaskQueue {
public:
  void runTaskInQueue(const std::function<void()> &task);
};

} // namespace trantor

namespace drogon {

template <typename T = void> class [[nodiscard]] Task {
public:
  MOCK_COROUTINE(Task, std::suspend_always)
};
struct AsyncTask {
  using promise_type = mock::Promise<AsyncTask, void, std::suspend_never>;
};
struct HttpRequest {
  std::string body() const;
};
struct HttpResponse {
  static std::shared_ptr<HttpResponse> newHttpResponse();
};
using HttpRequestPtr = std::shared_ptr<HttpRequest>;
using HttpResponsePtr = std::shared_ptr<HttpResponse>;

class HttpClient {
public:
  std::pair<int, HttpResponsePtr> sendRequest(const HttpRequestPtr &r, double timeout = 0);
  void sendRequest(const HttpRequestPtr &r, std::function<void(int)> callback, double timeout = 0);
  mock::Awaiter<HttpResponsePtr> sendRequestCoro(HttpRequestPtr r);
};
class HttpAppFramework {
public:
  template <typename F> HttpAppFramework &registerHandler(const std::string &path, F &&f) {
    mock::Function(std::forward<F>(f));
    return *this;
  }
  void run();
};
HttpAppFramework &app();

namespace orm {
struct Result {};
class Transaction;
class DbClient {
public:
  std::shared_ptr<Transaction>
  newTransaction(const std::function<void(bool)> &commit = nullptr);
  mock::Awaiter<std::shared_ptr<Transaction>> newTransactionCoro();
  template <typename... A> Result execSqlSync(const std::string &sql, A &&...a) { return {}; }
  template <typename... A>
  mock::Awaiter<Result> execSqlCoro(const std::string &sql, A &&...a) { return {}; }
};
} // namespace orm

mock::Awaiter<void> sleepCoro(trantor::EventLoop *loop, double delay);
mock::Awaiter<void> sleepCoro(trantor::EventLoop *loop, const std::chrono::duration<double> &delay);
mock::Awaiter<void> switchThreadCoro(trantor::EventLoop *loop);
template <typename F> void async_run(F &&f) { f(); }
template <typename T> T sync_wait(Task<T> t) { return t.await_resume(); }

} // namespace drogon
#endif
