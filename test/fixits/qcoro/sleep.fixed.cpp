// Qt's three ways to pause, and the standard one.
#include <QCoroTask>
#include <QCoroTimer>
#include <QThread>
#include <chrono>
#include <thread>

QCoro::Task<> polls(bool (*ready)(), unsigned long interval) {
  while (!ready())
    co_await QCoro::sleepFor(std::chrono::milliseconds(interval));
  co_await QCoro::sleepFor(std::chrono::seconds(2));
  co_await QCoro::sleepFor(std::chrono::seconds(1));
  co_return;
}
