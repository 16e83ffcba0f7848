// RUN: %check_fixits %s %t
// A socket's waits.
#include <QCoroTask>
#include <QString>
#include <QTcpSocket>

QCoro::Task<QString> asks(QString host) {
  QTcpSocket socket;
  socket.connectToHost(host, 7);
  if (!socket.waitForConnected(5000))
    co_return socket.errorString();
  socket.write("hello\n");
  while (!socket.canReadLine())
    if (!socket.waitForReadyRead(1000))
      break;
  QString line = socket.readLine();
  socket.disconnectFromHost();
  socket.waitForDisconnected();
  co_return line;
}
