//===- Loops.cpp - Loops that compute for long ----------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Loops.h"
#include "Calls.h"
#include "Summary.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace clang;
using namespace unblock::analysis;

static constexpr uint64_t Endless = Primitive::Endless;

static bool isLoop(const Stmt *S) {
  return isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S);
}

static const Stmt *bodyOf(const Stmt *Loop) {
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    return For->getBody();
  if (const auto *While = dyn_cast<WhileStmt>(Loop))
    return While->getBody();
  if (const auto *Do = dyn_cast<DoStmt>(Loop))
    return Do->getBody();
  return cast<CXXForRangeStmt>(Loop)->getBody();
}

static bool suspendsInside(const Stmt *S) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(S))
    return true;
  // A stackful coroutine of Asio suspends in the calls that take its yield
  // context.
  if (const auto *E = dyn_cast<Expr>(S))
    if (const CXXRecordDecl *Record = recordOf(E->getType());
        Record && Record->getName() == "basic_yield_context")
      return true;
  return llvm::any_of(S->children(), suspendsInside);
}

/// Can \p S, part of a loop, leave that loop? \p Own: a `break` here is the
/// loop's own.
static bool leavesLoop(const Stmt *S, bool Own) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (isa<ReturnStmt, CoreturnStmt, GotoStmt, IndirectGotoStmt, CXXThrowExpr>(
          S))
    return true;
  if (isa<BreakStmt>(S))
    return Own;
  if (const auto *CE = dyn_cast<CallExpr>(S))
    if (const FunctionDecl *FD = CE->getDirectCallee(); FD && FD->isNoReturn())
      return true;
  bool Inner = Own && !isLoop(S) && !isa<SwitchStmt>(S);
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return leavesLoop(Child, Inner);
  });
}

static std::optional<int64_t> constant(const Expr *E, ASTContext &Context) {
  Expr::EvalResult Result;
  if (!E || E->isValueDependent() || E->isTypeDependent() ||
      !E->getType()->isIntegralOrEnumerationType() ||
      !E->EvaluateAsInt(Result, Context) ||
      Result.Val.getInt().getSignificantBits() > 64)
    return std::nullopt;
  return Result.Val.getInt().getExtValue();
}

static const VarDecl *variable(const Expr *E) {
  const auto *DRE =
      dyn_cast_or_null<DeclRefExpr>(E ? E->IgnoreParenImpCasts() : nullptr);
  return DRE ? dyn_cast<VarDecl>(DRE->getDecl()) : nullptr;
}

/// How far one iteration moves \p Counter.
static std::optional<int64_t> step(const Expr *Inc, const VarDecl *Counter,
                                   ASTContext &Context) {
  if (!Inc)
    return std::nullopt;
  Inc = Inc->IgnoreParenImpCasts();
  if (const auto *UO = dyn_cast<UnaryOperator>(Inc)) {
    if (!UO->isIncrementDecrementOp() || variable(UO->getSubExpr()) != Counter)
      return std::nullopt;
    return UO->isIncrementOp() ? 1 : -1;
  }
  const auto *BO = dyn_cast<BinaryOperator>(Inc);
  if (!BO || variable(BO->getLHS()) != Counter)
    return std::nullopt;
  std::optional<int64_t> By = constant(BO->getRHS(), Context);
  if (!By || *By == 0)
    return std::nullopt;
  if (BO->getOpcode() == BO_AddAssign)
    return *By;
  if (BO->getOpcode() == BO_SubAssign)
    return -*By;
  return std::nullopt;
}

static bool assigns(const Stmt *S, const VarDecl *VD) {
  if (!S)
    return false;
  if (const auto *BO = dyn_cast<BinaryOperator>(S);
      BO && BO->isAssignmentOp() && variable(BO->getLHS()) == VD)
    return true;
  if (const auto *UO = dyn_cast<UnaryOperator>(S);
      UO && (UO->isIncrementDecrementOp() || UO->getOpcode() == UO_AddrOf) &&
      variable(UO->getSubExpr()) == VD)
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return assigns(Child, VD);
  });
}

/// `for (T i = A; i < B; i += C)` with constants.
static std::optional<uint64_t> trips(const ForStmt *For, ASTContext &Context) {
  const VarDecl *Counter = nullptr;
  std::optional<int64_t> First;
  if (const auto *DS = dyn_cast_or_null<DeclStmt>(For->getInit())) {
    if (DS->isSingleDecl())
      Counter = dyn_cast<VarDecl>(DS->getSingleDecl());
    if (Counter)
      First = constant(Counter->getInit(), Context);
  } else if (const auto *BO =
                 dyn_cast_or_null<BinaryOperator>(For->getInit());
             BO && BO->getOpcode() == BO_Assign) {
    Counter = variable(BO->getLHS());
    First = constant(BO->getRHS(), Context);
  }
  const auto *Cond = dyn_cast_or_null<BinaryOperator>(
      For->getCond() ? For->getCond()->IgnoreParenImpCasts() : nullptr);
  if (!Counter || !First || !Cond || !Cond->isComparisonOp())
    return std::nullopt;
  std::optional<int64_t> Last;
  BinaryOperatorKind Op = Cond->getOpcode();
  if (variable(Cond->getLHS()) == Counter) {
    Last = constant(Cond->getRHS(), Context);
  } else if (variable(Cond->getRHS()) == Counter) {
    Last = constant(Cond->getLHS(), Context);
    Op = BinaryOperator::reverseComparisonOp(Op);
  }
  std::optional<int64_t> By = step(For->getInc(), Counter, Context);
  if (!Last || !By || assigns(For->getBody(), Counter))
    return std::nullopt;
  // In unsigned arithmetic the distance cannot overflow.
  bool Up = *By > 0;
  if (Op == BO_NE)
    Op = Up ? BO_LT : BO_GT;
  if (Up != (Op == BO_LT || Op == BO_LE))
    return std::nullopt;
  if (Up ? *Last < *First : *Last > *First)
    return 0;
  uint64_t Distance = Up ? uint64_t(*Last) - uint64_t(*First)
                         : uint64_t(*First) - uint64_t(*Last);
  Distance += (Op == BO_LE || Op == BO_GE) && Distance != Endless;
  uint64_t Stride = Up ? uint64_t(*By) : uint64_t(-*By);
  return Distance / Stride + (Distance % Stride != 0);
}

/// The number of elements of an array or a std::array.
static std::optional<uint64_t> trips(const CXXForRangeStmt *For,
                                     ASTContext &Context) {
  if (!For->getRangeInit())
    return std::nullopt;
  QualType T = For->getRangeInit()->getType().getNonReferenceType();
  if (const auto *Array = Context.getAsConstantArrayType(T))
    return Array->getSize().getLimitedValue();
  const auto *Spec = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (Spec && Spec->isInStdNamespace() && Spec->getName() == "array" &&
      Spec->getTemplateArgs().size() == 2 &&
      Spec->getTemplateArgs()[1].getKind() == TemplateArgument::Integral)
    return Spec->getTemplateArgs()[1].getAsIntegral().getLimitedValue();
  return std::nullopt;
}

static bool alwaysTrue(const Expr *Cond, ASTContext &Context) {
  bool Value;
  return !Cond || (!Cond->isValueDependent() &&
                   Cond->EvaluateAsBooleanCondition(Value, Context) && Value);
}

static bool isEndless(const Stmt *Loop, ASTContext &Context) {
  const Expr *Cond = nullptr;
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    Cond = For->getCond();
  else if (const auto *While = dyn_cast<WhileStmt>(Loop))
    Cond = While->getCond();
  else if (const auto *Do = dyn_cast<DoStmt>(Loop))
    Cond = Do->getCond();
  else
    return false;
  return alwaysTrue(Cond, Context) && !leavesLoop(bodyOf(Loop), true);
}

/// Iterations of the innermost bodies in \p S.
static uint64_t iterations(const Stmt *S, ASTContext &Context) {
  if (!S || isa<LambdaExpr>(S))
    return 0;
  uint64_t Inner = 0;
  for (const Stmt *Child : S->children())
    Inner = llvm::SaturatingAdd(Inner, iterations(Child, Context));
  if (!isLoop(S))
    return Inner;
  if (isEndless(S, Context))
    return Endless;
  if (leavesLoop(bodyOf(S), true))
    return Inner;
  std::optional<uint64_t> Trips;
  if (const auto *For = dyn_cast<ForStmt>(S))
    Trips = trips(For, Context);
  else if (const auto *For = dyn_cast<CXXForRangeStmt>(S))
    Trips = trips(For, Context);
  if (!Trips)
    return Inner;
  return llvm::SaturatingMultiply(*Trips, std::max<uint64_t>(Inner, 1));
}

void unblock::analysis::findLongLoops(const Stmt *Body, ASTContext &Context,
                                      llvm::SmallVectorImpl<LongLoop> &Out) {
  if (!Body || isa<LambdaExpr>(Body))
    return;
  if (isLoop(Body) && !suspendsInside(Body)) {
    uint64_t N = iterations(Body, Context);
    if (N >= MinIterations)
      Out.push_back({Body, N});
    return;
  }
  for (const Stmt *Child : Body->children())
    findLongLoops(Child, Context, Out);
}
