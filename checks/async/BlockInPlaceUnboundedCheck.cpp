//===- BlockInPlaceUnboundedCheck.cpp - async-block-in-place-unbounded ----===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceUnboundedCheck.h"
#include "Answers.h"

using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

void BlockInPlaceUnboundedCheck::checkUnit(TranslationUnit &TU) {
  index::Question Q;
  Q.Words = index::Question::NeverEnds;
  askInside(TU, std::move(Q), [](const Offload &O) { return O.isInPlace(); });
  for (const Offload &O : TU.offloads()) {
    if (!O.isInPlace())
      continue;
    for (llvm::ArrayRef<Step> Way : findWays(TU, O, isUnbounded)) {
      const Primitive &End = *Way.back().At->Blocks;
      std::string Runner = runnerName(O);
      Diagnosis D;
      D.At = placeOf(O, TU.location(Way.front().At->At));
      D.Severity = model::Tier::Stall;
      D.Kind = End.Kind;
      D.Callee = End.Callee;
      D.Message = wordUnbounded(Runner, End);
      noteWay(TU, Way, End.Callee, D);
      D.Notes.push_back({NoteKind::Remedy, D.At, remedyForUnbounded(End)});
      // A thread of the pool would be lost for good.
      if (End.Iterations != Primitive::Endless)
        fixInPlace(TU, &O, D);
      emit(std::move(D));
    }
  }
}
