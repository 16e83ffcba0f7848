//===- BlockInPlaceAsyncPrimitiveCheck.cpp --------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceAsyncPrimitiveCheck.h"
#include "Answers.h"
#include "lib/analysis/AsyncUses.h"
#include "lib/analysis/HeldBlockOn.h"
#include "lib/analysis/Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

void BlockInPlaceAsyncPrimitiveCheck::checkUnit(TranslationUnit &TU) {
  index::Question Q;
  Q.Words = index::Question::Awaits;
  askInside(TU, std::move(Q), [](const Offload &O) { return O.isInPlace(); });
  std::vector<InPlaceUse> Uses;
  findInPlaceUses(TU, Uses);
  if (Uses.empty())
    return;
  // Where a lock is known to be held, async-nested-block-on says so.
  llvm::DenseSet<SourceLocation> Told;
  const SourceManager &SM = TU.context().getSourceManager();
  for (const FunctionDecl *FD : TU.coroutines()) {
    llvm::SmallVector<HeldBlockOn, 1> Held;
    findHeldBlockOn(TU, FD, Held);
    for (const HeldBlockOn &H : Held)
      Told.insert(SM.getFileLoc(H.At));
  }

  for (const InPlaceUse &U : Uses) {
    if (U.Way.size() == 1 && Told.contains(U.At))
      continue;
    std::string Runner = runnerName(*U.By);
    // Who waits, or what ends.
    const std::string &End = U.Use.Callee;
    Diagnosis D;
    D.At = U.At;
    D.Severity = model::Tier::Deadlock;
    D.Callee = End;
    bool IsDirect = U.Way.size() <= 1;
    D.Message = wordUse(
        Runner,
        IsDirect ? "" : llvm::StringRef(TU.summary(U.Way.front().Callee).Name),
        U.Use, IsDirect);
    if (!IsDirect)
      noteWay(TU, llvm::ArrayRef(U.Way).drop_front(), End, D);
    noteRunner(*U.By, D);
    D.Notes.push_back({NoteKind::Remedy, D.At, remedyForUse(U.Use, Runner)});
    emit(std::move(D));
  }
}
