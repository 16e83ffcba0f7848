// RUN: %check_fixits %s %t
// no-fix: a slot is no coroutine
#include <QObject>
#include <QThread>
#include <QTimer>

void arms(QTimer &timer) {
  QObject::connect(&timer, &QTimer::timeout, [] { QThread::msleep(100); });
}
