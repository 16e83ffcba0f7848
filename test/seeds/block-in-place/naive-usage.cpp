// RUN: %seeds/block-in-place/naive-usage
// RUN: %check_seed %s %t
//
// block_in_place around a query: it works, and other tasks go on, on another
// thread; the task itself cannot move, be cancelled or do anything beside it.

#include "sqlite.hpp"
#include <atomic>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

std::atomic<int> ticks = 0;

task<> tick() {
  for (;; ++ticks)
    co_await unblock::sleep_for(5ms);
}

task<user> handle_request(connection &db, std::int64_t id) {
  // bad, not found: short and bounded, it may stand here with a reason
  auto found = unblock::block_in_place([&] { return db.find_user(id); });
  co_return found;
}

task<> run(connection &db) {
  auto ticker = unblock::spawn(tick());
  co_await unblock::yield_now();

  auto thread = std::this_thread::get_id();
  int before = ticks;
  auto found = co_await handle_request(db, 2);
  CHECK(found.id == 2 && found.name == "Grace");
  CHECK(ticks - before >= 2);
  // Nothing was awaited since: the closure ran on this thread.
  CHECK(std::this_thread::get_id() == thread);

  // What the closure throws comes out of the call.
  CHECK_THROWS(not_found, co_await handle_request(db, 4));
  ticker.abort();
}

int main() {
  scratch_directory scratch;
  make_users(scratch / "users.db");
  connection db(scratch / "users.db");
  auto rt = unblock::runtime::builder::multi_thread().worker_threads(1).build();
  rt.block_on(rt.spawn(run(db)));
}
