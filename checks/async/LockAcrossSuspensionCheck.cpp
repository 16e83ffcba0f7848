//===- LockAcrossSuspensionCheck.cpp - async-lock-across-suspension ---===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LockAcrossSuspensionCheck.h"
#include "lib/analysis/LockFlow.h"

using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

void LockAcrossSuspensionCheck::checkUnit(TranslationUnit &TU) {
  for (const clang::FunctionDecl *FD : TU.coroutines()) {
    llvm::SmallVector<HeldLock, 2> Locks;
    findHeldLocks(TU, FD, Locks);
    for (const HeldLock &Lock : Locks) {
      Diagnosis D;
      D.At = Lock.SuspendedAt;
      D.Severity = model::Tier::Deadlock;
      D.Kind = model::Category::Lock;
      D.Callee = Lock.Mutex;
      Root R;
      R.Function = TU.idOf(FD);
      R.Decl = FD;
      D.Message = describe(TU, R) + " suspends while it holds '" + Lock.Name +
                  "': who waits for that mutex blocks a worker until the "
                  "coroutine is resumed, perhaps on that worker";
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
