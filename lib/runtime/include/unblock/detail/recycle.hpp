//===- detail/recycle.hpp - Memory of coroutines and tasks -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Frames and blocks of tasks come and go by the million, in few sizes. Each
// thread keeps some that it freed, up to `kept_bytes` of a size, and hands them
// out again; beyond that they come from and go to operator new and delete. So a
// thread keeps a few megabytes at the most, and gives them back when it ends.
//
// With AddressSanitizer nothing is kept, so that it sees every use after free.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_RECYCLE_HPP
#define UNBLOCK_DETAIL_RECYCLE_HPP

#include <cstddef>
#include <cstdint>
#include <new>

#ifndef UNBLOCK_DETAIL_RECYCLE
#if defined(__SANITIZE_ADDRESS__)
#define UNBLOCK_DETAIL_RECYCLE 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNBLOCK_DETAIL_RECYCLE 0
#endif
#endif
#endif
#ifndef UNBLOCK_DETAIL_RECYCLE
#define UNBLOCK_DETAIL_RECYCLE 1
#endif

namespace unblock::detail {

/// What one thread keeps.
struct recycler {
  static constexpr std::size_t grain = 16;       // bytes between sizes
  static constexpr std::size_t largest = 1016;   // bytes
  static constexpr std::size_t kept_bytes = 128 * 1024; // of a size

  struct block {
    block *next;
  };
  struct bin {
    block *first = nullptr;
    std::uint32_t room = 0; ///< how many more are kept; 0 before first use
  };
  bin bins[largest / grain + 1];

  /// Frees a block for which its bin has no room, or makes the room.
  void free_slowly(void *memory, std::size_t rounded) noexcept;
};

extern constinit thread_local recycler this_recycler;

/// 8 bytes more than a multiple of the grain: with its header of 8 bytes, a
/// block of glibc's malloc is then full.
constexpr std::size_t rounded_size(std::size_t bytes) noexcept {
  return ((bytes + 7) & ~(recycler::grain - 1)) + 8;
}

inline void *allocate(std::size_t bytes) {
  std::size_t rounded = rounded_size(bytes);
#if UNBLOCK_DETAIL_RECYCLE
  if (rounded <= recycler::largest) [[likely]] {
    recycler::bin &bin = this_recycler.bins[rounded / recycler::grain];
    if (recycler::block *block = bin.first) [[likely]] {
      bin.first = block->next;
      ++bin.room;
      return block;
    }
  }
#endif
  return ::operator new(rounded);
}

inline void deallocate(void *memory, std::size_t bytes) noexcept {
  std::size_t rounded = rounded_size(bytes);
#if UNBLOCK_DETAIL_RECYCLE
  if (rounded <= recycler::largest) [[likely]] {
    recycler::bin &bin = this_recycler.bins[rounded / recycler::grain];
    if (bin.room) [[likely]] {
      --bin.room;
      bin.first = ::new (memory) recycler::block{bin.first};
      return;
    }
    return this_recycler.free_slowly(memory, rounded);
  }
#endif
  ::operator delete(memory, rounded);
}

/// For classes whose objects are recycled.
struct recycled {
  static void *operator new(std::size_t bytes) { return allocate(bytes); }
  static void operator delete(void *memory, std::size_t bytes) noexcept {
    deallocate(memory, bytes);
  }
};

} // namespace unblock::detail

#endif // UNBLOCK_DETAIL_RECYCLE_HPP
