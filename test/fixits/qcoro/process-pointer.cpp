// RUN: %check_fixits %s %t
// The object is a pointer, a member, the result of a call.
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
  bool started = process->waitForStarted(1000);
  if (started && !current()->waitForFinished())
    process->kill();
  co_return started;
}
