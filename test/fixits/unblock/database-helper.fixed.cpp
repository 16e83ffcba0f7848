// A helper with a connection of its own moves to the pool.

#include <iostream>
#include <sqlite3.h>
#include <string>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int query(const std::string &sql) {
  sqlite3 *db = nullptr;
  sqlite3_open(":memory:", &db);
  int value = 0;
  sqlite3_exec(
      db, sql.c_str(),
      [](void *out, int, char **row, char **) {
        *static_cast<int *>(out) = std::stoi(row[0]);
        return 0;
      },
      &value, nullptr);
  sqlite3_close(db);
  return value;
}

unblock::task<int> run(std::string sql) {
  int one =
      co_await unblock::spawn_blocking([] { return query("SELECT 20 + 1"); });
  auto work = [sql = std::move(sql)] { return query(sql); };
  co_return one + co_await unblock::spawn_blocking(std::move(work));
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run("SELECT 7 * 3")) << '\n';
}
