//===- Rewrites.h - Fixes that await instead of blocking --------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns a blocking call of a coroutine into one that is awaited: into the
// counterpart that the profile of the coroutine names, or into the profile's
// offload of a closure with the call. There is a fix only where the code means
// the same afterwards, also when the task is cancelled.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_REWRITES_H
#define UNBLOCK_ANALYSIS_REWRITES_H

#include "AsyncUses.h"
#include "Captures.h"
#include "Locks.h"
#include "SourceTree.h"
#include "TranslationUnit.h"
#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <memory>
#include <set>

namespace unblock::analysis {

struct Rewrite {
  std::vector<clang::FixItHint> Fixes;
  /// Headers that the fixes need.
  std::vector<std::string> Includes;
  /// Why there is no fix, and what to do by hand. Empty, too, when there is
  /// nothing to say: the library has no such function.
  std::string Problem;

  explicit operator bool() const { return !Fixes.empty(); }
};

/// Keeps what it learns of a body, and the names that its fixes bring: one
/// object serves all checks of a unit, whose fixes may meet.
class Rewrites {
public:
  explicit Rewrites(TranslationUnit &TU) : TU(TU), Kinds(TU) {}

  /// \p E, in the body of \p In, is a call that blocks. Say so of all of them
  /// before the first fix: where one is an argument of another, they move
  /// together.
  void addBlocking(const clang::FunctionDecl *In, const clang::Expr *E) {
    Blocking[In].insert(E);
  }

  /// Awaits instead of \p E, a blocking call in the body of \p In, which a task
  /// of \p Library runs.
  Rewrite await(const clang::FunctionDecl *In, const clang::Expr *E,
                const model::Profile *Library);

  /// Hands the closure of \p O, which runs in place, to the pool and awaits it.
  /// The same for every check that asks.
  Rewrite offload(const Offload &O);

private:
  const SourceTree &tree(const clang::FunctionDecl *FD);
  const model::Profile *profileOf(const clang::FunctionDecl *Coroutine);
  /// Why no await can stand in the place of \p E, perhaps for a reason that is
  /// not worth to be told; nothing when it can.
  std::optional<std::string> problemOfPlace(const clang::FunctionDecl *In,
                                            const clang::Expr *E);
  std::string lockHeld(const clang::FunctionDecl *In, const clang::Expr *E);
  std::optional<Rewrite> counterpart(const clang::FunctionDecl *In,
                                     const clang::Expr *E,
                                     const model::Profile &P);
  std::optional<Rewrite> wholeFile(const clang::FunctionDecl *In,
                                   const clang::Expr *E, const Call &C,
                                   const model::RewriteRule &Rule);
  Rewrite wrap(const clang::FunctionDecl *In, const clang::Expr *E,
               const model::Profile &P);
  Rewrite make(const clang::FunctionDecl *In, const clang::Expr *E);
  Rewrite moveToPool(const Offload &O);
  /// Offloads \p Closure in the place of \p E. One that \p Owns objects with
  /// destructors may have a statement of its own.
  void offload(Rewrite &R, const clang::FunctionDecl *In, const clang::Expr *E,
               const model::Profile &P, std::string Closure, bool Owns);
  /// The variant of \p R, whose fix stands in the place of \p E, that names its
  /// closure in a statement before, where there can be one.
  Rewrite named(Rewrite R, const clang::FunctionDecl *In, const clang::Expr *E);
  /// A name for the closure of the fix at \p E that nothing else in the
  /// function has; empty when the function is not written in one piece.
  llvm::StringRef nameFor(const clang::FunctionDecl *In, const clang::Expr *E);
  /// \p Code is what \p Text was made from.
  void replace(Rewrite &R, const clang::FunctionDecl *In, const clang::Expr *E,
               llvm::StringRef Code, std::string Text);

  TranslationUnit &TU;
  Locks Kinds;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<SourceTree>>
      Trees;
  llvm::DenseMap<const clang::FunctionDecl *,
                 llvm::SmallPtrSet<const clang::Expr *, 4>>
      Blocking;
  llvm::DenseMap<const clang::Expr *, Rewrite> Made;
  llvm::DenseMap<const Offload *, Rewrite> Moved;
  std::optional<std::vector<InPlaceUse>> InPlaceUses;
  /// In place of which calls a closure with destructors is offloaded: its text,
  /// and that of the whole expression with a placeholder for it.
  struct OwningClosure {
    std::string Text, With;
  };
  llvm::DenseMap<const clang::Expr *, OwningClosure> Owning;
  /// Instances of a template share the names.
  llvm::DenseMap<clang::SourceLocation, std::string> Names;
  std::set<std::pair<clang::SourceLocation, std::string>> Taken;
  /// Statements that a fix of another call takes away.
  std::vector<clang::SourceRange> Gone;
};

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_REWRITES_H
