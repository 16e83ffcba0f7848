//===- BodyScan.h - What the shape of a body tells --------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One walk over the statements of a body, for what its CFG no longer shows:
// operands of co_await, unevaluated operands, scopes in which blocking is
// allowed, and the idioms by which code makes sure that a call will not block.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_BODYSCAN_H
#define UNBLOCK_ANALYSIS_BODYSCAN_H

#include "TranslationUnit.h"

namespace unblock::analysis {

struct BodyScan {
  explicit BodyScan(TranslationUnit &TU) : TU(TU) {}

  /// Adds what \p S shows; lambdas and local classes in it are left out.
  void scan(clang::Stmt *S);

  struct Scope {
    clang::SourceRange Range;
    Allowance Why;
  };
  std::vector<const clang::Expr *> Suspensions;
  llvm::SmallPtrSet<const clang::Expr *, 8> AwaitedOperands;
  llvm::SmallPtrSet<const clang::Stmt *, 16> Ignored;
  std::vector<clang::SourceRange> ChildProcess;
  std::vector<Scope> Allowances;
  /// Where a guard lives that lets its thread block.
  std::vector<clang::SourceRange> InPlace;
  /// What a loop does again and again, outer loops first.
  struct Loop {
    clang::SourceRange Range;
    clang::SourceLocation At;
    uint64_t Trips; ///< at most; Primitive::Endless when that is not evident
  };
  std::vector<Loop> Loops;
  /// Calls that make a task which another call starts, and who runs it.
  llvm::DenseMap<const clang::Expr *, Site::Start> Started;
  /// What was awaited or asked for readiness, and from where on.
  std::vector<std::pair<clang::SourceLocation, DeclSet>> Ready;
  /// Threads that are known to have ended once one of these was awaited.
  llvm::DenseMap<const clang::ValueDecl *, DeclSet> ThreadUses;
  DeclSet NonBlockingFds;
  /// Descriptors and objects with a time limit, or that were asked first.
  DeclSet Limited;
  /// Descriptors with a peer: sockets and pipes.
  DeclSet Peers;
  /// Descriptors are asked for readiness, with a time limit or without.
  bool AsksForReadiness = false;
  /// Objects that may no longer own what they were made with.
  DeclSet GivenAway;
  /// Of these, the ones that were moved from or returned.
  DeclSet MovedAway;
  /// Temporaries that somebody may move from.
  llvm::SmallPtrSet<const clang::Expr *, 4> MovedTemporaries;
  /// What initialises static locals, once.
  llvm::SmallPtrSet<const clang::Expr *, 2> Once;
  /// Temporaries that nobody takes.
  llvm::SmallPtrSet<const clang::Expr *, 4> DroppedTemporaries;
  /// Objects whose readiness is awaited; null is `this`.
  DeclSet Polled;
  bool HandlesWouldBlock = false;
  /// Calls whose result is awaited somewhere else: by a task that is started,
  /// by the caller.
  llvm::SmallPtrSet<const clang::Expr *, 4> AwaitedElsewhere;

  /// Was \p Subject awaited, or found ready, before \p Loc?
  bool wasAwaited(const clang::ValueDecl *Subject,
                  clang::SourceLocation Loc) const;
  /// Has the thread \p Thread told before \p Loc that it has ended?
  bool endedBefore(const clang::ValueDecl *Thread,
                   clang::SourceLocation Loc) const;
  bool isInChildProcess(clang::SourceLocation Loc) const;
  bool isInPlace(clang::SourceLocation Loc) const;
  bool isInLoop(clang::SourceLocation Loc) const;
  /// Says in \p S how often what stands at \p Loc is repeated.
  void repeat(Site &S, clang::SourceLocation Loc) const;
  /// The innermost allowance that covers \p Loc.
  std::optional<uint32_t> allowance(clang::SourceLocation Loc) const;

private:
  bool contains(clang::SourceRange Range, clang::SourceLocation Loc) const;

  TranslationUnit &TU;
};

/// Is \p E the awaited result of a call that ends when its object is ready:
/// `co_await result.resolve()`?
bool isResolved(const clang::Expr *E);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_BODYSCAN_H
