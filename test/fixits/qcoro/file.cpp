// RUN: %check_fixits %s %t
// no-fix: a file is read on a pool, with a module of Qt that the project may not link
#include <QByteArray>
#include <QCoroTask>
#include <QFile>
#include <QString>

QCoro::Task<QByteArray> loads(QString name) {
  QFile file(name);
  if (!file.open(QIODevice::ReadOnly))
    co_return QByteArray();
  co_return file.readAll();
}
