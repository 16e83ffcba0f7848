// The entries of the guestbook, in SQLite. Every call may wait for the disk or
// for another process that holds the database: who calls decides on which
// thread that is.

#ifndef GUESTBOOK_STORAGE_HPP
#define GUESTBOOK_STORAGE_HPP

#include <sqlite3.h>
#include <stdexcept>
#include <string>

class storage {
public:
  explicit storage(const std::string &path) {
    if (sqlite3_open(path.c_str(), &db) != SQLITE_OK)
      throw std::runtime_error("cannot open " + path);
    run("create table if not exists entries(text)");
  }
  storage(const storage &) = delete;
  ~storage() { sqlite3_close(db); }

  /// False when the database is busy.
  bool add(const std::string &text) {
    return run("insert into entries values(?)", text);
  }

  std::string all() {
    std::string entries;
    run("select text from entries", {}, &entries);
    return entries;
  }

private:
  bool run(const char *sql, const std::string &argument = {},
           std::string *rows = nullptr) {
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db));
    sqlite3_bind_text(statement, 1, argument.c_str(), -1, SQLITE_TRANSIENT);
    int status;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW)
      if (rows)
        *rows += reinterpret_cast<const char *>(
                     sqlite3_column_text(statement, 0)) +
                 std::string("\n");
    sqlite3_finalize(statement);
    return status == SQLITE_DONE;
  }

  sqlite3 *db = nullptr;
};

#endif // GUESTBOOK_STORAGE_HPP
