// RUN: %seeds/spawn-blocking/blocking-file-io
// RUN: %check_seed %s %t
//
// Files are read and written on the blocking pool, by hand or with fs.

#include "seed.hpp"
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

std::string read_to_string(const std::filesystem::path &path) {
  std::ifstream file(path);
  if (!file)
    throw std::runtime_error("cannot open " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

task<> run(const scratch_directory &scratch) {
  auto path = scratch / "large_file.txt";
  std::string data = "Hello, World!";

  // Data is moved in.
  auto writing = unblock::spawn_blocking([path, data = std::move(data)] {
    std::ofstream(path) << data; // good: on the blocking pool
    return data.size();
  });
  CHECK(co_await writing == 13);

  // bad: async-blocking-call, no fix: is the path to be copied, or moved?
  auto bad = read_to_string(path);
  auto reading = unblock::spawn_blocking([path] {
    return read_to_string(path); // good: on the blocking pool
  });
  auto good = co_await reading;
  auto better = co_await unblock::fs::read_to_string(path); // good: the same
  CHECK(bad == "Hello, World!" && good == bad && better == bad);

  co_await unblock::fs::write(path, "Bye"); // good: on the blocking pool
  CHECK(co_await unblock::fs::read_to_string(path) == "Bye");
}

int main() {
  scratch_directory scratch;
  unblock::runtime rt;
  rt.block_on(run(scratch));
}
