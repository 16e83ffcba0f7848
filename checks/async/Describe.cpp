//===- Describe.cpp - How findings name what they are about ---------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Answers.h"
#include "AsyncCheck.h"
#include "lib/analysis/Offloads.h"
#include "clang/AST/ASTContext.h"

using namespace clang;
using namespace unblock;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

static std::string quote(llvm::StringRef Name) {
  return ("'" + Name + "'").str();
}

std::string unblock::checks::describe(TranslationUnit &TU, const Root &R) {
  const FunctionSummary &S = TU.summary(R.Function);
  switch (R.Kind) {
  case RootKind::Coroutine:
    return S.IsLambda ? "a coroutine lambda" : "coroutine " + quote(S.Name);
  case RootKind::AwaiterMember:
    return "awaiter member " + quote(S.Name);
  case RootKind::PromiseHook:
    return "promise member " + quote(S.Name);
  case RootKind::LoopCallback:
    return "a callback of " + quote(R.Runner);
  case RootKind::Annotated:
    return "async context " + quote(S.Name);
  }
  llvm_unreachable("covered switch");
}

std::string unblock::checks::describe(TranslationUnit &TU,
                                      const FunctionDecl *FD) {
  if (const Root *R = TU.root(FD))
    return describe(TU, *R);
  const FunctionSummary &S = TU.summary(TU.idOf(FD));
  if (S.IsLambda)
    return S.IsCoroutine ? "a coroutine lambda" : "a lambda";
  return (S.IsCoroutine ? "coroutine " : "function ") + quote(S.Name);
}

void AsyncCheck::noteContext(TranslationUnit &TU, const Root &R, Diagnosis &D) {
  SourceLocation Begin = R.Decl->getLocation();
  if (R.Kind == RootKind::LoopCallback) {
    D.Notes.push_back({NoteKind::Context, TU.location(R.RunnerAt),
                       "handed to '" + R.Runner + "' here"});
    return;
  }
  std::string Text = describe(TU, R) + " begins here";
  if (R.Decl->isTemplateInstantiation()) {
    std::string Name;
    llvm::raw_string_ostream OS(Name);
    R.Decl->getNameForDiagnostic(OS,
                                 R.Decl->getASTContext().getPrintingPolicy(),
                                 /*Qualified=*/true);
    Text += ", instantiated as " + quote(Name);
  }
  D.Notes.push_back({NoteKind::Context, Begin, std::move(Text)});
}

void AsyncCheck::noteWay(TranslationUnit &TU, llvm::ArrayRef<Step> Way,
                         llvm::StringRef End, Diagnosis &D) {
  checks::noteWay(TU, Way, End, [&](FunctionId, Place P, std::string Text) {
    D.Notes.push_back({NoteKind::Chain, TU.location(P), std::move(Text)});
  });
}

void AsyncCheck::noteRunner(const Offload &O, Diagnosis &D) {
  std::string Runner = quote(runnerName(O));
  D.Notes.push_back({NoteKind::Context, O.at(),
                     O.How == Offload::Scope
                         ? Runner + " guards the block from here on"
                         : Runner + " is called here"});
}

SourceLocation AsyncCheck::placeOf(const Offload &O, SourceLocation Inside) {
  bool WasHandedIn =
      O.In && O.In->isTemplateInstantiation() && O.Lambda &&
      !O.Lambda->getLambdaClass()->getDeclContext()->Equals(O.In);
  return WasHandedIn ? Inside : O.at();
}
