//===- engine.hpp - What the explorer's primitives stand on -----*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The untyped functions under explorer.hpp and atomic.hpp. Scenarios and tests
// use those headers and not this one.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_EXPLORE_ENGINE_HPP
#define UNBLOCK_EXPLORE_ENGINE_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <source_location>

namespace explore {

using place = std::source_location;

enum class failure {
  none,
  check,     // the scenario's own check
  exception, // left a thread
  race,      // two accesses, one of them a write, that nothing orders
  lifetime,  // used before its construction or after its destruction
  leak,      // memory was not freed
  deadlock,  // every thread waits
  livelock,  // threads go on without an end
  divergence // the scenario did not repeat itself
};

namespace detail {

/// Whether the code that asks runs as a thread of a scenario. Elsewhere the
/// primitives are plain variables.
inline bool active = false;

/// The scenario's time, in nanoseconds.
inline std::int64_t time = 0;
/// A limit that is none.
inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

/// Whether allocations belong to the scenario.
inline bool tracking = false;

class not_tracked {
public:
  not_tracked() : before_(tracking) { tracking = false; }
  ~not_tracked() { tracking = before_; }
  not_tracked(const not_tracked &) = delete;

private:
  bool before_;
};

/// The engine's end of a primitive: names a record that lives as long as one
/// schedule. A primitive that was made outside of schedules gets its record
/// when it is used.
struct cell {
  static constexpr std::uint32_t outside = 0x0517e51d, dead = 0xdddddddd;

  std::uint32_t index = outside;
  std::uint32_t schedule = outside;

  void attach(std::uint64_t value);
  void retire();
};

std::uint64_t load(cell &c, std::uint64_t value, std::memory_order order,
                   place where);
void store(cell &c, std::uint64_t old, std::uint64_t value,
           std::memory_order order, place where);

/// What a read-modify-write makes of the value.
enum class change { exchange, add, sub, bit_and, bit_or, bit_xor };
struct modification {
  change how;
  std::uint64_t operand;
  std::uint64_t mask; // of the bits that the type has
};
/// Returns the value before.
std::uint64_t modify(cell &c, std::uint64_t value, modification by,
                     std::memory_order order, place where);
std::uint64_t apply(std::uint64_t value, modification by);

bool compare_exchange(cell &c, std::uint64_t value, std::uint64_t &expected,
                      std::uint64_t desired, std::memory_order success,
                      std::memory_order failure, bool weak, place where);
void fence(std::memory_order order, place where);
void relax(place where);

void lock(cell &c, place where);
bool try_lock(cell &c, place where);
void unlock(cell &c, place where);

/// Returns false when the time limit ended it.
bool park(cell &c, std::int64_t until, place where);
void unpark(cell &c, place where);

/// Gives \p lock away, waits for a notification, and takes it again.
/// Returns false when the time limit ended it.
bool wait(cell &c, cell &lock, std::int64_t until, place where);
void notify(cell &c, bool all, place where);

enum class futex { woken, changed, timed_out };
futex futex_wait(cell &c, std::uint64_t value, std::uint64_t expected,
                 std::int64_t until, place where);
void futex_wake(cell &c, place where);

void plain_read(cell &c, place where);
void plain_write(cell &c, place where);

unsigned start_thread(std::function<void()> body);
void join_thread(unsigned id, place where);
void join_others(place where);
unsigned this_thread();

void set_name(cell &c, const char *name);
[[noreturn]] void fail(failure kind, const char *text, place where);

// heap.cpp: the replaced operator new and delete.
struct leaked {
  std::size_t blocks, bytes;
};
/// What the scenario allocated and did not free.
leaked live_memory();
/// The block, counted from 1, where an address lies; 0 if in none.
struct address {
  std::uint32_t block;
  std::uint64_t offset;
};
address find_memory(std::uint64_t value);
/// Gives back everything that the scenario allocated.
void release_memory();

} // namespace detail
} // namespace explore

#endif // UNBLOCK_EXPLORE_ENGINE_HPP
