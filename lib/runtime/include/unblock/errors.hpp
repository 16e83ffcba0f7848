//===- errors.hpp - What the runtime throws -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The errors of the runtime itself. What a task or a blocking closure throws is
// passed on unchanged to whoever awaits it.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ERRORS_HPP
#define UNBLOCK_ERRORS_HPP

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

namespace unblock {

/// A function of the runtime was called where it cannot work: `spawn` without a
/// runtime, `block_on` in async code, `block_in_place` on a current-thread
/// runtime. The text says what was called, where, and what to use instead.
class context_error : public std::logic_error {
public:
  context_error(std::string_view what, std::source_location where,
                std::string_view instead);

  /// The call that failed.
  std::source_location where() const noexcept { return where_; }

private:
  std::source_location where_;
};

/// The awaited work was cancelled: it was aborted, or its runtime shut down
/// before it had ended.
class join_error : public std::runtime_error {
public:
  join_error() : std::runtime_error("the awaited work was cancelled") {}
};

} // namespace unblock

#endif // UNBLOCK_ERRORS_HPP
