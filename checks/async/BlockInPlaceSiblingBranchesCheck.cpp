//===- BlockInPlaceSiblingBranchesCheck.cpp -------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceSiblingBranchesCheck.h"
#include "Answers.h"
#include "InPlaceWording.h"
#include "lib/analysis/InPlace.h"
#include "lib/analysis/Names.h"

using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

void BlockInPlaceSiblingBranchesCheck::checkUnit(TranslationUnit &TU) {
  for (const BranchInPlace &B : findInPlaceBranches(TU)) {
    Diagnosis D;
    D.At = TU.location(B.Way.back().At->At);
    D.Severity = model::Tier::Stall;
    std::string Branching = qualifiedName(B.Branching.Callee);
    noteWay(TU, llvm::ArrayRef(B.Way).drop_back(), "", D);
    D.Notes.push_back({NoteKind::Context, B.Branching.Loc,
                       "'" + Branching + "' runs " +
                           describe(TU, TU.decl(B.Branch)) +
                           " as a branch of the calling task"});
    D.Notes.push_back({NoteKind::Remedy, D.At,
                       "instead, " + offloadWords(libraryOf(TU, B.Way)) +
                           ", or start the branch as a task of its own and "
                           "join its handle"});
    if (B.isOpen()) {
      askInPlace(TU, index::Question::StopsBranches, B, std::move(Branching),
                 std::move(D));
      continue;
    }
    D.Callee = moverOf(B.Way);
    D.Message = wordBranch("", D.Callee, Branching);
    fixInPlace(TU, moverAt(TU, B.Way), D);
    emit(std::move(D));
  }
}
