// RUN: %check_fixits %s %t
// Qt's three ways to pause, and the standard one.
#include <QCoroTask>
#include <QThread>
#include <chrono>
#include <thread>

QCoro::Task<> polls(bool (*ready)(), unsigned long interval) {
  while (!ready())
    QThread::msleep(interval);
  QThread::sleep(2);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  co_return;
}
