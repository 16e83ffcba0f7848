//===- Runtimes.cpp - Which runtime runs a task ---------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Runtimes.h"
#include "TranslationUnit.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace unblock::analysis;
using unblock::model::Category;
using unblock::model::Role;
using unblock::model::Runs;

namespace {

/// A call and the innermost function around it.
struct PlacedCall {
  Call Made;
  const FunctionDecl *In = nullptr;
};

/// Where a value may come from. Made in one pass over the unit, and only when
/// it makes a runtime with one thread at all.
class Sources : public RecursiveASTVisitor<Sources> {
public:
  explicit Sources(TranslationUnit &TU) : TU(TU) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldWalkTypesOfTypeLocs() const { return false; }

  /// Calls that may hand a task to a runtime.
  std::vector<PlacedCall> Starts;
  /// Calls of the user's functions.
  llvm::DenseMap<const FunctionDecl *, std::vector<PlacedCall>> Calls;
  /// What variables and members are given after their initialisation.
  llvm::DenseMap<const ValueDecl *, llvm::SmallVector<const Expr *, 1>> Given;
  /// Builders whose runtimes may run code in place.
  llvm::SmallPtrSet<const ValueDecl *, 4> Tolerant;

  bool TraverseDecl(Decl *D) {
    if (!D)
      return true;
    const DeclContext *DC = D->getLexicalDeclContext();
    if (DC && DC->isFileContext() && isInSystem(D))
      return true;
    const auto *FD = dyn_cast<FunctionDecl>(D);
    if (FD)
      Functions.push_back(FD);
    bool Result = RecursiveASTVisitor::TraverseDecl(D);
    if (FD)
      Functions.pop_back();
    return Result;
  }
  bool TraverseLambdaExpr(LambdaExpr *LE) {
    Functions.push_back(LE->getCallOperator());
    bool Result = RecursiveASTVisitor::TraverseLambdaExpr(LE);
    Functions.pop_back();
    return Result;
  }

  bool VisitCallExpr(CallExpr *E) { return visitCall(E); }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) { return visitCall(E); }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->isAssignmentOp())
      give(E->getLHS(), E->getRHS());
    return true;
  }
  bool VisitCXXCtorInitializer(CXXCtorInitializer *Init) { return true; }
  bool TraverseConstructorInitializer(CXXCtorInitializer *Init) {
    if (Init->isMemberInitializer() && Init->getInit())
      Given[Init->getMember()].push_back(Init->getInit());
    return RecursiveASTVisitor::TraverseConstructorInitializer(Init);
  }

private:
  void give(const Expr *To, const Expr *Value) {
    if (const ValueDecl *Subject = subjectOf(To))
      Given[Subject].push_back(Value);
  }

  bool visitCall(Expr *E) {
    if (E->isTypeDependent())
      return true;
    std::optional<Call> C = asCall(E);
    if (!C)
      return true;
    const FunctionDecl *In = Functions.empty() ? nullptr : Functions.back();
    const FunctionFacts &F = TU.facts().of(C->Callee);
    if (F.is(Role::AllowsInPlace) && C->Object && !isSwitchedOff(*C))
      if (const ValueDecl *Builder = subjectOf(C->Object))
        Tolerant.insert(Builder);
    if (C->Args.empty())
      return true;
    const bool Blocks = llvm::any_of(
        F.Blocking, [](const unblock::model::BlockingEntry *Entry) {
          return Entry->Kind == Category::SyncWait;
        });
    if (!F.Callables.empty() || Blocks)
      Starts.push_back({*C, In});
    if (TU.isAnalysable(C->Callee))
      Calls[C->Callee->getCanonicalDecl()].push_back({*C, In});
    // x = value, x.emplace(value), x.reset(value)
    const IdentifierInfo *Name = C->Callee->getIdentifier();
    if (C->Object && !TU.isAnalysable(C->Callee) &&
        (C->Callee->getOverloadedOperator() == OO_Equal ||
         (Name && llvm::is_contained({"emplace", "reset"}, Name->getName()))))
      give(C->Object, C->Args.front());
    return true;
  }

public:
  /// `inline_block_in_place(false)`
  bool isSwitchedOff(const Call &C) {
    return !C.Args.empty() && TU.facts().constantValue(C.Args.front()) == 0;
  }

private:
  TranslationUnit &TU;
  std::vector<const FunctionDecl *> Functions;
};

/// Follows a value back to the call that made the runtime.
class Origin {
public:
  Origin(TranslationUnit &TU, Sources &From) : TU(TU), From(From) {}

  struct Maker {
    SourceLocation At;
    const FunctionDecl *Function = nullptr;
    explicit operator bool() const { return Function; }
  };

  /// Where the runtime (or the builder, or the handle) that \p E stands for was
  /// given one thread only; nothing when that is not evident, or when the
  /// runtime may run code in place.
  Maker operator()(const Expr *E) {
    Seen.clear();
    return trace(E, 0);
  }

private:
  static constexpr unsigned MaxDepth = 24;

  template <typename Range> Maker anyOf(const Range &Values, unsigned Depth) {
    for (const Expr *Value : Values)
      if (Maker M = trace(Value, Depth + 1))
        return M;
    return {};
  }

  Maker trace(const Expr *E, unsigned Depth) {
    if (!E || Depth == MaxDepth || E->isTypeDependent())
      return {};
    E = stripConversions(E);
    if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(E))
      return trace(Default->getExpr(), Depth + 1);
    if (const auto *UO = dyn_cast<UnaryOperator>(E))
      return trace(UO->getSubExpr(), Depth + 1);
    if (const auto *New = dyn_cast<CXXNewExpr>(E))
      return trace(New->getInitializer(), Depth + 1);
    if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
      const Expr *Either[] = {Choice->getTrueExpr(), Choice->getFalseExpr()};
      return anyOf(Either, Depth);
    }
    if (const auto *List = dyn_cast<InitListExpr>(E))
      return List->getNumInits() == 1 ? trace(List->getInit(0), Depth + 1)
                                      : Maker();
    if (const auto *DRE = dyn_cast<DeclRefExpr>(E))
      return traceDecl(DRE->getDecl(), Depth);
    if (const auto *ME = dyn_cast<MemberExpr>(E))
      return traceDecl(ME->getMemberDecl(), Depth);
    if (auto C = asCall(E))
      return traceCall(*C, Depth);
    return {};
  }

  Maker traceCall(const Call &C, unsigned Depth) {
    const FunctionFacts &F = TU.facts().of(C.Callee);
    if (F.is(Role::CurrentThread))
      return {C.Loc, C.Callee};
    if (F.is(Role::AllowsInPlace) && !From.isSwitchedOff(C))
      return {};
    // A function of the user gives what it returns.
    if (TU.isAnalysable(C.Callee) && !isa<CXXConstructorDecl>(C.Callee)) {
      const FunctionDecl *Definition = nullptr;
      C.Callee->hasBody(Definition);
      if (!Seen.insert(Definition).second)
        return {};
      llvm::SmallVector<const Expr *, 2> Returned;
      collectReturns(Definition->getBody(), Returned);
      return anyOf(Returned, Depth);
    }
    // builder.name("x").build(), runtime.handle(), pointer->..., *optional
    if (C.Object)
      return trace(C.Object, Depth + 1);
    // std::make_unique<runtime>(...), std::optional(...)
    if (!isa<CXXConstructorDecl>(C.Callee) ||
        isInSystem(cast<CXXConstructorDecl>(C.Callee)->getParent()))
      return anyOf(C.Args, Depth);
    return {};
  }

  Maker traceDecl(const ValueDecl *D, unsigned Depth) {
    if (From.Tolerant.contains(D) || !Seen.insert(D).second)
      return {};
    if (const auto *Param = dyn_cast<ParmVarDecl>(D)) {
      const auto *FD = dyn_cast<FunctionDecl>(Param->getDeclContext());
      if (!FD)
        return {};
      auto It = From.Calls.find(FD->getCanonicalDecl());
      if (It == From.Calls.end())
        return {};
      for (const PlacedCall &C : It->second)
        if (unsigned I = Param->getFunctionScopeIndex(); I < C.Made.Args.size())
          if (Maker M = trace(C.Made.Args[I], Depth + 1))
            return M;
      return {};
    }
    if (const auto *VD = dyn_cast<VarDecl>(D))
      if (Maker M = trace(VD->getAnyInitializer(), Depth + 1))
        return M;
    if (const auto *Field = dyn_cast<FieldDecl>(D))
      if (Maker M = trace(Field->getInClassInitializer(), Depth + 1))
        return M;
    auto It = From.Given.find(D);
    return It == From.Given.end() ? Maker() : anyOf(It->second, Depth);
  }

  static void collectReturns(const Stmt *S,
                             llvm::SmallVectorImpl<const Expr *> &Out) {
    if (!S || isa<LambdaExpr>(S))
      return;
    if (const auto *Return = dyn_cast<ReturnStmt>(S);
        Return && Return->getRetValue())
      Out.push_back(Return->getRetValue());
    for (const Stmt *Child : S->children())
      collectReturns(Child, Out);
  }

  TranslationUnit &TU;
  Sources &From;
  llvm::SmallPtrSet<const Decl *, 16> Seen;
};

} // namespace

/// The tasks that \p E stands for in \p In; those of the callers, when it is a
/// parameter.
static void tasksOf(TranslationUnit &TU, Sources &From, const Expr *E,
                    const FunctionDecl *In, unsigned Depth,
                    llvm::SmallVectorImpl<GivenTask> &Out) {
  givenTasks(TU, E, In, Out);
  Callable Given = resolveCallable(
      E, In, [&](const VarDecl *VD) { return TU.isStable(VD); });
  if (!Given.Param || Depth == 0)
    return;
  auto It = From.Calls.find(In->getCanonicalDecl());
  if (It == From.Calls.end())
    return;
  for (const PlacedCall &C : It->second)
    if (unsigned I = Given.Param->getFunctionScopeIndex();
        I < C.Made.Args.size())
      tasksOf(TU, From, C.Made.Args[I], C.In, Depth - 1, Out);
}

std::vector<CurrentThreadWork>
unblock::analysis::findCurrentThreadWork(TranslationUnit &TU) {
  std::vector<CurrentThreadWork> Result;
  if (!TU.hasCurrentThreadRuntimes())
    return Result;
  Sources From(TU);
  for (Decl *Top : TU.context().getTraversalScope())
    From.TraverseDecl(Top);

  Origin Trace(TU, From);
  for (const PlacedCall &Start : From.Starts) {
    Origin::Maker Maker;
    const Expr *Runtime = nullptr;
    if (Start.Made.Object && (Maker = Trace(Start.Made.Object)))
      Runtime = Start.Made.Object;
    for (const Expr *Arg : Start.Made.Args)
      if (!Maker && (Maker = Trace(Arg)))
        Runtime = Arg;
    if (!Maker)
      continue;
    for (unsigned I = 0; I != Start.Made.Args.size(); ++I) {
      const Expr *Arg = Start.Made.Args[I];
      if (Arg == Runtime || isa<CXXDefaultArgExpr>(Arg))
        continue;
      // What it runs elsewhere is of no interest.
      if (auto R = TU.facts().runner(Start.Made, I); R && R->By != Runs::Loop &&
                                                     R->By != Runs::Executor &&
                                                     R->By != Runs::Unknown)
        continue;
      llvm::SmallVector<GivenTask, 2> Tasks;
      tasksOf(TU, From, Arg, Start.In, /*Depth=*/4, Tasks);
      for (const GivenTask &Task : Tasks)
        for (FoundInPlace &F : findInPlaceWays(TU, Task, Reach::Runtime))
          Result.push_back(
              {std::move(F), Start.Made, Maker.At, Maker.Function});
    }
  }
  return keepNearest(TU, std::move(Result));
}
