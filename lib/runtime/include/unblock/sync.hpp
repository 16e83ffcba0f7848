//===- sync.hpp - Coroutines that wait for each other ----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All of unblock::sync. Each of the headers can be included by itself.
//
// - Who waits is suspended; no thread is blocked.
// - What does not wait (try_lock, unbounded send, notify_one, ...) works on any
//   thread and needs no runtime. block_on awaits the rest where a thread may
//   block.
// - Any awaited operation may be cancelled at any time by destroying its
//   coroutine (abort, timeout, select). What it had just been given and could
//   not use goes to the next one, or stays.
// - An operation that is ready at once costs one unit of the task's budget.
//   When that is used up, the operation takes place and the task lets others
//   run before it goes on; a lock or permit is taken only after that.
// - To destroy a primitive while a coroutine waits for it is an error, which
//   debug builds assert.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SYNC_HPP
#define UNBLOCK_SYNC_HPP

#include <unblock/sync/barrier.hpp>
#include <unblock/sync/broadcast.hpp>
#include <unblock/sync/mpsc.hpp>
#include <unblock/sync/mutex.hpp>
#include <unblock/sync/notify.hpp>
#include <unblock/sync/once_cell.hpp>
#include <unblock/sync/oneshot.hpp>
#include <unblock/sync/rw_lock.hpp>
#include <unblock/sync/semaphore.hpp>
#include <unblock/sync/watch.hpp>

#endif // UNBLOCK_SYNC_HPP
