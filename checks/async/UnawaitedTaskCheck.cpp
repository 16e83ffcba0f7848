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

/// What was dropped: "the task that 'f' returns", "the awaitable 'delay'".
static std::string subjectOf(const DroppedTask &T) {
  std::string What = T.What == DroppedTask::Task  ? "task"
                     : T.What == DroppedTask::Hop ? "hop"
                                                  : "awaitable";
  if (T.Variable)
    return "the " + What + " in '" + T.Variable->getNameAsString() + "'";
  if (T.Constructed)
    return "the " + What + " '" + qualifiedName(T.Constructed) + "'";
  std::string Maker = "this call";
  if (const auto *MD = dyn_cast_or_null<CXXMethodDecl>(T.Maker);
      MD && isClosure(MD->getParent()))
    Maker = "this lambda";
  else if (T.Maker)
    Maker = "'" + qualifiedName(T.Maker) + "'";
  return "the " + What + " that " + Maker + " returns";
}

void UnawaitedTaskCheck::checkUnit(TranslationUnit &TU) {
  for (const DroppedTask &T : TU.droppedTasks()) {
    // These have run, or will.
    if (T.What == DroppedTask::Handle || T.What == DroppedTask::Outcome)
      continue;
    Diagnosis D;
    D.At = T.At;
    D.Severity = model::Tier::Hazard;
    D.Callee = T.Maker ? qualifiedName(T.Maker) : "";
    D.Message = subjectOf(T) +
                (T.Variable ? " is never awaited" : " is dropped") +
                ": nothing of it runs";
    D.Notes.push_back({NoteKind::Remedy, D.At,
                       T.InCoroutine
                           ? "await it with 'co_await', or hand it to a "
                             "function that starts it"
                           : "hand it to a function that starts it"});
    emit(std::move(D));
  }
}
