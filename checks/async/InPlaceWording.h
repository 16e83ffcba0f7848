//===- InPlaceWording.h - What to do instead --------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the checks of block_in_place have in common in their remedies.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_INPLACEWORDING_H
#define UNBLOCK_CHECKS_ASYNC_INPLACEWORDING_H

#include "lib/model/Model.h"
#include <string>

namespace unblock::checks {

/// "move the work off the worker with 'co_await unblock::spawn_blocking'", for
/// the \p Library in use, which may be null.
std::string offloadWords(const model::Profile *Library);

/// The member of a builder that lets its runtime run code in place; empty when
/// \p Library has none.
std::string inlineOption(const model::Profile *Library);

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_INPLACEWORDING_H
