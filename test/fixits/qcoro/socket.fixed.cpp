// A socket's waits.
#include <QCoroAbstractSocket>
#include <QCoroTask>
#include <QString>
#include <QTcpSocket>

QCoro::Task<QString> asks(QString host) {
  QTcpSocket socket;
  socket.connectToHost(host, 7);
  if (!co_await qCoro(socket).waitForConnected(5000))
    co_return socket.errorString();
  socket.write("hello\n");
  while (!socket.canReadLine())
    if (!co_await qCoro(socket).waitForReadyRead(1000))
      break;
  QString line = socket.readLine();
  socket.disconnectFromHost();
  co_await qCoro(socket).waitForDisconnected();
  co_return line;
}
