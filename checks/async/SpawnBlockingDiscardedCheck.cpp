//===- SpawnBlockingDiscardedCheck.cpp - async-spawn-blocking-discarded ---===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpawnBlockingDiscardedCheck.h"
#include "lib/analysis/Coroutines.h"
#include "lib/analysis/Names.h"

using namespace clang;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::model::Role;
using unblock::report::NoteKind;

/// The member of \p Handle, or of a base, that gives it up by name.
static const CXXMethodDecl *detacher(TranslationUnit &TU,
                                     const CXXRecordDecl *Handle) {
  Handle = definitionOf(Handle);
  if (!Handle)
    return nullptr;
  for (const CXXMethodDecl *MD : Handle->methods())
    if (TU.facts().of(MD).is(Role::Detaches))
      return MD;
  for (const CXXBaseSpecifier &Base : Handle->bases())
    if (const CXXMethodDecl *MD = detacher(TU, recordOf(Base.getType())))
      return MD;
  return nullptr;
}

/// The function that started the work: "'ns::f'", "this lambda".
static std::string starterOf(const DroppedTask &T) {
  if (const auto *MD = dyn_cast<CXXMethodDecl>(T.Maker);
      MD && isClosure(MD->getParent()))
    return "this lambda";
  return "'" + qualifiedName(T.Maker) + "'";
}

void SpawnBlockingDiscardedCheck::checkUnit(TranslationUnit &TU) {
  for (const DroppedTask &T : TU.droppedTasks()) {
    if (T.What != DroppedTask::Handle)
      continue;
    Diagnosis D;
    D.At = T.At;
    D.Severity = model::Tier::Hazard;
    D.Callee = qualifiedName(T.Maker);
    D.Message = (T.Variable ? "'" + T.Variable->getNameAsString() +
                                  "', the handle of the blocking work that " +
                                  starterOf(T) + " starts, is never awaited"
                            : "the handle of the blocking work that " +
                                  starterOf(T) + " starts is dropped") +
                ": its result, its exception and its end are lost";

    bool MayAwait = T.InCoroutine && TU.isAwaitable(T.Made->getType());
    std::string Remedy = MayAwait ? "await it with 'co_await'"
                                  : "keep the handle until somebody waits for "
                                    "the end of the work";
    if (const CXXMethodDecl *MD = detacher(TU, recordOf(T.Made->getType())))
      Remedy += "; '" + MD->getNameAsString() +
                "()' says that nobody is to wait for it";
    else
      Remedy += "; a cast to 'void' says that nobody is to wait for it";
    D.Notes.push_back({NoteKind::Remedy, D.At, std::move(Remedy)});
    if (T.AwaitableAt.isValid())
      D.Fixes.push_back(
          FixItHint::CreateReplacement(T.AwaitableAt, "co_await "));
    emit(std::move(D));
  }
}
