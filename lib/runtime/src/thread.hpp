//===- thread.hpp - Threads of the substitutable layer ----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As <unblock/detail/atomic.hpp>, for what only the runtime's sources use:
// threads and condition variables.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SRC_THREAD_HPP
#define UNBLOCK_SRC_THREAD_HPP

#ifdef UNBLOCK_EXPLORE

#include <explore/thread.hpp>

namespace unblock::detail {

using explore::condition_variable;
using explore::thread;

} // namespace unblock::detail

#else

#include <condition_variable>
#include <thread>

namespace unblock::detail {

using std::condition_variable;
using std::thread;

} // namespace unblock::detail

#endif

#endif // UNBLOCK_SRC_THREAD_HPP
