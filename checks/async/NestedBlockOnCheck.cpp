//===- NestedBlockOnCheck.cpp - async-nested-block-on ---------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NestedBlockOnCheck.h"
#include "lib/analysis/HeldBlockOn.h"
#include "lib/analysis/Names.h"

using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::model::Category;

void NestedBlockOnCheck::checkUnit(TranslationUnit &TU) {
  index::Question Q;
  Q.Words = index::Question::Deadlocks;
  Q.Wanted.set(unsigned(Category::SyncWait));
  checkOccurrences(TU, std::move(Q));

  for (const clang::FunctionDecl *FD : TU.coroutines()) {
    llvm::SmallVector<HeldBlockOn, 1> Found;
    findHeldBlockOn(TU, FD, Found);
    for (const HeldBlockOn &H : Found) {
      Diagnosis D;
      D.At = H.At;
      D.Severity = model::Tier::Deadlock;
      D.Kind = Category::SyncWait;
      D.Callee = qualifiedName(H.Callee);
      std::string Mutex = H.Mutex->getNameAsString();
      D.Message = "'" + D.Callee + "' can deadlock " + describe(TU, FD) +
                  ": the work that it waits for needs '" + Mutex +
                  "', which the coroutine holds";
      D.Notes.push_back({report::NoteKind::Chain, H.LockedAt,
                         "'" + Mutex + "' is locked here"});
      if (const Root *R = TU.root(FD))
        noteContext(TU, *R, D);
      D.Notes.push_back({report::NoteKind::Remedy, D.At,
                         "release the lock before 'block_in_place'"});
      emit(std::move(D));
    }
  }
}
