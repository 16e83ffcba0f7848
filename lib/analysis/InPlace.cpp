//===- InPlace.cpp - Where tasks block in place ---------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InPlace.h"
#include "TranslationUnit.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace unblock::analysis;
using unblock::model::Role;
using unblock::model::Runs;

//===----------------------------------------------------------------------===//
// Ways
//===----------------------------------------------------------------------===//

/// Does a search that follows \p Follow enter the coroutine that \p At makes?
static bool entersTask(const Site &At, Reach Follow) {
  switch (At.StartedBy) {
  case Site::Awaiter:
    return true;
  case Site::Runtime:
    return Follow >= Reach::Runtime;
  case Site::OtherLoop:
    return Follow >= Reach::Workers;
  case Site::PoolThread:
  case Site::Anybody:
    return false;
  }
  llvm_unreachable("covered switch");
}

std::vector<InPlaceWay> unblock::analysis::findInPlaceWays(
    TranslationUnit &TU, FunctionId From, Reach Follow,
    llvm::function_ref<bool(const Site &)> Marks) {
  struct Visit {
    FunctionId F;
    bool Marked;
    size_t Before; ///< index of the visit that led here
    const Site *Via;
  };
  std::vector<InPlaceWay> Ways;
  std::vector<Visit> Visits{{From, !Marks, 0, nullptr}};
  // A function may be reached by a way with a mark after one without.
  llvm::SmallDenseSet<std::pair<FunctionId, unsigned>, 16> Seen{{From, !Marks}};
  llvm::SmallPtrSet<const Site *, 4> Taken;
  for (size_t I = 0; I != Visits.size(); ++I) {
    const FunctionId F = Visits[I].F;
    for (const Site &At : TU.summary(F).Sites) {
      if (At.Thread == OnThread::Pool || At.Thread == OnThread::Unknown)
        continue;
      const bool Marked = Visits[I].Marked || Marks(At);
      if (Marked && At.Moves == Site::InPlace && Taken.insert(&At).second) {
        InPlaceWay Way{{F, &At, NoFunction}};
        for (size_t J = I; Visits[J].Via; J = Visits[J].Before)
          Way.push_back(
              {Visits[Visits[J].Before].F, Visits[J].Via, Visits[J].F});
        std::reverse(Way.begin(), Way.end());
        Ways.push_back(std::move(Way));
      }
      auto Enter = [&](FunctionId Callee) {
        const FunctionSummary &C = TU.summary(Callee);
        if (C.IsCoroutine && !C.IsGenerator &&
            (!entersTask(At, Follow) || TU.startsOnPool(TU.decl(Callee))))
          return;
        if (Seen.insert({Callee, Marked}).second)
          Visits.push_back({Callee, Marked, I, &At});
      };
      for (FunctionId Callee : At.Callees)
        Enter(Callee);
      TU.effects().forEachInline(At, Enter);
    }
  }
  return Ways;
}

const Offload *unblock::analysis::moverAt(TranslationUnit &TU,
                                          llvm::ArrayRef<Step> Way) {
  const SourceManager &SM = TU.context().getSourceManager();
  SourceLocation At = TU.location(Way.back().At->At);
  // An instance of a template has its own.
  const Offload *Found = nullptr;
  for (const Offload &O : TU.offloads())
    if (O.isInPlace() && SM.getFileLoc(O.at()) == At &&
        (!Found || O.In == TU.decl(Way.back().Caller)))
      Found = &O;
  return Found;
}

const unblock::model::Profile *
unblock::analysis::libraryOf(TranslationUnit &TU, llvm::ArrayRef<Step> Way) {
  if (const Offload *O = moverAt(TU, Way); O && O->From)
    return O->From;
  for (const Step &S : llvm::reverse(Way))
    if (auto Task = TU.facts().task(TU.decl(S.Caller)->getReturnType()))
      return Task.From;
  return nullptr;
}

void unblock::analysis::givenTasks(TranslationUnit &TU, const Expr *E,
                                   const FunctionDecl *In,
                                   llvm::SmallVectorImpl<GivenTask> &Out) {
  auto Resolve = [&](const Expr *Arg) {
    Callable Given = resolveCallable(
        Arg, In, [&](const VarDecl *VD) { return TU.isStable(VD); });
    // What a template is given is evident from its type.
    if (Given.Param)
      if (const FunctionDecl *Op =
              callOperator(recordOf(Given.Param->getType())))
        Given = {.Target = Op};
    return Given;
  };
  Callable Given = Resolve(E);
  const FunctionDecl *FD = Given.Target;
  std::optional<Call> Made;
  if (Given.Task) {
    if (!(Made = asCall(Given.Task)))
      return;
    FD = Made->Callee;
    const FunctionFacts &Known = TU.facts().of(FD);
    if (!Known.Callables.empty() || Known.Annotated.Offloads)
      return;
    if (!TU.isAnalysable(FD)) {
      for (const Expr *Arg : Made->Args)
        if (!isa<CXXDefaultArgExpr>(Arg))
          givenTasks(TU, Arg, In, Out);
      return;
    }
  }
  if (!FD || !TU.isAnalysable(FD))
    return;
  FunctionId Task = TU.idOf(FD);
  const bool IsMaker = Made && !TU.summary(Task).IsCoroutine;
  Out.push_back({Task, Task, IsMaker});
  if (!Made || IsMaker)
    return;
  // The callables that the coroutine was made with, and calls.
  const uint64_t Runs = TU.effects().effect(Task).RunsParam;
  for (unsigned I = 0; I != std::min<size_t>(Made->Args.size(), 64); ++I)
    if (Runs >> I & 1)
      if (const FunctionDecl *Target = Resolve(Made->Args[I]).Target;
          Target && TU.isAnalysable(Target))
        Out.push_back({TU.idOf(Target), Task, false});
}

/// Is there a task on \p Way? What makes a task runs before it.
static bool hasTask(TranslationUnit &TU, llvm::ArrayRef<Step> Way) {
  return llvm::any_of(Way, [&](const Step &S) {
    const FunctionSummary &Caller = TU.summary(S.Caller);
    return Caller.IsCoroutine && !Caller.IsGenerator;
  });
}

std::vector<InPlaceWay>
unblock::analysis::findInPlaceWays(TranslationUnit &TU, const GivenTask &Given,
                                   Reach Follow) {
  std::vector<InPlaceWay> Ways = findInPlaceWays(TU, Given.Entry, Follow);
  if (Given.IsMaker)
    llvm::erase_if(Ways,
                   [&](const InPlaceWay &Way) { return !hasTask(TU, Way); });
  return Ways;
}

namespace {
/// Places in the order of the source, each with what was found there first.
template <typename T> class ByPlace {
public:
  explicit ByPlace(TranslationUnit &TU) : TU(TU) {}

  void add(T Found) {
    uint32_t Raw = Found.Way.back().At->At.Raw;
    auto [It, New] = Slots.try_emplace(Raw, All.size());
    if (New)
      All.push_back(std::move(Found));
    else if (Found.Way.size() < All[It->second].Way.size())
      All[It->second] = std::move(Found);
  }

  std::vector<T> take() {
    const SourceManager &SM = TU.context().getSourceManager();
    llvm::stable_sort(All, [&](const T &A, const T &B) {
      return SM.isBeforeInTranslationUnit(TU.location(A.Way.back().At->At),
                                          TU.location(B.Way.back().At->At));
    });
    return std::move(All);
  }

private:
  TranslationUnit &TU;
  std::vector<T> All;
  llvm::DenseMap<uint32_t, size_t> Slots;
};
} // namespace

//===----------------------------------------------------------------------===//
// Branches
//===----------------------------------------------------------------------===//

std::vector<BranchInPlace>
unblock::analysis::findInPlaceBranches(TranslationUnit &TU) {
  ByPlace<BranchInPlace> Found(TU);
  for (const auto &[Branching, In] : TU.branchings()) {
    llvm::SmallVector<const Expr *, 4> Branches;
    for (const Expr *Arg : Branching.Args)
      if (!isa<CXXDefaultArgExpr>(Arg))
        Branches.push_back(Arg);
    // A handle stands for work that goes on by itself.
    auto Stops = [&](const Expr *Branch) {
      return !TU.facts().is(stripConversions(Branch)->getType(), Role::Handle);
    };
    if (llvm::count_if(Branches, Stops) < 2)
      continue;
    for (const Expr *Branch : Branches) {
      llvm::SmallVector<GivenTask, 2> Tasks;
      givenTasks(TU, Branch, In, Tasks);
      for (const GivenTask &Task : Tasks)
        for (InPlaceWay &Way : findInPlaceWays(TU, Task, Reach::Task))
          Found.add({std::move(Way), Branching, Task.Task});
    }
  }
  return Found.take();
}

//===----------------------------------------------------------------------===//
// Repetition
//===----------------------------------------------------------------------===//

std::vector<RepeatedInPlace>
unblock::analysis::findRepeatedInPlace(TranslationUnit &TU) {
  ByPlace<RepeatedInPlace> Found(TU);
  auto Repeats = [](const Site &At) { return At.Repeats > FewRepeats; };

  llvm::SmallSetVector<FunctionId, 16> From;
  for (const Root &R : TU.roots())
    From.insert(R.Function);
  for (const FunctionDecl *FD : TU.creators())
    if (TU.isAnalysable(FD))
      From.insert(TU.idOf(FD));
  for (FunctionId F : From)
    for (InPlaceWay &Way : findInPlaceWays(TU, F, Reach::Workers, Repeats)) {
      if (!TU.root(TU.decl(F)) && !hasTask(TU, Way))
        continue;
      // What leads to the loop is of no interest.
      Way.erase(Way.begin(), llvm::find_if(Way, [&](const Step &S) {
                  return Repeats(*S.At);
                }));
      // Outside of a task, who knows what becomes of a task that nobody starts.
      const Step &First = Way.front();
      if (First.Callee != NoFunction && TU.summary(First.Callee).IsCoroutine &&
          First.At->StartedBy == Site::Awaiter &&
          !TU.summary(First.Caller).IsCoroutine)
        continue;
      RepeatedInPlace R;
      R.Way = std::move(Way);
      Found.add(std::move(R));
    }

  for (const FunctionDecl *FD : TU.hotFunctions())
    if (TU.isAnalysable(FD))
      for (InPlaceWay &Way : findInPlaceWays(TU, TU.idOf(FD), Reach::Workers)) {
        RepeatedInPlace R;
        R.Because = RepeatedInPlace::Marked;
        R.Way = std::move(Way);
        R.Hot = FD;
        Found.add(std::move(R));
      }
  return Found.take();
}
