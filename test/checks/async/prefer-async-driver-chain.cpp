// RUN: %check_async %s async-prefer-async-driver %t
//
// Ways to the driver, and to the call that moves it off the worker.

#include "coro_types.h"
#include <driver_libraries.h>

struct Database {
  PGconn *connection;
  int run(const char *text) {
    PGresult *rows = PQexec(connection, text);
    int count = PQntuples(rows);
    PQclear(rows);
    return count;
  }
  int count() { return run("SELECT * FROM t"); }
};

task<> through_helpers(Database &database) {
  co_await unblock::spawn_blocking([&] { return database.count(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' takes a thread for each call of 'PQexec', which {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:58: note: 'lambda' calls 'Database::count' here
  // CHECK-MESSAGES: :[[@LINE-7]]:24: note: 'Database::count' calls 'Database::run' here
  // CHECK-MESSAGES: :[[@LINE-13]]:22: note: 'Database::run' calls 'PQexec' here
  // CHECK-MESSAGES: :[[@LINE-5]]:12: note: instead, use libpq's {{.*}}
}

// Named lambdas, function objects, functions.
struct Count {
  Database &database;
  int operator()() const { return database.count(); }
};
int countAll();
Database all;
int countThem() { return all.count(); }
task<> callables(Database &database) {
  auto named = [&] { return database.count(); };
  co_await unblock::spawn_blocking(named);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' takes a thread for each call of 'PQexec', {{.*}}
  co_await unblock::spawn_blocking(Count{database});
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' takes a thread for each call of 'PQexec', {{.*}}
  co_await unblock::spawn_blocking(countThem);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' takes a thread for each call of 'PQexec', {{.*}}
  co_await unblock::spawn_blocking(countAll);
}

// The helper is called for each request.
auto counted(Database &database) {
  return unblock::spawn_blocking([&] { return database.count(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'unblock::spawn_blocking' takes a thread for each call of 'PQexec', {{.*}}
}
task<> requests(Database &database) { co_await counted(database); }

// Nobody calls this one from a coroutine.
auto atStart(Database &database) {
  return unblock::spawn_blocking([&] { return database.count(); });
}

template <typename F> task<> each(F f) {
  co_await unblock::spawn_blocking(f);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' takes a thread for each call of 'PQexec', {{.*}}
}
task<> instance(Database &database) {
  co_await each([&] { return database.count(); });
}
