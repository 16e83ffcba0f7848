// RUN: %check_async %s async-prefer-async-driver %t
// Further constructs stand in the files prefer-async-driver-*.cpp.

#include "coro_types.h"
#include <driver_libraries.h>

// An engine over a file has no other driver.
task<> file(sqlite3_stmt *statement) {
  co_await unblock::spawn_blocking([=] { return sqlite3_step(statement); });
}
// There is more to do than to wait.
task<> more(PGconn *connection) {
  co_await unblock::spawn_blocking([=] {
    PQclear(PQexec(connection, "SELECT 1"));
    return sleep(1);
  });
}
// Once, before anything runs.
int main() {
  unblock::spawn_blocking([] { return PQconnectdb(""); });
}

task<> query(PGconn *connection) {
  co_await unblock::spawn_blocking([=] { PQclear(PQexec(connection, "SELECT 1")); });
  // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' takes a thread for each call of 'PQexec', which only waits: an asynchronous driver needs none [async-prefer-async-driver]
  // CHECK-NOTES: :[[@LINE-2]]:50: note: 'lambda' calls 'PQexec' here
  // CHECK-NOTES: :[[@LINE-3]]:12: note: instead, use libpq's non-blocking functions ('PQsendQuery', 'PQconsumeInput') on an awaited socket
}
task<> fetch(CURL *easy) {
  unblock::block_in_place([=] { return curl_easy_perform(easy); });
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'unblock::block_in_place' takes a thread for each call of 'curl_easy_perform', which only waits: an asynchronous driver needs none [async-prefer-async-driver]
  // CHECK-NOTES: :[[@LINE-2]]:40: note: 'lambda' calls 'curl_easy_perform' here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, use libcurl's multi interface ('curl_multi_socket_action')
  co_return;
}
