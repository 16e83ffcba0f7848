// RUN: %seeds/spawn-blocking/when-to-use-each
// RUN: %check_seed %s %t
//
// spawn for what suspends, spawn_blocking for what blocks.

#include "seed.hpp"
#include <cstdint>
#include <fstream>
#include <iterator>
#include <netdb.h>
#include <sqlite3.h>
#include <string>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

// 1. Timers and network.
task<> wait() { co_await unblock::sleep_for(100ms); }

// 2. Files, through fs.
task<std::string> read(std::filesystem::path path) {
  co_return co_await unblock::fs::read_to_string(path);
}

// 3. Database drivers that are asynchronous: awaited like these.

// 4. Channels.
task<int> receive(unblock::sync::mpsc::receiver<int> rx) {
  int sum = 0;
  while (auto value = co_await rx.recv())
    sum += *value;
  co_return sum;
}

task<> spawned(std::filesystem::path path) {
  co_await unblock::spawn(wait());

  CHECK(co_await unblock::spawn(read(path)) == "contents");

  auto [tx, rx] = unblock::sync::mpsc::channel<int>(10);
  auto received = unblock::spawn(receive(std::move(rx)));
  for (int i = 1; i <= 100; ++i)
    CHECK(co_await tx.send(i));
  {
    auto last = std::move(tx);
  } // the channel closes with its last sender
  CHECK(co_await received == 5050);
}

int count_tables(sqlite3 *db) {
  sqlite3_stmt *statement = nullptr;
  CHECK(sqlite3_prepare_v2(db, "SELECT count(*) FROM sqlite_master", -1,
                           &statement, nullptr) == SQLITE_OK);
  CHECK(sqlite3_step(statement) == SQLITE_ROW);
  int count = sqlite3_column_int(statement, 0);
  sqlite3_finalize(statement);
  return count;
}

task<> offloaded(std::filesystem::path path) {
  // 1. Computations.
  CHECK(co_await unblock::spawn_blocking([] {
          std::uint64_t sum = 0;
          for (std::uint64_t i = 0; i < 1'000'000; ++i) // good: on the pool
            sum += i;
          return sum;
        }) == 499'999'500'000);

  // 2. Blocking file I/O.
  auto reading = unblock::spawn_blocking([path] {
    std::ifstream file(path); // good: on the blocking pool
    return std::string(std::istreambuf_iterator<char>(file), {});
  });
  CHECK(co_await reading == "contents");

  // 3. Database drivers that block.
  CHECK(co_await unblock::spawn_blocking([] {
          sqlite3 *db = nullptr;
          CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK);
          int count = count_tables(db); // good: on the blocking pool
          sqlite3_close(db);
          return count;
        }) == 0);

  // 4. Foreign functions that may block.
  CHECK(co_await unblock::spawn_blocking([] {
          return usleep(1000); // good: on the blocking pool
        }) == 0);

  // 5. Libraries that block.
  CHECK(co_await unblock::spawn_blocking([] {
          addrinfo *address = nullptr;
          int error = getaddrinfo("127.0.0.1", nullptr, nullptr,
                                  &address); // good: on the blocking pool
          freeaddrinfo(address);
          return error;
        }) == 0);
}

int main() {
  scratch_directory scratch;
  auto path = scratch / "file.txt";
  std::ofstream(path) << "contents";
  unblock::runtime rt;
  rt.block_on(spawned(path));
  rt.block_on(offloaded(path));
}
