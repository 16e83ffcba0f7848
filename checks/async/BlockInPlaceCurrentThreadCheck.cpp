//===- BlockInPlaceCurrentThreadCheck.cpp ---------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceCurrentThreadCheck.h"
#include "Answers.h"
#include "InPlaceWording.h"
#include "lib/analysis/Names.h"
#include "lib/analysis/Runtimes.h"

using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

void BlockInPlaceCurrentThreadCheck::checkUnit(TranslationUnit &TU) {
  for (const CurrentThreadWork &W : findCurrentThreadWork(TU)) {
    Diagnosis D;
    D.At = TU.location(W.Way.back().At->At);
    D.Severity = model::Tier::Deadlock;
    noteWay(TU, llvm::ArrayRef(W.Way).drop_back(), "", D);
    D.Notes.push_back({NoteKind::Context, W.Start.Loc,
                       "'" + qualifiedName(W.Start.Callee) +
                           "' hands the work to the runtime here"});
    D.Notes.push_back(
        {NoteKind::Context, W.Made,
         "'" + qualifiedName(W.Maker) + "' makes it a current-thread runtime"});
    std::string Option = inlineOption(libraryOf(TU, W.Way));
    D.Notes.push_back(
        {NoteKind::Remedy, D.At,
         "instead, " + offloadWords(libraryOf(TU, W.Way)) +
             (Option.empty() ? ""
                             : ", or let the runtime run it inline with '" +
                                   Option + "'")});
    if (W.isOpen()) {
      askInPlace(TU, index::Question::StopsRuntime, W, "", std::move(D));
      continue;
    }
    D.Callee = moverOf(W.Way);
    D.Message = wordOnlyThread("", D.Callee,
                               describe(TU, TU.decl(W.Way.back().Caller)));
    fixInPlace(TU, moverAt(TU, W.Way), D);
    emit(std::move(D));
  }
}
