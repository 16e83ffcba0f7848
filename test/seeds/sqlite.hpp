//===- sqlite.hpp - A blocking database driver ------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The users of a database, over SQLite: what rusqlite is in the seeds. A query
// takes a while.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_TEST_SEEDS_SQLITE_HPP
#define UNBLOCK_TEST_SEEDS_SQLITE_HPP

#include "seed.hpp"
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <sqlite3.h>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace seed {

struct user {
  std::int64_t id;
  std::string name;
};

struct not_found : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A connection, for one thread at a time.
class connection {
public:
  explicit connection(const std::filesystem::path &path) {
    sqlite3 *opened = nullptr;
    int status = sqlite3_open(path.c_str(), &opened);
    db.reset(opened);
    if (status != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(opened));
    // SELECT pause(n) sleeps for n milliseconds, as a disk might.
    sqlite3_create_function(
        opened, "pause", 1, SQLITE_UTF8, nullptr,
        [](sqlite3_context *context, int, sqlite3_value **values) {
          std::this_thread::sleep_for(
              std::chrono::milliseconds(sqlite3_value_int(values[0])));
          sqlite3_result_int(context, 0);
        },
        nullptr, nullptr);
  }

  void execute(const char *sql) {
    if (sqlite3_exec(db.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db.get()));
  }

  /// The user with this id; throws not_found.
  user find_user(std::int64_t id) {
    if (!statement) {
      sqlite3_stmt *prepared = nullptr;
      if (sqlite3_prepare_v2(
              db.get(), "SELECT id, name, pause(100) FROM users WHERE id = ?",
              -1, &prepared, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(db.get()));
      statement.reset(prepared);
    }
    sqlite3_reset(statement.get());
    sqlite3_bind_int64(statement.get(), 1, id);
    if (sqlite3_step(statement.get()) != SQLITE_ROW)
      throw not_found("no user " + std::to_string(id));
    user result = {sqlite3_column_int64(statement.get(), 0),
                   reinterpret_cast<const char *>(
                       sqlite3_column_text(statement.get(), 1))};
    sqlite3_reset(statement.get());
    return result;
  }

private:
  struct closer {
    void operator()(sqlite3 *open) const { sqlite3_close_v2(open); }
    void operator()(sqlite3_stmt *made) const { sqlite3_finalize(made); }
  };
  std::unique_ptr<sqlite3, closer> db;
  std::unique_ptr<sqlite3_stmt, closer> statement;
};

/// A few connections to one file. `get` waits for a free one: call it where
/// blocking is allowed.
class connection_pool {
public:
  class lease {
  public:
    lease(connection_pool &from, connection taken)
        : pool(&from), db(std::move(taken)) {}
    lease(lease &&other)
        : pool(std::exchange(other.pool, nullptr)), db(std::move(other.db)) {}
    ~lease() {
      if (pool)
        pool->put(std::move(db));
    }
    connection *operator->() { return &db; }

  private:
    connection_pool *pool;
    connection db;
  };

  connection_pool(const std::filesystem::path &path, int size) {
    for (int i = 0; i < size; ++i)
      free.emplace_back(path);
  }

  lease get() {
    std::unique_lock lock(mutex);
    available.wait(lock, [this] { return !free.empty(); });
    connection db = std::move(free.back());
    free.pop_back();
    return {*this, std::move(db)};
  }

private:
  void put(connection db) {
    {
      std::lock_guard lock(mutex);
      free.push_back(std::move(db));
    }
    available.notify_one();
  }

  std::mutex mutex;
  std::condition_variable available;
  std::vector<connection> free;
};

/// Makes a database with users 1 to 3.
inline void make_users(const std::filesystem::path &path) {
  connection(path).execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name);"
                           "INSERT INTO users VALUES (1, 'Ada'), (2, 'Grace'),"
                           "(3, 'Barbara')");
}

} // namespace seed

#endif // UNBLOCK_TEST_SEEDS_SQLITE_HPP
