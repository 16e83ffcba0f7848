//===- detail/recycle.hpp - Memory of coroutines and tasks -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Frames and blocks of tasks come and go by the million, in few sizes. Each
// thread keeps lists of free blocks by size. An empty list is filled from the
// blocks that other threads had too many of, or else from slabs of 64 KiB that
// are cut up as needed; a list that is too long gives half of itself to the
// others. So a task costs no visit to malloc, and no headers.
//
// Slabs are not given back: after a peak of tasks, their memory stays with the
// process, for the next peak. Blocks of more than `largest` bytes come from
// operator new and go back to it. With AddressSanitizer, or when the macro
// UNBLOCK_DETAIL_RECYCLE is 0 everywhere, all of them do.
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
  static constexpr std::size_t grain = 16;    // bytes between sizes
  static constexpr std::size_t largest = 512; // bytes

  struct block {
    block *next;
    block *next_batch; ///< of the first block of a batch
  };
  struct bin {
    block *first = nullptr;
    std::uint32_t room = 0; ///< how many more are kept; 0 before first use
  };
  bin bins[largest / grain];
  std::byte *slab = nullptr, *slab_end = nullptr; ///< what is not cut up yet

  /// For a size whose list is empty.
  void *allocate_slowly(std::size_t rounded);
  /// For a size whose list has no room.
  void make_room(std::size_t rounded) noexcept;

  bin &bin_of(std::size_t rounded) noexcept {
    return bins[rounded / grain - 1];
  }
};

extern constinit thread_local recycler this_recycler;

constexpr std::size_t rounded_size(std::size_t bytes) noexcept {
  return (bytes + recycler::grain - 1) & ~(recycler::grain - 1);
}

inline void *allocate(std::size_t bytes) {
#if UNBLOCK_DETAIL_RECYCLE
  if (std::size_t rounded = rounded_size(bytes); rounded <= recycler::largest)
      [[likely]] {
    recycler &mine = this_recycler;
    recycler::bin &bin = mine.bin_of(rounded);
    if (recycler::block *block = bin.first) [[likely]] {
      bin.first = block->next;
      ++bin.room;
      return block;
    }
    return mine.allocate_slowly(rounded);
  }
#endif
  return ::operator new(bytes);
}

inline void deallocate(void *memory, std::size_t bytes) noexcept {
#if UNBLOCK_DETAIL_RECYCLE
  if (std::size_t rounded = rounded_size(bytes); rounded <= recycler::largest)
      [[likely]] {
    recycler &mine = this_recycler;
    recycler::bin &bin = mine.bin_of(rounded);
    if (!bin.room) [[unlikely]]
      mine.make_room(rounded);
    --bin.room;
    bin.first = ::new (memory) recycler::block{bin.first, nullptr};
    return;
  }
#endif
  ::operator delete(memory, bytes);
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
