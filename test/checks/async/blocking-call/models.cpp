// RUN: %check_async -check-suffixes=NONE %s async-blocking-call %t
// RUN: %check_async -check-suffixes=USER %s async-blocking-call %t -models %S/Inputs/models.yaml
// RUN: %check_async -check-suffixes=USER %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {async-blocking-call.Models: "%S/Inputs/models.yaml"}}'
// RUN: %check_async -check-suffixes=USER %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {Models: "%S/Inputs/models.yaml"}}'
// RUN: %check_async -check-suffixes=USER,TWO %s async-blocking-call %t -models %S/Inputs/models.yaml \
// RUN:   -config='{CheckOptions: {Models: "%S/Inputs/models-more.yaml"}}'
// RUN: %check_async -check-suffixes=USER,TWO %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {Models: "%S/Inputs/models.yaml; %S/Inputs/models-more.yaml"}}'
// What users say of their own functions, in .unblock.yaml and in files that the
// option Models lists.

#include "task.h"
#include <functional>
#include <unistd.h>

namespace app {

void query(const char *sql);
void query(const char *sql, int timeout);
void log(const char *text) { usleep(1); }
void compress();
void onlyInTheSecondFile();

struct Database {
  Database(const char *path);
  ~Database();
  void exec(const char *sql);
  template <typename T> T get();
  Database &operator<<(int);
};
struct Cursor : Database {
  using Database::Database;
};
template <typename T> struct Table {
  T find(int key);
};
inline namespace v2 {
void versioned();
} // namespace v2

template <typename F> void onMainThread(F f) { std::function<void()> g(f); }
template <typename F> void inBackground(F f) { std::function<void()> g(f); }
template <typename F> void withLog(F f) { std::function<void()> g(f); }
Operation toBackground();
Operation toMainThread();

template <typename T> struct Sequence {
  struct promise_type {
    T value;
    Sequence get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T v) noexcept;
    Operation await_transform(Operation o);
    void return_void() {}
    void unhandled_exception() {}
  };
};

} // namespace app

Task<> functions(app::Database &db, app::Table<int> &table, app::Cursor &cursor) {
  app::query("select 1");
  // CHECK-MESSAGES-USER: :[[@LINE-1]]:3: warning: 'app::query' blocks the worker that runs coroutine 'functions': it asks the database
  // CHECK-MESSAGES-USER: :[[@LINE-2]]:3: note: instead, use app::async_query
  app::query("select 1", 0);
  app::query("select 1", 5);
  // CHECK-MESSAGES-USER: :[[@LINE-1]]:3: warning: 'app::query' blocks {{.*}}
  app::log("text");
  // CHECK-MESSAGES-NONE: :[[@LINE-1]]:3: warning: 'app::log' blocks the worker that runs coroutine 'functions': it reaches 'usleep', {{.*}}
  app::compress();
  db.exec("x");
  // CHECK-MESSAGES-USER: :[[@LINE-1]]:6: warning: 'app::Database::exec' blocks {{.*}}
  cursor.exec("x");
  // CHECK-MESSAGES-USER: :[[@LINE-1]]:10: warning: 'app::Database::exec' blocks {{.*}}
  (void)db.get<int>();
  // CHECK-MESSAGES-USER: :[[@LINE-1]]:12: warning: 'app::Database::get' blocks {{.*}}
  db << 1;
  // CHECK-MESSAGES-USER: :[[@LINE-1]]:6: warning: 'app::Database::operator<<' blocks {{.*}}
  (void)table.find(1);
  // CHECK-MESSAGES-USER: :[[@LINE-1]]:15: warning: 'app::Table::find' blocks {{.*}}
  app::versioned();
  // CHECK-MESSAGES-USER: :[[@LINE-1]]:3: warning: 'app::versioned' blocks {{.*}}
  app::onlyInTheSecondFile();
  // CHECK-MESSAGES-TWO: :[[@LINE-1]]:3: warning: 'app::onlyInTheSecondFile' blocks {{.*}}
  co_await tick();
}
Task<> object() {
  auto *db = new app::Database("f");
  // CHECK-MESSAGES-USER: :[[@LINE-1]]:18: warning: 'app::Database::Database' blocks {{.*}}
  co_await tick();
  delete db;
  // CHECK-MESSAGES-USER: :[[@LINE-1]]:3: warning: 'app::Database::~Database' blocks {{.*}}
}
// A built-in entry that the user overrules.
Task<> overruled() {
  sleep(1);
  // CHECK-MESSAGES-NONE: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'overruled': it suspends the calling thread
  // CHECK-MESSAGES-USER: :[[@LINE-2]]:3: warning: 'sleep' blocks the worker that runs coroutine 'overruled': it is banned in this project
  alarm(1);
  // CHECK-MESSAGES-USER: :[[@LINE-1]]:3: warning: 'alarm' blocks {{.*}}
  usleep(1);
  // CHECK-MESSAGES-NONE: :[[@LINE-1]]:3: warning: 'usleep' blocks {{.*}}
  co_await tick();
}

void callables() {
  app::onMainThread([] {
    sleep(1);
    // CHECK-MESSAGES-USER: :[[@LINE-1]]:5: warning: 'sleep' blocks the event loop that runs a callback of 'app::onMainThread': {{.*}}
    // CHECK-MESSAGES-USER: :[[@LINE-3]]:3: note: handed to 'app::onMainThread' here
    // CHECK-MESSAGES-USER: :[[@LINE-3]]:5: note: instead, await app::delay, or move the call off the worker with 'co_await app::background'
  });
  app::inBackground([] { sleep(1); });
  app::withLog([] { sleep(1); });
}
Task<> runs() {
  app::inBackground([] { sleep(1); });
  app::withLog([] {
    sleep(1);
    // CHECK-MESSAGES-USER: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs coroutine 'runs': {{.*}}
  });
  co_await tick();
}
Task<> hops() {
  co_await app::toMainThread();
  co_await app::toBackground();
  sleep(1);
  // What the name says is enough to be silent without a model, too.
  co_await app::toMainThread();
  sleep(2);
  // CHECK-MESSAGES-USER: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
}
// A generator, which its structure does not tell.
app::Sequence<int> sequence() {
  sleep(1);
  // CHECK-MESSAGES-NONE: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs coroutine 'sequence': {{.*}}
  co_yield 1;
}
