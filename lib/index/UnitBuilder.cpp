//===- UnitBuilder.cpp - A translation unit leaves its AST ----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UnitBuilder.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::index;
using analysis::FunctionSummary;
using analysis::OnThread;
using analysis::Place;
using analysis::Site;

bool UnitBuilder::matters(analysis::FunctionId F) {
  return WantsAll || TU.effects().matters(F);
}

/// Does the site matter to who calls or awaits its function?
bool UnitBuilder::matters(const Site &S) {
  if (S.Thread == OnThread::Pool || S.Thread == OnThread::Unknown)
    return false;
  auto Matters = [&](analysis::FunctionId F) { return matters(F); };
  return (S.Blocks && !S.Awaited) || (S.Uses && !S.Awaited) ||
         S.Moves == Site::InPlace || !S.Externals.empty() ||
         !S.Overridable.empty() || !S.CallsParams.empty() ||
         !S.LoopsParams.empty() || any_of(S.Callees, Matters) ||
         any_of(S.RunsInline, Matters);
}

FunctionId UnitBuilder::number(analysis::FunctionId F) {
  auto [It, New] = Numbers.try_emplace(F, Result.Functions.size());
  if (New) {
    Result.Functions.emplace_back();
    Unfilled.push_back(F);
  }
  return It->second;
}

FunctionId UnitBuilder::add(analysis::FunctionId F) {
  FunctionId Number = number(F);
  while (!Unfilled.empty())
    fill(Unfilled.pop_back_val());
  return Number;
}

void UnitBuilder::fill(analysis::FunctionId F) {
  const clang::FunctionDecl *FD = TU.decl(F);
  const FunctionSummary &Old = TU.summary(F);
  Function New;
  New.Name = Old.Name;
  New.At = place(Old.At);
  New.HasBody = Old.HasBody;
  New.IsCoroutine = Old.IsCoroutine;
  New.IsGenerator = Old.IsGenerator;
  New.IsLambda = Old.IsLambda;
  New.StartsOnPool = Old.StartsOnPool;
  New.NonBlocking = Old.NonBlocking;
  New.HasUnknownCalls = Old.HasUnknownCalls;
  New.Exit = Old.Exit;
  if (FD->isExternallyVisible() && !Old.IsLambda) {
    SmallString<128> Usr;
    if (!clang::index::generateUSRForDecl(FD, Usr))
      New.Usr = Usr.str().str();
  }
  FunctionId Number = Numbers.lookup(F);
  auto Renumber = [&](auto &Ids) {
    for (FunctionId &Id : Ids)
      Id = number(Id);
  };
  auto IsIdle = [&](analysis::FunctionId Id) { return !matters(Id); };
  for (const Site &S : Old.Sites) {
    if (!matters(S))
      continue;
    Sites[{Number, &S}] = New.Sites.size();
    Site Copy = S;
    Copy.At = place(S.At);
    Copy.Loop = {};
    erase_if(Copy.Callees, IsIdle);
    erase_if(Copy.RunsInline, IsIdle);
    erase_if(Copy.Args, [&](const analysis::CallableArg &Arg) {
      return !Arg.OwnParam && Arg.Target != NoFunction && IsIdle(Arg.Target);
    });
    Renumber(Copy.Callees);
    Renumber(Copy.Externals);
    Renumber(Copy.Overridable);
    Renumber(Copy.RunsInline);
    for (analysis::CallableArg &Arg : Copy.Args)
      if (Arg.Target != analysis::NoFunction)
        Arg.Target = number(Arg.Target);
    New.Sites.push_back(std::move(Copy));
  }
  for (const analysis::Allowance &A : Old.Allowances)
    New.Allowances.push_back({place(A.At), A.Reason});
  Result.Functions[Number] = std::move(New);
  if (const auto *MD = dyn_cast<clang::CXXMethodDecl>(FD);
      MD && MD->isVirtual() && Old.HasBody)
    addOverrides(MD);
}

/// What lies between a function and the member that a call names may have no
/// body anywhere: all of the way is written down.
void UnitBuilder::addOverrides(const clang::CXXMethodDecl *MD) {
  if (!Overriding.insert(MD->getCanonicalDecl()).second)
    return;
  for (const clang::CXXMethodDecl *Base : MD->overridden_methods()) {
    FunctionId Overrider = numberOf(MD);
    Result.Overrides.push_back({Overrider, numberOf(Base)});
    addOverrides(Base);
  }
}

Place UnitBuilder::place(Place P) {
  const clang::SourceManager &SM = TU.context().getSourceManager();
  clang::SourceLocation Loc = SM.getFileLoc(TU.location(P));
  if (Loc.isInvalid())
    return {};
  auto [File, Offset] = SM.getDecomposedLoc(Loc);
  auto [It, New] = Files.try_emplace(File, Result.Files.size());
  if (New)
    Result.Files.push_back(SM.getFilename(Loc).str());
  Result.Positions.push_back({It->second, SM.getLineNumber(File, Offset),
                              SM.getColumnNumber(File, Offset)});
  return {uint32_t(Result.Positions.size())};
}

std::optional<uint32_t> UnitBuilder::siteOf(analysis::FunctionId F,
                                            const Site &S) {
  auto It = Sites.find({add(F), &S});
  return It == Sites.end() ? std::nullopt : std::optional(It->second);
}

FunctionId UnitBuilder::addCallOf(analysis::FunctionId Callee, Place At) {
  Function Caller;
  Caller.Name = TU.summary(Callee).Name;
  Caller.HasBody = true;
  Site S;
  S.At = place(At);
  S.Externals.push_back(add(Callee));
  const auto *MD = dyn_cast<clang::CXXMethodDecl>(TU.decl(Callee));
  if (MD && MD->isVirtual())
    S.Overridable.push_back(S.Externals.front());
  Caller.Sites.push_back(std::move(S));
  Result.Functions.push_back(std::move(Caller));
  return Result.Functions.size() - 1;
}

uint32_t UnitBuilder::add(Question Q) {
  Result.Questions.push_back(std::move(Q));
  return Result.Questions.size() - 1;
}

uint32_t UnitBuilder::add(Remedies R) {
  auto It = llvm::find(Result.Instead, R);
  if (It == Result.Instead.end())
    It = Result.Instead.insert(It, std::move(R));
  return It - Result.Instead.begin();
}

size_t UnitBuilder::add(OpenCall C) {
  Result.OpenCalls.push_back(std::move(C));
  return Result.OpenCalls.size() - 1;
}

/// May another translation unit reach \p FD without having its body? An inline
/// function is reached through the base that it overrides.
static bool isForOthers(const clang::FunctionDecl *FD) {
  if (!FD->isExternallyVisible())
    return false;
  const auto *MD = dyn_cast<clang::CXXMethodDecl>(FD);
  if (MD && MD->isVirtual())
    return true;
  return !FD->isInlined() && FD->getTemplateSpecializationKind() !=
                                 clang::TSK_ImplicitInstantiation;
}

void UnitBuilder::addDefinitions() {
  for (const analysis::Root &R : TU.roots())
    if (WantsAll || TU.effects().doesAnything(R.Function))
      Result.Contexts.push_back(add(R.Function));
  for (const clang::FunctionDecl *FD : TU.definitions())
    if (TU.isAnalysable(FD) && (WantsAll || isForOthers(FD)))
      add(TU.idOf(FD));
}

//===----------------------------------------------------------------------===//
// UnitSink
//===----------------------------------------------------------------------===//

static thread_local UnitSink *CurrentSink = nullptr;

UnitSink::UnitSink() : Previous(CurrentSink) { CurrentSink = this; }
UnitSink::~UnitSink() { CurrentSink = Previous; }
UnitSink *UnitSink::current() { return CurrentSink; }
