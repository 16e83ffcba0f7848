// RUN: %check_async %s async-prefer-async-driver %t
//
// What the closure does besides.

#include "coro_types.h"
#include <driver_libraries.h>

void elsewhere(PGresult *rows);
long digest(const char *data, long size);

// Nothing is known of a function of another file.
task<> unknown(PGconn *connection) {
  co_await unblock::spawn_blocking([=] { elsewhere(PQexec(connection, "SELECT 1")); });
}
task<> computes(PGconn *connection) {
  co_await unblock::spawn_blocking([=] {
    PGresult *rows = PQexec(connection, "SELECT 1");
    long sum = 0;
    for (long i = 0; i != 1'000'000'000; ++i)
      sum += i * sum;
    PQclear(rows);
    return sum;
  });
}
// Two drivers: one of them would block still.
task<> two(PGconn *connection, redisContext *cache, sqlite3_stmt *statement) {
  co_await unblock::spawn_blocking([=] {
    freeReplyObject(redisCommand(cache, "GET x"));
    PQclear(PQexec(connection, "SELECT 1"));
  });
  co_await unblock::spawn_blocking([=] {
    PQclear(PQexec(connection, "SELECT 1"));
    return sqlite3_step(statement);
  });
}
// No asynchronous interface.
task<> none(mongocxx::database &database, void *multi) {
  co_await unblock::spawn_blocking([&] { return database.run_command(1); });
  // One thread serves all transfers.
  co_await unblock::spawn_blocking([=] { return curl_multi_poll(multi, nullptr, 0, 1000, nullptr); });
}
// A batch takes one thread, not one for each call.
void insert(PGconn *connection) { PQclear(PQexec(connection, "INSERT")); }
task<> batch(PGconn *connection, int count) {
  co_await unblock::spawn_blocking([=] {
    for (int i = 0; i != count; ++i)
      PQclear(PQexec(connection, "INSERT"));
  });
  co_await unblock::spawn_blocking([=] {
    PQclear(PQexec(connection, "BEGIN"));
    for (int i = 0; i != count; ++i)
      PQclear(PQexec(connection, "INSERT"));
  });
  co_await unblock::spawn_blocking([=] {
    PQclear(PQexec(connection, "BEGIN"));
    for (int i = 0; i != count; ++i)
      insert(connection);
  });
}
// Never waits.
task<> sends(PGconn *connection) {
  co_await unblock::spawn_blocking([=] { return PQsendQuery(connection, "SELECT 1"); });
}

// What belongs to the call.
task<> several(PGconn *connection, std::mutex &mutex) {
  co_await unblock::spawn_blocking([&, connection] {
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' takes a thread for each call of 'PQexec', which {{.*}}
    std::lock_guard<std::mutex> lock(mutex);
    PQclear(PQexec(connection, "BEGIN"));
    PGresult *rows = PQexecPrepared(connection, "q", 0, nullptr, nullptr, nullptr, 0);
    long sum = 0;
    for (int i = 0; i != PQntuples(rows); ++i)
      sum += *PQgetvalue(rows, i, 0);
    PQclear(rows);
    return sum;
  });
}
task<> others(redisContext *cache, sw::redis::Redis &redis, asio::basic_stream_socket<int> &socket) {
  co_await unblock::spawn_blocking([=] { freeReplyObject(redisCommand(cache, "GET x")); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' takes a thread for each call of 'redisCommand', which {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:12: note: instead, use hiredis's 'redisAsyncCommand', or Boost.Redis
  co_await unblock::spawn_blocking([&] { return redis.incr("x"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' takes a thread for each call of 'sw::redis::Redis::incr', which {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:12: note: instead, use 'sw::redis::AsyncRedis' or 'sw::redis::CoRedis'
  co_await unblock::spawn_blocking([&] { return socket.read_some(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'unblock::spawn_blocking' takes a thread for each call of 'asio::basic_stream_socket::read_some', which {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:12: note: instead, use its 'async_' counterpart
}
