// The twin of a wait has the same arguments and the same result.
#include <QCoroProcess>
#include <QCoroTask>
#include <QProcess>
#include <QString>

QCoro::Task<bool> compresses(QString file) {
  QProcess process;
  process.start("gzip", {file});
  if (!co_await qCoro(process).waitForStarted())
    co_return false;
  co_return co_await qCoro(process).waitForFinished(60'000) &&
      process.exitCode() == 0;
}
