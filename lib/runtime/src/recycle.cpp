//===- recycle.cpp - Memory of coroutines and tasks -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include <unblock/detail/recycle.hpp>

#include <iterator>

namespace unblock::detail {

constinit thread_local recycler this_recycler;

namespace {

// Apart from `cleanup`, so that it can be read after that has been destroyed.
constinit thread_local bool ended = false;

/// Made by the thread's first use of its recycler.
struct cleanup {
  bool armed = false;

  ~cleanup() {
    ended = true;
    for (std::size_t i = 0; i != std::size(this_recycler.bins); ++i) {
      recycler::bin &bin = this_recycler.bins[i];
      bin.room = 0; // what other thread-local objects free goes its usual way
      while (recycler::block *block = bin.first) {
        bin.first = block->next;
        ::operator delete(block, i * recycler::grain + 8);
      }
    }
  }
};

thread_local cleanup at_thread_end;

} // namespace

void recycler::free_slowly(void *memory, std::size_t rounded) noexcept {
  bin &b = bins[rounded / grain];
  if (ended || b.first) { // no more, or full
    ::operator delete(memory, rounded);
    return;
  }
  at_thread_end.armed = true; // so that it exists
  // The first of its size: a bin without room and without blocks is a new one.
  b.room = static_cast<std::uint32_t>(kept_bytes / rounded) - 1;
  b.first = ::new (memory) block{nullptr};
}

} // namespace unblock::detail
