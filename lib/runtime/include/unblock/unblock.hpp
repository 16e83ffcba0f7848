//===- unblock.hpp - The whole runtime -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_UNBLOCK_HPP
#define UNBLOCK_UNBLOCK_HPP

#include <unblock/annotations.hpp>
#include <unblock/blocking.hpp>
#include <unblock/errors.hpp>
#include <unblock/fs.hpp>
#include <unblock/join.hpp>
#include <unblock/join_handle.hpp>
#include <unblock/runtime.hpp>
#include <unblock/select.hpp>
#include <unblock/spawn.hpp>
#include <unblock/stall.hpp>
#include <unblock/sync.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>
#include <unblock/yield.hpp>

#endif // UNBLOCK_UNBLOCK_HPP
