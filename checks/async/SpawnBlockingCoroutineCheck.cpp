//===- SpawnBlockingCoroutineCheck.cpp - async-spawn-blocking-coroutine ---===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpawnBlockingCoroutineCheck.h"
#include "lib/analysis/Names.h"
#include "lib/analysis/PoolTasks.h"
#include "clang/AST/ASTContext.h"

using namespace clang;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

static std::string quote(llvm::StringRef Name) {
  return ("'" + Name + "'").str();
}

void SpawnBlockingCoroutineCheck::checkUnit(TranslationUnit &TU) {
  PrintingPolicy Policy = TU.context().getPrintingPolicy();
  for (const PoolTask &F : findPoolTasks(TU)) {
    Diagnosis D;
    D.At = F.At;
    D.Severity = model::Tier::Hazard;
    D.Callee = qualifiedName(F.Work->Made.Callee);
    const auto *MD = dyn_cast<CXXMethodDecl>(F.Maker);
    bool IsLambda = MD && isClosure(MD->getParent());
    std::string Maker =
        IsLambda ? "the closure" : quote(qualifiedName(F.Maker));
    D.Message = quote(D.Callee) + " calls " + Maker +
                (F.IsCoroutine ? ", a coroutine: it gives a task, and nothing "
                                 "of it runs there"
                               : ", which gives a task: nothing of it runs "
                                 "there");
    if (!IsLambda || F.At != F.Work->at())
      D.Notes.push_back(
          {NoteKind::Chain,
           F.At != F.Work->at() ? F.Work->at() : F.Maker->getLocation(),
           F.At != F.Work->at()
               ? "it is given to " + quote(D.Callee) + " here"
               : Maker + " returns a " + quote(F.Task.getAsString(Policy))});
    std::string Calls = "move only the calls that block to " + quote(D.Callee);
    D.Notes.push_back(
        {NoteKind::Remedy, D.At,
         !F.Starter.empty()
             ? "start the task with " + quote(F.Starter) + ", and " + Calls
         : F.Work->isInPlace()
             ? "await the task itself, and " + Calls
             : "await or start the task on the runtime, and " + Calls});
    if (F.Name.isValid()) {
      llvm::StringRef Name = F.Starter;
      D.Fixes.push_back(FixItHint::CreateReplacement(
          F.Name, Name.substr(Name.rfind(':') + 1)));
      D.Fixes.push_back(
          FixItHint::CreateReplacement(F.Argument, F.Replacement));
      if (!F.IsStarterDeclared && F.Work->From->Name == "unblock")
        D.Includes.push_back("unblock/spawn.hpp");
    }
    emit(std::move(D));
  }
}
