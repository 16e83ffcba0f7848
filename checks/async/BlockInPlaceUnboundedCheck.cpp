//===- BlockInPlaceUnboundedCheck.cpp - async-block-in-place-unbounded ----===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceUnboundedCheck.h"

using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

static bool isEndless(const Primitive &P) {
  return P.Iterations == Primitive::Endless;
}

void BlockInPlaceUnboundedCheck::checkUnit(TranslationUnit &TU) {
  for (const Offload &O : TU.offloads()) {
    if (!O.isInPlace())
      continue;
    for (llvm::ArrayRef<Step> Way : findWays(TU, O, [](const Site &At) {
           return At.Blocks && !At.Awaited && !At.Allowed &&
                  (At.Blocks->Unbounded || isEndless(*At.Blocks));
         })) {
      const Primitive &End = *Way.back().At->Blocks;
      std::string Runner = runnerName(O);
      Diagnosis D;
      D.At = placeOf(O, TU.location(Way.front().At->At));
      D.Severity = model::Tier::Stall;
      D.Kind = End.Kind;
      D.Callee = End.Callee;
      D.Message = "what '" + Runner + "' runs may never end: ";
      D.Message += isEndless(End) ? "it reaches a loop that has no end"
                                  : "'" + End.Callee + "' " + End.Reason +
                                        ", and nothing limits the time";
      if (isEndless(End)) {
        noteWay(TU, Way.drop_back(), "", D);
        D.Notes.push_back({NoteKind::Chain, TU.location(Way.back().At->At),
                           "the loop begins here"});
      } else {
        noteWay(TU, Way, End.Callee, D);
      }
      D.Notes.push_back({NoteKind::Remedy, D.At,
                         isEndless(End)
                             ? "give a loop without an end a thread of its own"
                             : "set a time limit, await the asynchronous "
                               "counterpart, or give "
                               "the wait a thread of its own"});
      emit(std::move(D));
    }
  }
}
