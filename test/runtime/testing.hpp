// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.

#ifndef UNBLOCK_TEST_RUNTIME_TESTING_HPP
#define UNBLOCK_TEST_RUNTIME_TESTING_HPP

#include <unblock/unblock.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>

namespace unblock::test {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

/// An object that is counted while it lives.
class counted {
public:
  explicit counted(std::atomic<int> &alive) noexcept : alive_(&alive) {
    ++*alive_;
  }
  counted(const counted &other) noexcept : counted(*other.alive_) {}
  counted &operator=(const counted &) = delete;
  ~counted() { --*alive_; }

private:
  std::atomic<int> *alive_;
};

/// Blocks until \p condition holds. False if it takes too long; long enough for
/// a busy machine and a sanitizer.
template <class Condition>
[[nodiscard]] bool eventually(Condition condition,
                              clock::duration limit = 30s) {
  clock::time_point end = clock::now() + limit;
  while (!condition()) {
    if (clock::now() >= end)
      return false;
    std::this_thread::sleep_for(200us);
  }
  return true;
}

inline runtime multi(std::size_t workers = 2) {
  return runtime::builder::multi_thread().worker_threads(workers).build();
}

inline runtime single() { return runtime::builder::current_thread().build(); }

/// Runs \p work as a task on a worker, and waits for it.
template <class A> auto run(const runtime &on, A &&work) {
  return on.block_on(on.spawn(std::forward<A>(work)));
}

/// How many threads this process has whose names begin with \p prefix.
inline std::size_t threads_named(const std::string &prefix) {
  std::size_t count = 0;
  std::error_code gone;
  for (const auto &entry :
       std::filesystem::directory_iterator("/proc/self/task", gone)) {
    std::ifstream comm(entry.path() / "comm");
    std::string name;
    if (std::getline(comm, name) && name.starts_with(prefix))
      ++count;
  }
  return count;
}

/// The text of what \p call throws, which is to be an E; empty if it is not.
template <class E, class Call> std::string text_of(Call call) {
  try {
    call();
  } catch (const E &error) {
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

} // namespace unblock::test

#endif // UNBLOCK_TEST_RUNTIME_TESTING_HPP
