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

#include "Captures.h"
#include "Locks.h"
#include "SourceTree.h"
#include "TranslationUnit.h"
#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <memory>

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

/// Keeps what it learns of a body: one object serves the fixes of a check.
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
  /// Statements that a fix of another call takes away.
  std::vector<clang::SourceRange> Gone;
};

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_REWRITES_H
