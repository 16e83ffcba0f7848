// RUN: %check_async %s async-blocking-call %t
// An application on QCoro. Its awaitables have the names of Qt's functions that
// block.

#include <QCoro/mock.h>
// CHECK-FIXES: #include <QCoroProcess>
// CHECK-FIXES: #include <QCoroAbstractSocket>
// CHECK-FIXES: #include <QCoroTimer>
#include <unistd.h>

using namespace std::chrono_literals;

QCoro::Task<> awaits(QProcess &process, QTcpSocket &socket, char *data) {
  process.start("true");
  co_await qCoro(process).waitForFinished();
  // CHECK-FIXES: co_await qCoro(process).waitForFinished();
  socket.connectToHost("host", 80);
  co_await qCoro(socket).waitForConnected();
  // CHECK-FIXES: co_await qCoro(socket).waitForConnected();
  (void)co_await qCoro(socket).read(data, 1);
  co_await QCoro::sleepFor(1ms);
  co_await QtConcurrent::run([] {
    QThread::sleep(1);
    return 1;
  });
}
QCoro::Task<> onThread(QThread *thread) {
  co_await QCoro::moveToThread(thread);
  QThread::sleep(1);
}
QCoro::Generator<int> numbers() {
  QThread::sleep(1);
  co_yield 1;
}
void worker() {
  QThread::create([] { QThread::sleep(1); });
}
int main() {
  QThread::sleep(1);
}

QCoro::Task<> blocks(QProcess &process, QTcpSocket &socket) {
  process.waitForFinished();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'QProcess::waitForFinished' blocks the worker that runs coroutine 'blocks': {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:11: note: instead, {{.*}}
  // CHECK-FIXES: co_await qCoro(process).waitForFinished();
  socket.waitForConnected();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'QAbstractSocket::waitForConnected' blocks {{.*}}
  // CHECK-FIXES: co_await qCoro(socket).waitForConnected();
  socket.waitForReadyRead(10);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'QAbstractSocket::waitForReadyRead' blocks {{.*}}
  // CHECK-FIXES: co_await qCoro(socket).waitForReadyRead(10);
  QThread::msleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'QThread::msleep' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: instead, await 'QCoro::sleepFor', or move the call off the worker with 'co_await QtConcurrent::run'
  // CHECK-FIXES: co_await QCoro::sleepFor(std::chrono::milliseconds(1));
  co_await QCoro::sleepFor(1ms);
}
void slots() {
  QTimer::singleShot(1, [] {
    QThread::sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'QThread::sleep' blocks the event loop that runs a callback of 'QTimer::singleShot': {{.*}}
  });
}
