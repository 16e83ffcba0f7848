// RUN: %check_async %s async-blocking-call %t -models %S/Inputs/loop.yaml
// A hop is one however the awaitable comes to the co_await.

#include "loop.h"
#include <unistd.h>
#include <utility>

struct App {
  loop::Pool pool;
  loop::Context context;
  auto background() { return pool.schedule(); }
  auto foreground() { return context.schedule(); }
  Operation outOfLine();
  Operation chooses(bool b);
};
Operation App::outOfLine() { return pool.schedule(); }
Operation App::chooses(bool b) {
  if (b)
    return pool.schedule();
  return context.schedule();
}
Operation free(App &app) { return app.background(); }

Task<> wrapped(App &app) {
  co_await app.background();
  sleep(1);
  co_await app.outOfLine();
  sleep(2);
}
Task<> wrappedTwice(App &app) {
  co_await free(app);
  sleep(1);
}
Task<> eitherWay(App &app, bool b) {
  co_await app.chooses(b);
  sleep(1);
  co_await (b ? app.pool.schedule() : app.context.schedule());
  sleep(2);
}
Task<> variable(App &app) {
  auto hop = app.pool.schedule();
  co_await hop;
  sleep(1);
}
Task<> moved(App &app) {
  auto hop = app.pool.schedule();
  co_await std::move(hop);
  sleep(1);
}
Task<> reference(App &app) {
  auto &&hop = app.pool.schedule();
  co_await static_cast<decltype(hop) &&>(hop);
  sleep(1);
}
Task<> lambda(App &app) {
  auto toPool = [&] { return app.pool.schedule(); };
  co_await toPool();
  sleep(1);
  co_await [&] { return app.pool.schedule(); }();
  sleep(2);
}

Task<> child(App &app) {
  co_await app.pool.schedule();
}
Task<> childInVariable(App &app) {
  auto task = child(app);
  co_await task;
  sleep(1);
}
Task<> childMoved(App &app) {
  Task<> task = child(app);
  co_await std::move(task);
  sleep(1);
}
Task<> makesChild(App &app) { return child(app); }
Task<> childOfFunction(App &app) {
  co_await makesChild(app);
  sleep(1);
}
Task<> childOfLambda(App &app) {
  co_await [&] { return child(app); }();
  sleep(1);
}
// Who ends last decides where this goes on.
template <typename... T> Operation whenAll(T &&...) { return {}; }
Task<> severalChildren(App &app) {
  co_await whenAll(child(app), child(app));
  sleep(1);
}

// The same on the way back, and with what does not move.
Task<> backByWrapper(App &app) {
  co_await app.background();
  sleep(1);
  co_await app.foreground();
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
Operation wrapsTick() { return tick(); }
Task<> wrapsNothing() {
  co_await wrapsTick();
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  auto operation = tick();
  co_await operation;
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
Task<> stays() { co_await tick(); }
Task<> awaitsStaying() {
  auto task = stays();
  co_await task;
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  co_await whenAll(stays(), stays());
  sleep(2);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
