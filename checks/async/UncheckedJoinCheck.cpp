//===- UncheckedJoinCheck.cpp - async-unchecked-join ----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UncheckedJoinCheck.h"
#include "lib/analysis/Coroutines.h"
#include "lib/analysis/Names.h"
#include "lib/analysis/UncheckedJoins.h"

using namespace clang;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::model::Role;
using unblock::report::NoteKind;

/// "ask 'has_value' or 'is_cancelled' first", in the words of the outcome that
/// \p Taker belongs to.
static std::string questionsOf(TranslationUnit &TU, const FunctionDecl *Taker) {
  std::string Text;
  const auto *MD = dyn_cast<CXXMethodDecl>(Taker);
  for (Role Question : {Role::HasValue, Role::IsCancelled})
    if (MD)
      for (const CXXMethodDecl *Member : MD->getParent()->methods())
        if (TU.facts().of(Member).is(Question)) {
          Text +=
              (Text.empty() ? "'" : " or '") + Member->getNameAsString() + "'";
          break;
        }
  return Text.empty() ? "ask how the work ended first"
                      : "ask " + Text + " first";
}

static Diagnosis wordTaken(TranslationUnit &TU, const UncheckedJoin &J) {
  Diagnosis D;
  D.At = J.At;
  D.Callee = qualifiedName(J.Taker);
  std::string Whose =
      J.Variable ? "'" + J.Variable->getNameAsString() + "'" : "an outcome";
  D.Message =
      "'" + D.Callee + "' takes the value of " + Whose +
      (J.What == UncheckedJoin::Unasked
           ? " before anything has asked how the work ended: it throws if the "
             "work failed or was cancelled"
           : ", which may be that of cancelled work: then it throws");
  D.Notes.push_back({NoteKind::Remedy, D.At,
                     questionsOf(TU, J.Taker) +
                         "; to pass a failure on, await the handle itself"});
  return D;
}

static Diagnosis wordAborted(const UncheckedJoin &J) {
  Diagnosis D;
  D.At = J.At;
  std::string Name = "'" + J.Variable->getNameAsString() + "'";
  D.Callee = J.Variable->getNameAsString();
  D.Message = Name + " is awaited after its task was aborted: unless the task "
                     "ended before, that throws";
  D.Notes.push_back({NoteKind::Chain, J.AbortedAt, Name + " is aborted here"});
  D.Notes.push_back({NoteKind::Remedy, D.At,
                     "await the outcome instead of the value, or catch the "
                     "exception that says that the task was cancelled"});
  return D;
}

static Diagnosis wordDropped(const DroppedTask &T) {
  Diagnosis D;
  D.At = T.At;
  D.Message = T.Variable ? "'" + T.Variable->getNameAsString() +
                               "', the outcome of joined work, is never looked "
                               "at"
                         : "the outcome of joined work is dropped";
  D.Message += ": nobody learns that the work failed or was cancelled";
  D.Notes.push_back({NoteKind::Remedy, D.At,
                     "look at the outcome; a cast to 'void' says that it does "
                     "not matter"});
  return D;
}

void UncheckedJoinCheck::checkUnit(TranslationUnit &TU) {
  auto Report = [&](Diagnosis D) {
    D.Severity = model::Tier::Advice;
    emit(std::move(D));
  };
  for (const DroppedTask &T : TU.droppedTasks())
    if (T.What == DroppedTask::Outcome)
      Report(wordDropped(T));
  for (const FunctionDecl *FD : TU.coroutines()) {
    llvm::SmallVector<UncheckedJoin, 2> Found;
    findUncheckedJoins(TU, FD, Found);
    for (const UncheckedJoin &J : Found)
      Report(J.What == UncheckedJoin::Aborted ? wordAborted(J)
                                              : wordTaken(TU, J));
  }
}
