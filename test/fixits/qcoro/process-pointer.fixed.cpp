// The object is a pointer, a member, the result of a call.
#include <QCoroProcess>
#include <QCoroTask>
#include <QObject>
#include <QProcess>

class Builder : public QObject {
public:
  QCoro::Task<bool> build();

private:
  QProcess *current() const;
  QProcess *process = new QProcess(this);
};
QCoro::Task<bool> Builder::build() {
  process->start("make", {});
  bool started = co_await qCoro(*process).waitForStarted(1000);
  if (started && !co_await qCoro(*current()).waitForFinished())
    process->kill();
  co_return started;
}
