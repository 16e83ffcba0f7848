//===- LockAcrossSuspensionCheck.cpp - async-lock-across-suspension -------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LockAcrossSuspensionCheck.h"
#include "lib/analysis/LockFlow.h"
#include "llvm/ADT/STLExtras.h"

using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

/// 'a', 'b' and 'c'
static std::string quotedNames(llvm::ArrayRef<HeldLock> Locks) {
  std::string Text;
  for (const HeldLock &Lock : Locks) {
    if (!Text.empty())
      Text += &Lock == &Locks.back() ? " and " : ", ";
    Text += "'" + Lock.Name + "'";
  }
  return Text;
}

void LockAcrossSuspensionCheck::checkUnit(TranslationUnit &TU) {
  Locks Kinds(TU);
  for (const clang::FunctionDecl *FD : TU.coroutines()) {
    llvm::SmallVector<HeldLock, 2> Found;
    findHeldLocks(Kinds, FD, Found);
    llvm::ArrayRef<HeldLock> Rest = Found;
    while (!Rest.empty()) {
      // What is held at one place is one finding.
      llvm::ArrayRef<HeldLock> Held = Rest.take_while([&](const HeldLock &L) {
        return L.SuspendedAt == Rest.front().SuspendedAt;
      });
      Rest = Rest.drop_front(Held.size());

      Diagnosis D;
      D.At = Held.front().SuspendedAt;
      D.Severity = model::Tier::Deadlock;
      D.Kind = model::Category::Lock;
      D.Callee = Held.front().Mutex;
      D.Message = describe(TU, FD) + " suspends while it holds " +
                  quotedNames(Held) +
                  ": who waits for that mutex blocks a worker until the "
                  "coroutine is resumed, perhaps on that worker";
      for (const HeldLock &Lock : Held)
        D.Notes.push_back({NoteKind::Chain, Lock.LockedAt,
                           "'" + Lock.Name + "', of type '" + Lock.Mutex +
                               "', is locked here"});
      D.Notes.push_back({NoteKind::Remedy, D.At,
                         "release the lock before the suspension point, or "
                         "use an async mutex"});
      emit(std::move(D));
    }
  }
}
