// RUN: %seeds/block-in-place/spawn-blocking-alternative
// RUN: %check_seed %s %t
//
// A pool of connections, and spawn_blocking for each operation: the closure
// says what it needs, and requests run side by side on any kind of runtime.

#include "sqlite.hpp"
#include <atomic>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

task<user> handle_request(std::shared_ptr<connection_pool> pool,
                          std::int64_t id) {
  auto work = unblock::spawn_blocking([pool, id] {
    auto db = pool->get(); // good: on the blocking pool, owns what it uses
    return db->find_user(id);
  });
  co_return co_await work;
}

task<> run(std::shared_ptr<connection_pool> pool) {
  stopwatch watch;
  auto [first, second, third] = co_await unblock::join_all(
      handle_request(pool, 1), handle_request(pool, 2),
      handle_request(pool, 3));
  CHECK(first.name == "Ada" && second.name == "Grace" &&
        third.name == "Barbara");
  // Three queries of 100 ms on two connections.
  CHECK(watch.elapsed() >= 200ms && watch.elapsed() < 2s);

  // Both layers: the query's exception, the outcome of the work.
  CHECK_THROWS(not_found, co_await handle_request(pool, 4));
}

int main() {
  scratch_directory scratch;
  make_users(scratch / "users.db");
  auto pool = std::make_shared<connection_pool>(scratch / "users.db", 2);
  unblock::runtime::builder::multi_thread().build().block_on(run(pool));
  unblock::runtime::builder::current_thread().build().block_on(run(pool));
}
