// RUN: %check_fixits %s %t
// no-fix: a connection may belong to a thread, and a pointer has another owner
// flags: -lsqlite3
//
// A connection may belong to a thread, and a pointer has another owner.

#include <iostream>
#include <sqlite3.h>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

unblock::task<int> run(sqlite3 *db) {
  if (sqlite3_exec(db, "CREATE TABLE t (x)", nullptr, nullptr, nullptr))
    co_return -1;
  sqlite3_exec(db, "INSERT INTO t VALUES (1), (2)", nullptr, nullptr, nullptr);
  co_return sqlite3_changes(db);
}

int main() {
  sqlite3 *db = nullptr;
  sqlite3_open(":memory:", &db);
  unblock::runtime rt;
  std::cout << rt.block_on(run(db)) << '\n';
  sqlite3_close(db);
}
