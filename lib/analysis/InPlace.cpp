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

namespace {
/// A breadth-first search over summaries.
class InPlaceSearch {
public:
  InPlaceSearch(SummaryTable &Functions, EffectSolver &Effects, Reach Follow,
                llvm::function_ref<bool(const Site &)> Marks = nullptr)
      : Functions(Functions), Effects(Effects), Follow(Follow), Marks(Marks) {}

  /// From the body of \p F.
  std::vector<InPlaceWay> from(FunctionId F) {
    reach({F, !Marks, 0, nullptr});
    return run();
  }
  /// From what \p At of \p F enters. What starts it there is no question.
  std::vector<InPlaceWay> from(FunctionId F, const Site &At) {
    Visits.push_back({F, !Marks, 0, nullptr});
    enter(0, At, /*Marked=*/true, /*IsStarted=*/true);
    return run(/*First=*/1);
  }

private:
  struct Visit {
    FunctionId F;
    bool Marked;
    size_t Before; ///< index of the visit that led here
    const Site *Via;
  };

  void reach(Visit V) {
    if (Seen.insert({V.F, V.Marked}).second)
      Visits.push_back(V);
  }

  std::vector<InPlaceWay> run(size_t First = 0) {
    std::vector<InPlaceWay> Ways;
    llvm::SmallPtrSet<const Site *, 4> Taken;
    for (size_t I = First; I != Visits.size(); ++I)
      for (const Site &At : Functions.summary(Visits[I].F).Sites) {
        if (At.Thread == OnThread::Pool || At.Thread == OnThread::Unknown)
          continue;
        const bool Marked = Visits[I].Marked || Marks(At);
        const bool IsEnd = movesInPlace(At) || isOpen(At);
        if (Marked && IsEnd && Taken.insert(&At).second)
          Ways.push_back(way(I, At));
        enter(I, At, Marked, /*IsStarted=*/false);
      }
    return Ways;
  }

  bool isOpen(const Site &At) const {
    return (!At.Externals.empty() || !At.Overridable.empty()) &&
           entersTask(At, Follow);
  }

  void enter(size_t I, const Site &At, bool Marked, bool IsStarted) {
    auto Enter = [&](FunctionId Callee) {
      const FunctionSummary &C = Functions.summary(Callee);
      if (C.IsCoroutine && !C.IsGenerator &&
          (!(IsStarted || entersTask(At, Follow)) || C.StartsOnPool))
        return;
      reach({Callee, Marked, I, &At});
    };
    for (FunctionId Callee : At.Callees)
      Enter(Callee);
    Effects.forEachInline(At, Enter);
  }

  InPlaceWay way(size_t I, const Site &End) const {
    InPlaceWay Way{{Visits[I].F, &End, NoFunction}};
    for (size_t J = I; Visits[J].Via; J = Visits[J].Before)
      Way.push_back({Visits[Visits[J].Before].F, Visits[J].Via, Visits[J].F});
    std::reverse(Way.begin(), Way.end());
    return Way;
  }

  SummaryTable &Functions;
  EffectSolver &Effects;
  const Reach Follow;
  llvm::function_ref<bool(const Site &)> Marks;
  std::vector<Visit> Visits;
  // A function may be reached by a way with a mark after one without.
  llvm::SmallDenseSet<std::pair<FunctionId, unsigned>, 16> Seen;
};
} // namespace

std::vector<InPlaceWay> unblock::analysis::findInPlaceWays(
    TranslationUnit &TU, FunctionId From, Reach Follow,
    llvm::function_ref<bool(const Site &)> Marks) {
  return InPlaceSearch(TU, TU.effects(), Follow, Marks).from(From);
}

/// Is there a task on \p Way? What makes a task runs before it.
static bool hasTask(SummaryTable &Functions, llvm::ArrayRef<Step> Way) {
  return llvm::any_of(Way, [&](const Step &S) {
    const FunctionSummary &Caller = Functions.summary(S.Caller);
    return Caller.IsCoroutine && !Caller.IsGenerator;
  });
}

InPlaceWay unblock::analysis::findInPlaceWay(SummaryTable &Functions,
                                             EffectSolver &Effects,
                                             FunctionId F, const Site &At,
                                             Reach Follow, bool NeedsTask) {
  for (InPlaceWay &Way :
       InPlaceSearch(Functions, Effects, Follow).from(F, At)) {
    auto Behind = llvm::ArrayRef(Way).drop_front();
    if (movesInPlace(*Way.back().At) &&
        (!NeedsTask || hasTask(Functions, Behind)))
      return std::move(Way);
  }
  return {};
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
  for (FunctionId F : Way.back().At->Externals)
    if (auto Task = TU.facts().task(TU.decl(F)->getReturnType()))
      return Task.From;
  for (const Step &S : llvm::reverse(Way))
    if (auto Task = TU.facts().task(TU.decl(S.Caller)->getReturnType()))
      return Task.From;
  return nullptr;
}

/// The site of \p Made in the body of \p In, when it is a call of a function
/// that another translation unit may define.
static const Site *openSite(TranslationUnit &TU, const Call &Made,
                            const FunctionDecl *In) {
  const FunctionId Callee = TU.idOf(Made.Callee);
  for (const Site &S : TU.summary(TU.idOf(In)).Sites)
    if (S.At == TranslationUnit::place(Made.Loc) &&
        llvm::is_contained(S.Externals, Callee))
      return &S;
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
      if (const Site *At = In ? openSite(TU, *Made, In) : nullptr)
        Out.push_back({TU.idOf(In), At, TU.idOf(FD), /*IsMaker=*/true});
      return;
    }
  }
  if (!FD || !TU.isAnalysable(FD))
    return;
  FunctionId Task = TU.idOf(FD);
  const bool IsMaker = Made && !TU.summary(Task).IsCoroutine;
  Out.push_back({Task, nullptr, Task, IsMaker});
  if (!Made || IsMaker)
    return;
  // The callables that the coroutine was made with, and calls.
  const uint64_t Runs = TU.effects().effect(Task).RunsParam;
  for (unsigned I = 0; I != std::min<size_t>(Made->Args.size(), 64); ++I)
    if (Runs >> I & 1)
      if (const FunctionDecl *Target = Resolve(Made->Args[I]).Target;
          Target && TU.isAnalysable(Target))
        Out.push_back({TU.idOf(Target), nullptr, Task, false});
}

std::vector<FoundInPlace>
unblock::analysis::findInPlaceWays(TranslationUnit &TU, const GivenTask &Given,
                                   Reach Follow) {
  std::vector<FoundInPlace> Found;
  if (Given.At) {
    Found.push_back({{{Given.Entry, Given.At, NoFunction}}, true});
    return Found;
  }
  for (InPlaceWay &Way : findInPlaceWays(TU, Given.Entry, Follow)) {
    FoundInPlace F{std::move(Way), false};
    F.NeedsTask = Given.IsMaker && !hasTask(TU, F.Way);
    if (F.isOpen() || !F.NeedsTask)
      Found.push_back(std::move(F));
  }
  return Found;
}

std::vector<size_t>
unblock::analysis::nearestInPlace(TranslationUnit &TU,
                                  llvm::ArrayRef<const FoundInPlace *> Found) {
  auto End = [](const FoundInPlace &F) { return F.Way.back().At; };
  // What is found in this unit by an open call needs no other one.
  llvm::SmallPtrSet<const Site *, 16> Entered;
  for (const FoundInPlace *F : Found)
    if (!F->isOpen())
      for (const Step &S : F->Way)
        Entered.insert(S.At);
  std::vector<size_t> Kept;
  llvm::DenseMap<uint32_t, size_t> Slots;
  for (size_t I = 0; I != Found.size(); ++I) {
    const FoundInPlace &New = *Found[I];
    if (New.isOpen() && Entered.contains(End(New)))
      continue;
    auto [It, IsNew] = Slots.try_emplace(End(New)->At.Raw, Kept.size());
    if (IsNew)
      Kept.push_back(I);
    else if (New.Way.size() < Found[Kept[It->second]]->Way.size())
      Kept[It->second] = I;
  }
  const SourceManager &SM = TU.context().getSourceManager();
  llvm::stable_sort(Kept, [&](size_t A, size_t B) {
    return SM.isBeforeInTranslationUnit(TU.location(End(*Found[A])->At),
                                        TU.location(End(*Found[B])->At));
  });
  return Kept;
}

//===----------------------------------------------------------------------===//
// Branches
//===----------------------------------------------------------------------===//

std::vector<BranchInPlace>
unblock::analysis::findInPlaceBranches(TranslationUnit &TU) {
  std::vector<BranchInPlace> Found;
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
        for (FoundInPlace &Way : findInPlaceWays(TU, Task, Reach::Task))
          Found.push_back({std::move(Way), Branching, Task.Task});
    }
  }
  return keepNearest(TU, std::move(Found));
}

//===----------------------------------------------------------------------===//
// Repetition
//===----------------------------------------------------------------------===//

/// Does the call \p S make a task?
static bool makesTask(TranslationUnit &TU, const Step &S) {
  if (S.Callee != NoFunction)
    return TU.summary(S.Callee).IsCoroutine;
  const Expr *Made = TU.callAt(S.Caller, S.At->At);
  return Made && !movesInPlace(*S.At) && TU.isAwaitable(Made->getType());
}

std::vector<RepeatedInPlace>
unblock::analysis::findRepeatedInPlace(TranslationUnit &TU) {
  std::vector<RepeatedInPlace> Found;
  auto Repeats = [](const Site &At) { return At.Repeats > FewRepeats; };

  llvm::SmallSetVector<FunctionId, 16> From;
  for (const Root &R : TU.roots())
    From.insert(R.Function);
  for (const FunctionDecl *FD : TU.creators())
    if (TU.isAnalysable(FD))
      From.insert(TU.idOf(FD));
  for (FunctionId F : From)
    for (InPlaceWay &Way : findInPlaceWays(TU, F, Reach::Workers, Repeats)) {
      RepeatedInPlace R;
      R.NeedsTask = !TU.root(TU.decl(F)) && !hasTask(TU, Way);
      if (R.NeedsTask && movesInPlace(*Way.back().At))
        continue;
      // What leads to the loop is of no interest.
      Way.erase(Way.begin(), llvm::find_if(Way, [&](const Step &S) {
                  return Repeats(*S.At);
                }));
      // Outside of a task, who knows what becomes of a task that nobody starts.
      const Step &First = Way.front();
      if (makesTask(TU, First) && First.At->StartedBy == Site::Awaiter &&
          !TU.summary(First.Caller).IsCoroutine)
        continue;
      R.Way = std::move(Way);
      Found.push_back(std::move(R));
    }

  for (const FunctionDecl *FD : TU.hotFunctions())
    if (TU.isAnalysable(FD))
      for (InPlaceWay &Way : findInPlaceWays(TU, TU.idOf(FD), Reach::Workers)) {
        RepeatedInPlace R;
        R.Because = RepeatedInPlace::Marked;
        R.Way = std::move(Way);
        R.Hot = FD;
        Found.push_back(std::move(R));
      }
  return keepNearest(TU, std::move(Found));
}
