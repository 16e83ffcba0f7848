//===- recycle.cpp - Memory of coroutines and tasks -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include <unblock/detail/recycle.hpp>

#include <atomic>
#include <iterator>
#include <mutex>

namespace unblock::detail {

constinit thread_local recycler this_recycler;

namespace {

constexpr std::size_t slab_bytes = 64 * 1024;
constexpr std::size_t kept_bytes = 128 * 1024; // per thread and size

/// What threads have too much of. Never destroyed: threads may end after it.
struct surplus {
  struct rest {
    rest *next;
    std::byte *end;
  };

  std::mutex mutex;
  recycler::block *batches[std::size(recycler().bins)] = {};
  rest *rests = nullptr; // of the slabs of threads that have ended
  /// Whether there is anything; read without the lock, to spare it.
  std::atomic<bool> any_batch[std::size(recycler().bins)] = {};
  std::atomic<bool> any_rest{false};

  void give(std::size_t size_class, recycler::block *batch) noexcept {
    std::lock_guard lock(mutex);
    batch->next_batch = batches[size_class];
    batches[size_class] = batch;
    any_batch[size_class].store(true, std::memory_order_relaxed);
  }

  recycler::block *take(std::size_t size_class) noexcept {
    // Relaxed: a hint.
    if (!any_batch[size_class].load(std::memory_order_relaxed))
      return nullptr;
    std::lock_guard lock(mutex);
    recycler::block *batch = batches[size_class];
    if (batch)
      batches[size_class] = batch->next_batch;
    any_batch[size_class].store(batches[size_class], std::memory_order_relaxed);
    return batch;
  }
};

surplus &others() {
  static auto *instance = new surplus;
  return *instance;
}

/// Gives back what the thread keeps when it ends.
struct cleanup {
  bool armed = false;

  ~cleanup() {
    recycler &mine = this_recycler;
    for (std::size_t i = 0; i != std::size(mine.bins); ++i) {
      if (mine.bins[i].first)
        others().give(i, mine.bins[i].first);
      mine.bins[i] = {};
    }
    if (mine.slab_end - mine.slab >= std::ptrdiff_t(recycler::largest)) {
      std::lock_guard lock(others().mutex);
      others().rests =
          ::new (mine.slab) surplus::rest{others().rests, mine.slab_end};
      others().any_rest.store(true, std::memory_order_relaxed);
    }
    mine.slab = mine.slab_end = nullptr;
  }
};

thread_local cleanup at_thread_end;

std::uint32_t kept_blocks(std::size_t rounded) noexcept {
  return static_cast<std::uint32_t>(kept_bytes / rounded);
}

} // namespace

void *recycler::allocate_slowly(std::size_t rounded) {
  at_thread_end.armed = true; // so that it exists
  bin &mine = bin_of(rounded);
  if (block *batch = others().take(rounded / grain - 1)) {
    // However many they are: a batch is half a list, or a whole one.
    std::uint32_t count = 0;
    for (block *b = batch->next; b; b = b->next)
      ++count;
    std::uint32_t kept = kept_blocks(rounded);
    mine.first = batch->next;
    mine.room = kept - (count < kept ? count : kept);
    return batch;
  }
  if (static_cast<std::size_t>(slab_end - slab) < rounded) {
    slab = nullptr;
    if (others().any_rest.load(std::memory_order_relaxed)) {
      std::lock_guard lock(others().mutex);
      if (surplus::rest *rest = others().rests) {
        others().rests = rest->next;
        slab_end = rest->end;
        slab = reinterpret_cast<std::byte *>(rest);
      }
      others().any_rest.store(others().rests, std::memory_order_relaxed);
    }
    if (!slab) {
      slab_end = nullptr; // should the next line throw
      slab = static_cast<std::byte *>(::operator new(slab_bytes));
      slab_end = slab + slab_bytes;
    }
  }
  void *memory = slab;
  slab += rounded;
  return memory;
}

void recycler::make_room(std::size_t rounded) noexcept {
  at_thread_end.armed = true;
  bin &mine = bin_of(rounded);
  std::uint32_t kept = kept_blocks(rounded);
  if (!mine.first) { // the first of its size
    mine.room = kept;
    return;
  }
  // The half that was freed last stays, for the cache's sake.
  block *last = mine.first;
  for (std::uint32_t i = 1; i < kept / 2; ++i)
    last = last->next;
  block *batch = last->next;
  last->next = nullptr;
  mine.room = kept - kept / 2;
  others().give(rounded / grain - 1, batch);
}

} // namespace unblock::detail
