// XFAIL: *
// Whether a connection may be used on another thread depends on how it was
// opened, which a list of types cannot say.
//
// RUN: %check_async %s async-spawn-blocking-capture %t -- -I%src_root/lib/runtime/include

#include <unblock/unblock.hpp>

extern "C" {
struct sqlite3;
int sqlite3_open_v2(const char *name, sqlite3 **db, int flags, const char *vfs);
int sqlite3_changes(sqlite3 *db);
}
#define SQLITE_OPEN_READWRITE 2
#define SQLITE_OPEN_NOMUTEX 0x8000

unblock::task<> query() {
  sqlite3 *db = nullptr;
  sqlite3_open_v2("f", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  co_await unblock::spawn_blocking([db] { return sqlite3_changes(db); });
  // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: 'db' is used on another thread {{.*}}
}
