//===- heap.cpp - The memory of a scenario --------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Replaces operator new and delete in the test program. What a scenario
// allocates is kept until the end of the schedule, overwritten when it is
// freed: so nothing is reused, an atomic in freed memory is known to be dead,
// and what is left at the end has leaked.
//
//===----------------------------------------------------------------------===//

#include "explore/engine.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

enum class state : std::uint8_t { foreign, live, freed };

/// Stands right before the memory that was asked for.
struct block {
  block *next; // of all blocks of the scenario
  void *base;
  std::size_t size;
  std::uint32_t number; // of the scenario's blocks, in their order
  state is;
};

block *blocks = nullptr;

constexpr std::size_t least_alignment = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

void *allocate(std::size_t size, std::size_t alignment) {
  void *base = std::malloc(size + sizeof(block) + alignment);
  if (!base)
    throw std::bad_alloc();
  const std::uintptr_t user =
      (reinterpret_cast<std::uintptr_t>(base) + sizeof(block) + alignment - 1) &
      ~(alignment - 1);
  block *b = reinterpret_cast<block *>(user) - 1;
  *b = {nullptr, base, size, 0, state::foreign};
  if (explore::detail::tracking) {
    b->is = state::live;
    b->number = blocks ? blocks->number + 1 : 1;
    b->next = blocks;
    blocks = b;
  }
  return b + 1;
}

void deallocate(void *memory) {
  if (!memory)
    return;
  block *b = static_cast<block *>(memory) - 1;
  if (b->is == state::foreign) {
    std::free(b->base);
    return;
  }
  if (b->is == state::freed && explore::detail::active)
    explore::detail::fail(explore::failure::lifetime, "memory is freed twice",
                          explore::place::current());
  b->is = state::freed;
  std::memset(memory, 0xdd, b->size);
}

} // namespace

explore::detail::leaked explore::detail::live_memory() {
  leaked left{};
  for (const block *b = blocks; b; b = b->next)
    if (b->is == state::live) {
      ++left.blocks;
      left.bytes += b->size;
    }
  return left;
}

explore::detail::address explore::detail::find_memory(std::uint64_t value) {
  for (const block *b = blocks; b; b = b->next) {
    const std::uint64_t offset =
        value - reinterpret_cast<std::uintptr_t>(b + 1);
    if (offset < b->size)
      return {b->number, offset};
  }
  return {};
}

void explore::detail::release_memory() {
  while (blocks) {
    block *b = blocks;
    blocks = b->next;
    std::free(b->base);
  }
}

void *operator new(std::size_t size) { return allocate(size, least_alignment); }
void *operator new[](std::size_t size) {
  return allocate(size, least_alignment);
}
void *operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void *operator new[](std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void *memory) noexcept { deallocate(memory); }
void operator delete[](void *memory) noexcept { deallocate(memory); }
void operator delete(void *memory, std::size_t) noexcept { deallocate(memory); }
void operator delete[](void *memory, std::size_t) noexcept {
  deallocate(memory);
}
void operator delete(void *memory, std::align_val_t) noexcept {
  deallocate(memory);
}
void operator delete[](void *memory, std::align_val_t) noexcept {
  deallocate(memory);
}
void operator delete(void *memory, std::size_t, std::align_val_t) noexcept {
  deallocate(memory);
}
void operator delete[](void *memory, std::size_t, std::align_val_t) noexcept {
  deallocate(memory);
}
