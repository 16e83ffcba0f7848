//===- PoolCaptures.h - What a closure for a pool refers to -----*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A closure that runs on another thread must not outlive what it refers to.
// Whether it can is decided on the CFG of the function that starts it: the end
// of each captured object's life is looked at on all paths on which nothing has
// waited for the work by then.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_POOLCAPTURES_H
#define UNBLOCK_ANALYSIS_POOLCAPTURES_H

#include "HandleUses.h"

namespace unblock::analysis {

/// Something that a closure refers to.
struct Captured {
  enum Kind : uint8_t {
    Reference, ///< captured by reference
    Pointer,   ///< a pointer to the object
    View,      ///< a view of it, or an iterator into it
    This,
  } How = Reference;
  enum Lifetime : uint8_t {
    Local, ///< ends with a scope of the function
    Param, ///< ends with the function
    Outer, ///< somebody else's
  } Life = Local;
  /// What the closure names; null for `this`.
  const clang::ValueDecl *Name = nullptr;
  /// The object itself; null for `this`, and where it has no name.
  const clang::ValueDecl *Object = nullptr;
  clang::SourceLocation At;
  /// The `&` of a capture that could be by copy just as well.
  clang::SourceLocation Ampersand;
};

/// A closure that may run when something is gone that it refers to.
struct DanglingClosure {
  const Offload *Work = nullptr;
  /// The call that hands the closure over, perhaps to a helper.
  clang::SourceLocation At;
  std::vector<Captured> What;
  /// Where the first of them ends.
  clang::SourceLocation EndsAt;
  enum Reason : uint8_t {
    NotAwaited, ///< nothing waits for the work
    Early,      ///< something does, but not on this way
    GivenUp,    ///< something does, but may stop to
    Kept,       ///< the handle is somewhere that lives on
    Returned,   ///< the caller has the handle
  } Why = NotAwaited;
  clang::SourceLocation LostAt; ///< where the handle goes, or is given up
  std::string By;               ///< what gives up, or keeps the handle
};

/// A closure that takes something to another thread that is bound to its own.
struct MovedThreadBound {
  const Offload *Work = nullptr;
  std::string Name;
  clang::QualType Type;
  clang::SourceLocation At;
};

struct PoolCaptures {
  std::vector<DanglingClosure> Dangling;
  std::vector<MovedThreadBound> Bound;
};

PoolCaptures findPoolCaptures(TranslationUnit &TU);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_POOLCAPTURES_H
