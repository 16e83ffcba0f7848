// QCoro and Qt, in the shape of their headers.
#ifndef INPUTS_QCORO_MOCK_H
#define INPUTS_QCORO_MOCK_H
#include "../coro_mock.h"
#include <chrono>

class QObject {};
class QIODevice : public QObject {
public:
  long read(char *data, long size);
  virtual bool waitForReadyRead(int milliseconds);
};
class QFile : public QIODevice {
public:
  explicit QFile(const char *name);
  bool open(int mode);
  bool waitForReadyRead(int milliseconds) override;
};
class QProcess : public QIODevice {
public:
  void start(const char *program);
  bool waitForFinished(int milliseconds = 30000);
};
class QAbstractSocket : public QIODevice {
public:
  void connectToHost(const char *host, int port);
  bool waitForConnected(int milliseconds = 30000);
  bool waitForReadyRead(int milliseconds = 30000) override;
};
class QTcpSocket : public QAbstractSocket {};
class QThread : public QObject {
public:
  static void sleep(unsigned long seconds);
  static void msleep(unsigned long milliseconds);
  bool wait(unsigned long milliseconds = -1);
  template <typename F> static QThread *create(F &&f) {
    mock::Function(std::forward<F>(f));
    return nullptr;
  }
};
class QTimer : public QObject {
public:
  template <typename F> static void singleShot(int milliseconds, F &&f) {
    mock::Function(std::forward<F>(f));
  }
};
namespace QtConcurrent {
template <typename F> mock::Awaiter<int> run(F &&f) {
  mock::Function(std::forward<F>(f));
  return {};
}
} // namespace QtConcurrent

namespace QCoro {

template <typename T = void> class Task {
public:
  MOCK_COROUTINE(Task, std::suspend_never)
};
template <typename T> class Generator {
public:
  struct promise_type : mock::Promise<Generator, void, std::suspend_always> {
    std::suspend_always yield_value(T value);
  };
  T *begin();
  T *end();
};
template <typename Rep, typename Period> mock::Awaiter<void> sleepFor(const std::chrono::duration<Rep, Period> &d);
mock::Awaiter<void> moveToThread(QThread *thread);

namespace detail {
struct QCoroProcess {
  mock::Awaiter<bool> waitForFinished(int milliseconds = 30000);
};
struct QCoroAbstractSocket {
  mock::Awaiter<bool> waitForReadyRead(int milliseconds = 30000);
  mock::Awaiter<bool> waitForConnected(int milliseconds = 30000);
  mock::Awaiter<long> read(char *data, long size);
};
} // namespace detail

} // namespace QCoro
QCoro::detail::QCoroProcess qCoro(QProcess &process);
QCoro::detail::QCoroAbstractSocket qCoro(QAbstractSocket &socket);
#endif
