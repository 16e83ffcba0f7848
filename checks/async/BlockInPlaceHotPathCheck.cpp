//===- BlockInPlaceHotPathCheck.cpp - async-block-in-place-hot-path -------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceHotPathCheck.h"
#include "Answers.h"
#include "InPlaceWording.h"
#include "lib/analysis/InPlace.h"

using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

/// What repeats the call: "the loop in coroutine 'serve' repeats it".
static std::string reasonOf(TranslationUnit &TU, const RepeatedInPlace &R) {
  const Step &First = R.Way.front();
  if (R.Because == RepeatedInPlace::Marked)
    return describe(TU, R.Hot) + " is marked as running often";
  std::string Loop = "the loop in " + describe(TU, TU.decl(First.Caller));
  if (First.Callee == NoFunction)
    return Loop + " repeats it";
  const FunctionSummary &Callee = TU.summary(First.Callee);
  bool Starts = Callee.IsCoroutine && First.At->StartedBy != Site::Awaiter;
  return Loop + (Starts ? " starts " : " calls ") +
         (Callee.IsLambda ? "a lambda" : "'" + Callee.Name + "'") +
         " again and again";
}

void BlockInPlaceHotPathCheck::checkUnit(TranslationUnit &TU) {
  for (const RepeatedInPlace &R : findRepeatedInPlace(TU)) {
    Diagnosis D;
    D.At = TU.location(R.Way.back().At->At);
    D.Severity = model::Tier::Hazard;
    std::string Reason = reasonOf(TU, R);
    noteWay(TU, llvm::ArrayRef(R.Way).drop_back(), "", D);
    if (R.Because == RepeatedInPlace::Loop)
      D.Notes.push_back({NoteKind::Context, TU.location(R.Way.front().At->Loop),
                         "the loop begins here"});
    else
      D.Notes.push_back({NoteKind::Context, R.Hot->getLocation(),
                         describe(TU, R.Hot) + " begins here"});
    D.Notes.push_back({NoteKind::Remedy, D.At,
                       "instead, " + offloadWords(libraryOf(TU, R.Way)) +
                           ", or do the work of several rounds in one call"});
    if (R.isOpen()) {
      askInPlace(TU, index::Question::Repeats, R, std::move(Reason),
                 std::move(D));
      continue;
    }
    D.Callee = moverOf(R.Way);
    D.Message = wordRepeated("", D.Callee, Reason);
    fixInPlace(TU, moverAt(TU, R.Way), D);
    emit(std::move(D));
  }
}
