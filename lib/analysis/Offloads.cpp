//===- Offloads.cpp - Work that is moved off the workers ------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Offloads.h"
#include "Names.h"
#include "TranslationUnit.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace unblock::analysis;
using unblock::model::Role;
using unblock::model::Runs;

void OffloadFinder::visit(const Call &C, const FunctionDecl *In) {
  const FunctionFacts &F = TU.facts().of(C.Callee);
  if (F.Callables.empty() && !F.Annotated.Offloads)
    return;
  for (unsigned I = 0; I != C.Args.size(); ++I) {
    const Expr *Arg = C.Args[I];
    std::optional<Facts::Runner> R = TU.facts().runner(C, I);
    if (!R || (R->By != Runs::Pool && R->By != Runs::InPlace))
      continue;
    Offload O;
    O.How = R->By == Runs::Pool ? Offload::Pool : Offload::InPlace;
    O.Made = C;
    O.Closure = Arg;
    O.In = In;
    O.From = R->From;
    O.Target = resolveCallable(
        Arg, In, [&](const VarDecl *VD) { return TU.isStable(VD); });
    // What a template is given is evident from its type.
    if (O.Target.Param)
      if (const FunctionDecl *Op =
              callOperator(recordOf(O.Target.Param->getType())))
        O.Target = {.Target = Op};
    // What runs in place is of interest whatever it is.
    QualType T = Arg->getType().getNonReferenceType();
    if (!O.Target && (!O.isInPlace() || isa<CXXDefaultArgExpr>(Arg) ||
                      (!T->isFunctionPointerType() && !T->isFunctionType() &&
                       !callOperator(recordOf(T)))))
      continue;
    Found.push_back(std::move(O));
  }
}

void OffloadFinder::visit(const CompoundStmt *Block, const FunctionDecl *In) {
  for (const Stmt *Child : Block->body()) {
    const auto *DS = dyn_cast<DeclStmt>(Child);
    if (!DS)
      continue;
    for (const Decl *D : DS->decls()) {
      const auto *Guard = dyn_cast<VarDecl>(D);
      if (!Guard || !Guard->getInit() ||
          !TU.facts().is(Guard->getType(), Role::InPlaceScope))
        continue;
      Offload O;
      O.How = Offload::Scope;
      if (auto C = asCall(stripConversions(Guard->getInit())))
        O.Made = *C;
      O.Made.Loc = Guard->getLocation();
      O.Guard = Guard;
      O.Guarded = {DS->getEndLoc(), Block->getEndLoc()};
      O.In = In;
      Found.push_back(std::move(O));
    }
  }
}

const FunctionDecl *unblock::analysis::bodyOf(TranslationUnit &TU,
                                              const Offload &O) {
  const FunctionDecl *FD = O.How == Offload::Scope ? O.In : O.Target.Target;
  if (O.Target.Task)
    if (auto Made = asCall(O.Target.Task))
      FD = Made->Callee;
  if (!FD)
    return nullptr;
  if (const FunctionDecl *Definition = FD->getDefinition())
    FD = Definition;
  return TU.isAnalysable(FD) ? FD : nullptr;
}

/// Appends what the body \p S returns; lambdas in it are left out.
static void collectReturned(const Stmt *S,
                            llvm::SmallVectorImpl<const Expr *> &Out) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (const auto *Return = dyn_cast<ReturnStmt>(S))
    if (const Expr *Value = Return->getRetValue())
      Out.push_back(Value);
  for (const Stmt *Child : S->children())
    collectReturned(Child, Out);
}

static bool startsBlockingWork(TranslationUnit &TU, const Expr *E,
                               unsigned Depth) {
  if (Depth == 0 || !TU.facts().is(E->getType(), Role::Handle))
    return false;
  E = stripConversions(E);
  if (const auto *DRE = dyn_cast<DeclRefExpr>(E)) {
    const auto *VD = dyn_cast<VarDecl>(DRE->getDecl());
    return VD && VD->isLocalVarDecl() && VD->getInit() &&
           startsBlockingWork(TU, VD->getInit(), Depth - 1);
  }
  std::optional<Call> C = asCall(E);
  if (!C || !isa<CallExpr>(E))
    return false;
  const FunctionFacts &F = TU.facts().of(C->Callee);
  if (!F.Callables.empty() || F.Annotated.Offloads) {
    for (unsigned I = 0; I != C->Args.size(); ++I)
      if (auto R = TU.facts().runner(*C, I); R && R->By == Runs::Pool)
        return true;
    return false;
  }
  const FunctionDecl *Definition = nullptr;
  if (!C->Callee->hasBody(Definition) || !TU.isAnalysable(C->Callee))
    return false;
  llvm::SmallVector<const Expr *, 2> Returned;
  collectReturned(Definition->getBody(), Returned);
  return !Returned.empty() && llvm::all_of(Returned, [&](const Expr *Value) {
    return startsBlockingWork(TU, Value, Depth - 1);
  });
}

bool unblock::analysis::startsBlockingWork(TranslationUnit &TU, const Expr *E) {
  return ::startsBlockingWork(TU, E, 8);
}

std::string unblock::analysis::runnerName(const Offload &O) {
  if (O.How == Offload::Scope)
    return qualifiedName(recordOf(O.Guard->getType()));
  return qualifiedName(O.Made.Callee);
}

namespace {

/// A breadth-first search over summaries.
class Search {
public:
  Search(TranslationUnit &TU, llvm::function_ref<bool(const Site &)> Wanted,
         Into Follow)
      : Functions(TU), Effects(TU.effects()), Wanted(Wanted), Follow(Follow) {}
  Search(SummaryTable &Functions, EffectSolver &Effects,
         llvm::function_ref<bool(const Site &)> Wanted)
      : Functions(Functions), Effects(Effects), Wanted(Wanted),
        Follow(Into::Calls) {}

  void start(FunctionId F) { reach({F, 0, nullptr}); }

  /// Looks at the site \p At of \p F whatever thread it is on; a way that was
  /// found ends the search.
  llvm::SmallVector<Step, 4> from(FunctionId F, const Site &At) {
    Visits.push_back({F, 0, nullptr});
    if (Wanted(At))
      return way(0, At);
    enter(0, At);
    return run(1);
  }

  llvm::SmallVector<Step, 4> run(size_t First = 0) {
    for (size_t I = First; I < Visits.size(); ++I)
      for (const Site &At : Functions.summary(Visits[I].F).Sites) {
        if (At.Thread == OnThread::Pool || At.Thread == OnThread::Unknown)
          continue;
        if (Wanted(At))
          return way(I, At);
        enter(I, At);
      }
    return {};
  }

private:
  struct Visit {
    FunctionId F;
    size_t Before; ///< index of the visit that led here
    const Site *Via;
  };

  void reach(Visit V) {
    if (Seen.insert(V.F).second)
      Visits.push_back(V);
  }

  void enter(size_t I, const Site &At) {
    auto Enter = [&](FunctionId Callee) {
      const FunctionSummary &C = Functions.summary(Callee);
      if (C.NonBlocking || (C.IsCoroutine && !C.IsGenerator &&
                            (Follow == Into::Calls || C.StartsOnPool)))
        return;
      reach({Callee, I, &At});
    };
    for (FunctionId Callee : At.Callees)
      Enter(Callee);
    Effects.forEachInline(At, Enter);
  }

  llvm::SmallVector<Step, 4> way(size_t I, const Site &End) const {
    llvm::SmallVector<Step, 4> Way{{Visits[I].F, &End, NoFunction}};
    for (size_t J = I; Visits[J].Via; J = Visits[J].Before)
      Way.push_back({Visits[Visits[J].Before].F, Visits[J].Via, Visits[J].F});
    std::reverse(Way.begin(), Way.end());
    return Way;
  }

  SummaryTable &Functions;
  EffectSolver &Effects;
  llvm::function_ref<bool(const Site &)> Wanted;
  Into Follow;
  std::vector<Visit> Visits;
  llvm::SmallDenseSet<FunctionId, 16> Seen;
};

} // namespace

llvm::SmallVector<Step, 4>
unblock::analysis::findWay(TranslationUnit &TU, FunctionId From,
                           llvm::function_ref<bool(const Site &)> Wanted,
                           Into Follow) {
  Search S(TU, Wanted, Follow);
  S.start(From);
  return S.run();
}

llvm::SmallVector<Step, 4>
unblock::analysis::findWayFrom(SummaryTable &Functions, EffectSolver &Effects,
                               FunctionId F, const Site &At,
                               llvm::function_ref<bool(const Site &)> Wanted) {
  return Search(Functions, Effects, Wanted).from(F, At);
}

std::vector<llvm::SmallVector<Step, 4>>
unblock::analysis::findWays(TranslationUnit &TU, const Offload &O,
                            llvm::function_ref<bool(const Site &)> Wanted) {
  std::vector<llvm::SmallVector<Step, 4>> Ways;
  const FunctionDecl *Body = bodyOf(TU, O);
  if (!Body)
    return Ways;
  const SourceManager &SM = TU.context().getSourceManager();
  FunctionId F = TU.idOf(Body);
  for (const Site &At : TU.summary(F).Sites) {
    if (O.How == Offload::Scope) {
      SourceLocation Loc = TU.location(At.At);
      if (!SM.isBeforeInTranslationUnit(O.Guarded.getBegin(), Loc) ||
          !SM.isBeforeInTranslationUnit(Loc, O.Guarded.getEnd()))
        continue;
    } else if (At.Thread == OnThread::Pool || At.Thread == OnThread::Unknown) {
      continue;
    }
    llvm::SmallVector<Step, 4> Way =
        Search(TU, Wanted, Into::Calls).from(F, At);
    if (!Way.empty())
      Ways.push_back(std::move(Way));
  }
  return Ways;
}
