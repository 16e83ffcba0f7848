//===- seed.hpp - What the ports of the seeds share -------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Checks that end the program, a stopwatch, and the number of threads of this
// process.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_TEST_SEEDS_SEED_HPP
#define UNBLOCK_TEST_SEEDS_SEED_HPP

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <unblock/annotations.hpp>
#include <unistd.h>

/// Ends the program with status 1 when the condition does not hold.
#define CHECK(...)                                                             \
  do {                                                                         \
    if (!(__VA_ARGS__))                                                        \
      seed::failed(__FILE__, __LINE__, #__VA_ARGS__);                          \
  } while (false)

/// What holds of a port as it stands, and what holds once `unblock-lint --fix`
/// has mended its bad lines.
#ifdef SEED_FIXED
#define CHECK_BAD(...) static_cast<void>(sizeof(!(__VA_ARGS__)))
#define CHECK_FIXED(...) CHECK(__VA_ARGS__)
#else
#define CHECK_BAD(...) CHECK(__VA_ARGS__)
#define CHECK_FIXED(...) static_cast<void>(sizeof(!(__VA_ARGS__)))
#endif

/// Ends the program with status 1 when the statement does not throw \p type.
#define CHECK_THROWS(type, ...)                                                \
  do {                                                                         \
    bool seed_thrown = false;                                                  \
    try {                                                                      \
      __VA_ARGS__;                                                             \
    } catch (const type &) {                                                   \
      seed_thrown = true;                                                      \
    }                                                                          \
    if (!seed_thrown)                                                          \
      seed::failed(__FILE__, __LINE__, #__VA_ARGS__ " throws " #type);         \
  } while (false)

namespace seed {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

[[noreturn]] inline void failed(const char *file, int line, const char *what) {
  std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
  std::_Exit(1);
}

class stopwatch {
public:
  clock::duration elapsed() const { return clock::now() - start; }

private:
  clock::time_point start = clock::now();
};

/// The number of threads of this process. The kernel answers at once.
UNBLOCK_NONBLOCKING inline int threads() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("Threads:"))
      return std::stoi(line.substr(8));
  failed(__FILE__, __LINE__, "/proc/self/status counts threads");
}

/// Waits until \p condition holds, ten seconds at most. Blocks the thread.
template <class Condition> bool eventually(Condition condition) {
  for (stopwatch watch; watch.elapsed() < 10s; std::this_thread::sleep_for(1ms))
    if (condition())
      return true;
  return false;
}

/// An empty directory that goes with the object.
class scratch_directory {
public:
  scratch_directory() {
    std::string name = std::filesystem::temp_directory_path() / "seed-XXXXXX";
    CHECK(mkdtemp(name.data()));
    path = name;
  }
  scratch_directory(const scratch_directory &) = delete;
  scratch_directory &operator=(const scratch_directory &) = delete;
  ~scratch_directory() { std::filesystem::remove_all(path); }

  std::filesystem::path operator/(const char *name) const {
    return path / name;
  }

private:
  std::filesystem::path path;
};

} // namespace seed

#endif // UNBLOCK_TEST_SEEDS_SEED_HPP
