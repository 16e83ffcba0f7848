//===- BlockInPlaceNestedCheck.cpp - async-block-in-place-nested ----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceNestedCheck.h"
#include "Answers.h"
#include "lib/analysis/Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

/// Calls the closure of \p Inner instead of handing it over, where that is
/// plain: `block_in_place([&] { ... })` becomes `[&] { ... }()`.
static void callClosure(const Offload &Inner, Diagnosis &D) {
  const Expr *Call = Inner.Made.Origin;
  const auto *Closure =
      Inner.Closure ? dyn_cast<LambdaExpr>(Inner.Closure->IgnoreImplicit())
                    : nullptr;
  if (!Call || !Closure || Inner.Made.Object || Inner.Made.spelledArgs() != 1 ||
      Closure->getCallOperator()->getNumParams() != 0 ||
      Call->getBeginLoc().isMacroID() || Call->getEndLoc().isMacroID())
    return;
  D.Fixes.push_back(FixItHint::CreateRemoval(CharSourceRange::getCharRange(
      Call->getBeginLoc(), Closure->getBeginLoc())));
  D.Fixes.push_back(FixItHint::CreateInsertion(Call->getEndLoc(), "("));
}

/// A thread that is made for its closure is no pool.
static bool isPoolOrWorker(const Offload &O) {
  return O.isInPlace() || !isa<CXXConstructorDecl>(O.Made.Callee);
}

void BlockInPlaceNestedCheck::checkUnit(TranslationUnit &TU) {
  index::Question Q;
  Q.Words = index::Question::Nests;
  askInside(TU, std::move(Q), isPoolOrWorker);
  const SourceManager &SM = TU.context().getSourceManager();
  auto MadeAt = [&](const Site &At) {
    return llvm::find_if(TU.offloads(), [&](const Offload &O) {
      return O.isInPlace() && SM.getFileLoc(O.at()) == TU.location(At.At);
    });
  };
  for (const Offload &Outer : TU.offloads()) {
    if (!isPoolOrWorker(Outer))
      continue;
    std::string OuterName = runnerName(Outer);
    for (llvm::ArrayRef<Step> Way : findWays(TU, Outer, movesInPlace)) {
      const auto *Inner = MadeAt(*Way.back().At);
      if (Inner == TU.offloads().end())
        continue;
      // A function may have other callers, which need the inner one.
      bool Direct =
          Way.size() == 1 && (Outer.Lambda || Outer.How == Offload::Scope);
      std::string InnerName = runnerName(*Inner);
      Diagnosis D;
      D.At = Direct ? TU.location(Way.front().At->At)
                    : placeOf(Outer, TU.location(Way.front().At->At));
      D.Severity = model::Tier::Hazard;
      D.Callee = InnerName;
      D.Message = wordNested(OuterName, Outer.isInPlace(), InnerName, Direct);
      noteWay(TU, Direct ? llvm::ArrayRef<Step>() : Way, InnerName, D);
      if (Direct)
        noteRunner(Outer, D);
      D.Notes.push_back(
          {NoteKind::Remedy, D.At, remedyForNested(InnerName, Direct)});
      if (Direct && Inner->How == Offload::InPlace)
        callClosure(*Inner, D);
      emit(std::move(D));
    }
  }
}
