//===- UnawaitedTaskCheck.cpp - async-unawaited-task ----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UnawaitedTaskCheck.h"
#include "lib/analysis/Names.h"

using namespace clang;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

void UnawaitedTaskCheck::checkUnit(TranslationUnit &TU) {
  for (const DroppedTask &T : TU.droppedTasks()) {
    Diagnosis D;
    D.At = T.At;
    D.Severity = model::Tier::Hazard;
    D.Callee = T.Maker ? qualifiedName(T.Maker) : "";
    std::string What =
        T.IsCoroutine ? "task" : T.IsHop ? "hop" : "awaitable";
    if (T.Variable)
      D.Message = "the " + What + " in '" + T.Variable->getNameAsString() +
                  "' is never awaited: nothing of it runs";
    else
      D.Message = "the " + What + " that '" + D.Callee +
                  "' returns is dropped: nothing of it runs";
    D.Notes.push_back({NoteKind::Remedy, D.At,
                       T.InCoroutine
                           ? "await it with 'co_await', or hand it to a "
                             "function that starts it"
                           : "hand it to a function that starts it"});
    emit(std::move(D));
  }
}
