// RUN: %check_fixits %s %t
// no-fix: the helper is no coroutine, and there is no pool to call it on
#include <QCoroTask>
#include <QThread>

static void settle() { QThread::msleep(100); }

QCoro::Task<int> measures(int (*probe)()) {
  settle();
  co_return probe();
}
