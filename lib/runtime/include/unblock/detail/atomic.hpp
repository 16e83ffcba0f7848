//===- atomic.hpp - The substitutable layer under the protocols -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything through which the runtime's threads meet: atomics, fences and the
// small locks. The protocols use these names and never std::atomic directly, so
// that the explorer in test/runtime/explore can put its own in their place and
// run a protocol under every interleaving. In a normal build they are the
// standard ones and cost nothing.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_ATOMIC_HPP
#define UNBLOCK_DETAIL_ATOMIC_HPP

#ifdef UNBLOCK_EXPLORE

#include <explore/atomic.hpp>

namespace unblock::detail {

template <class T> using atomic = explore::atomic<T>;
using explore::atomic_thread_fence;
using explore::cpu_relax;
using explore::mutex;

} // namespace unblock::detail

#else

#include <atomic>
#include <mutex>

namespace unblock::detail {

template <class T> using atomic = std::atomic<T>;
using mutex = std::mutex;
using std::atomic_thread_fence;

/// Tells the processor that this thread spins. Call it once per turn of a loop
/// that waits for another thread; a loop may not wait for long.
inline void cpu_relax() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  asm volatile("yield");
#endif
}

} // namespace unblock::detail

#endif

#endif // UNBLOCK_DETAIL_ATOMIC_HPP
