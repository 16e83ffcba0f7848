// RUN: %check_fixits %s %t
// no-fix: QCoro's pauses are whole milliseconds; these would be none
#include <QCoroTask>
#include <QThread>
#include <chrono>
#include <thread>

QCoro::Task<> polls(bool (*ready)()) {
  while (!ready())
    QThread::usleep(500);
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  co_return;
}
