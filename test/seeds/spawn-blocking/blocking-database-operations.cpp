// RUN: %seeds/spawn-blocking/blocking-database-operations
// RUN: %check_seed %s %t
//
// A driver that blocks belongs on the blocking pool; its connection is moved
// there.

#include "seed.hpp"
#include <atomic>
#include <string>
#include <unblock/unblock.hpp>
#include <vector>

using unblock::task;
using namespace seed;

namespace blocking_db {
class connection {
public:
  connection() = default;
  connection(connection &&) = default;
  connection &operator=(connection &&) = default;

  std::vector<std::string> query(const std::string &sql) {
    std::this_thread::sleep_for(100ms);
    return {"Result for: " + sql};
  }
};
} // namespace blocking_db

std::atomic<int> ticks = 0;

task<> tick() {
  for (;; ++ticks)
    co_await unblock::sleep_for(5ms);
}

task<int> bad_query() {
  blocking_db::connection db;
  int before = ticks;
  // bad: async-blocking-call, no fix: the connection has to move along
  auto rows = db.query("SELECT * FROM users");
  CHECK(rows.size() == 1);
  co_return ticks - before;
}

task<int> good_query() {
  blocking_db::connection db;
  int before = ticks;
  auto work = unblock::spawn_blocking([db = std::move(db)]() mutable {
    return db.query("SELECT * FROM users"); // good: on the blocking pool
  });
  auto rows = co_await work;
  CHECK(rows == std::vector<std::string>{"Result for: SELECT * FROM users"});
  co_return ticks - before;
}

int main() {
  auto rt = unblock::runtime::builder::multi_thread().worker_threads(1).build();
  auto ticker = rt.spawn(tick());
  CHECK(rt.block_on(rt.spawn(bad_query())) == 0);
  CHECK(rt.block_on(rt.spawn(good_query())) >= 2);
  ticker.abort();
}
