//===- Locks.h - Which types and calls lock thread mutexes ------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Says which classes are mutexes of threads and which are guards of them, from
// the models and, for classes of the user, from their structure; and which
// mutexes the visible code of a function locks and unlocks.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_LOCKS_H
#define UNBLOCK_ANALYSIS_LOCKS_H

#include "TranslationUnit.h"

namespace unblock::analysis {

/// What a function does to a mutex, or to a guard, by its name.
enum class LockAction : uint8_t { None, Lock, Try, Ask, Unlock };

/// The action of the member \p FD of a mutex or of a guard.
LockAction memberAction(const clang::FunctionDecl *FD);

/// The action of a C function on the mutex that its first argument points to.
/// Such a function returns 0 when it has locked.
LockAction functionAction(const clang::FunctionDecl *FD);

/// Keeps its answers: one object serves a translation unit.
class Locks {
public:
  explicit Locks(TranslationUnit &TU) : TU(TU) {}

  TranslationUnit &unit() { return TU; }

  /// Is \p T a mutex of threads? Waiting for an async mutex is awaited.
  bool isMutex(clang::QualType T);
  /// Does the destructor of \p T give up a mutex of threads?
  bool isGuard(clang::QualType T);
  /// Is the guard \p T of the standard library or known from a model?
  bool isKnownGuard(clang::QualType T);
  /// Can a guard of type \p T hold nothing, or be unlocked before it goes?
  bool isReleasable(clang::QualType T);

  /// The variables and members, by their canonical declarations, that the
  /// visible code of a function and of what it calls locks and unlocks.
  struct Effect {
    llvm::SmallPtrSet<const clang::ValueDecl *, 2> Locked, Unlocked;
    /// A constructor that locks through the guards that are its members.
    bool LocksMember = false;
  };
  const Effect &effect(const clang::FunctionDecl *FD);

private:
  bool isMutexByStructure(const clang::CXXRecordDecl *Record);
  bool isGuardByStructure(const clang::CXXRecordDecl *Record);
  bool locks(const clang::CXXConstructExpr *CE);
  void scan(const clang::FunctionDecl *FD, Effect &E,
            llvm::function_ref<bool(const clang::FunctionDecl *)> Enter);

  TranslationUnit &TU;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> Mutexes, Guards;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Effect>> Effects;
};

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_LOCKS_H
