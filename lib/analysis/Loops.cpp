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
#include "clang/AST/DeclTemplate.h"
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

//===----------------------------------------------------------------------===//
// Trip counts
//===----------------------------------------------------------------------===//

/// Wide enough for the difference of any two integers of the source.
static constexpr unsigned Width = 130;

/// The value of \p E as a signed number of Width bits.
static std::optional<llvm::APInt> constant(const Expr *E, ASTContext &Context) {
  Expr::EvalResult Result;
  if (!E || E->isValueDependent() || E->isTypeDependent() ||
      !E->getType()->isIntegralOrEnumerationType() ||
      !E->EvaluateAsInt(Result, Context) ||
      Result.Val.getInt().getBitWidth() >= Width)
    return std::nullopt;
  return Result.Val.getInt().extend(Width);
}

static const VarDecl *variable(const Expr *E) {
  const auto *DRE =
      dyn_cast_or_null<DeclRefExpr>(E ? E->IgnoreParenImpCasts() : nullptr);
  return DRE ? dyn_cast<VarDecl>(DRE->getDecl()) : nullptr;
}

/// How far \p Inc moves \p Counter.
static std::optional<llvm::APInt> step(const Expr *Inc, const VarDecl *Counter,
                                       ASTContext &Context) {
  if (!Inc)
    return std::nullopt;
  Inc = Inc->IgnoreParenCasts();
  if (const auto *UO = dyn_cast<UnaryOperator>(Inc)) {
    if (!UO->isIncrementDecrementOp() || variable(UO->getSubExpr()) != Counter)
      return std::nullopt;
    return llvm::APInt(Width, UO->isIncrementOp() ? 1 : -1, /*isSigned=*/true);
  }
  const auto *BO = dyn_cast<BinaryOperator>(Inc);
  if (!BO)
    return std::nullopt;
  if (BO->getOpcode() == BO_Comma) {
    // ++i, ++j
    std::optional<llvm::APInt> Left = step(BO->getLHS(), Counter, Context);
    std::optional<llvm::APInt> Right = step(BO->getRHS(), Counter, Context);
    return Left && Right ? std::nullopt : Left ? Left : Right;
  }
  if (variable(BO->getLHS()) != Counter)
    return std::nullopt;
  const Expr *Value = BO->getRHS();
  BinaryOperatorKind Op = BO->getOpcode();
  if (Op == BO_Assign) {
    // i = i + 1, i = 1 + i, i = i - 1
    const auto *Sum = dyn_cast<BinaryOperator>(Value->IgnoreParenImpCasts());
    if (!Sum)
      return std::nullopt;
    Op = Sum->getOpcode() == BO_Add   ? BO_AddAssign
         : Sum->getOpcode() == BO_Sub ? BO_SubAssign
                                      : BO_Assign;
    if (variable(Sum->getLHS()) == Counter)
      Value = Sum->getRHS();
    else if (variable(Sum->getRHS()) == Counter && Op == BO_AddAssign)
      Value = Sum->getLHS();
    else
      return std::nullopt;
  }
  std::optional<llvm::APInt> By = constant(Value, Context);
  if (By && Op == BO_SubAssign)
    By->negate();
  return Op == BO_AddAssign || Op == BO_SubAssign ? By : std::nullopt;
}

/// May \p S change \p VD? A mention that does not just read it may.
static bool changes(const Stmt *S, const VarDecl *VD) {
  if (!S)
    return false;
  if (const auto *LE = dyn_cast<LambdaExpr>(S))
    return changes(LE->getBody(), VD);
  if (const auto *Cast = dyn_cast<CastExpr>(S);
      Cast &&
      (Cast->getCastKind() == CK_LValueToRValue ||
       Cast->getType().isConstQualified()) &&
      variable(Cast->getSubExpr()) == VD)
    return false;
  if (const auto *DRE = dyn_cast<DeclRefExpr>(S))
    return DRE->getDecl() == VD;
  return llvm::any_of(S->children(),
                      [&](const Stmt *Child) { return changes(Child, VD); });
}

/// The value that the loop gives to \p Counter before it starts.
static const Expr *firstValue(const Stmt *Init, const VarDecl *Counter) {
  if (const auto *DS = dyn_cast_or_null<DeclStmt>(Init))
    return llvm::is_contained(DS->decls(), Counter) ? Counter->getInit()
                                                    : nullptr;
  const auto *BO = dyn_cast_or_null<BinaryOperator>(Init);
  return BO && BO->getOpcode() == BO_Assign && variable(BO->getLHS()) == Counter
             ? BO->getRHS()
             : nullptr;
}

/// `for (T i = A; i < B; i += C)` with constants.
static std::optional<uint64_t> trips(const ForStmt *For, ASTContext &Context) {
  const auto *Cond = dyn_cast_or_null<BinaryOperator>(
      For->getCond() ? For->getCond()->IgnoreParenImpCasts() : nullptr);
  if (!Cond || !Cond->isComparisonOp())
    return std::nullopt;
  const VarDecl *Counter = nullptr;
  std::optional<llvm::APInt> First, Last, By;
  BinaryOperatorKind Op = Cond->getOpcode();
  if ((Last = constant(Cond->getRHS(), Context))) {
    Counter = variable(Cond->getLHS());
  } else if ((Last = constant(Cond->getLHS(), Context))) {
    Counter = variable(Cond->getRHS());
    Op = BinaryOperator::reverseComparisonOp(Op);
  }
  if (!Counter)
    return std::nullopt;
  First = constant(firstValue(For->getInit(), Counter), Context);
  By = step(For->getInc(), Counter, Context);
  if (!First || !By || By->isZero() || changes(For->getBody(), Counter))
    return std::nullopt;

  bool Up = By->isStrictlyPositive();
  if (Op == BO_NE)
    Op = Up ? BO_LT : BO_GT;
  if (Up ? Op != BO_LT && Op != BO_LE : Op != BO_GT && Op != BO_GE)
    return std::nullopt;
  llvm::APInt Distance = Up ? *Last - *First : *First - *Last;
  if (Op == BO_LE || Op == BO_GE)
    ++Distance;
  if (!Distance.isStrictlyPositive())
    return 0;
  return llvm::APIntOps::RoundingSDiv(Distance, By->abs(),
                                      llvm::APInt::Rounding::UP)
      .getLimitedValue(Endless - 1);
}

/// The number of elements of an array, a std::array or a list in braces.
static std::optional<uint64_t> trips(const CXXForRangeStmt *For,
                                     ASTContext &Context) {
  if (!For->getRangeInit())
    return std::nullopt;
  if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(
          For->getRangeInit()->IgnoreImplicit()))
    if (const auto *Elements =
            dyn_cast<InitListExpr>(List->getSubExpr()->IgnoreImplicit()))
      return Elements->getNumInits();
  QualType T = For->getRangeInit()->getType().getNonReferenceType();
  if (const auto *Array = Context.getAsConstantArrayType(T))
    return Array->getSize().getLimitedValue(Endless - 1);
  const auto *Spec = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (Spec && Spec->isInStdNamespace() && Spec->getName() == "array" &&
      Spec->getTemplateArgs().size() == 2 &&
      Spec->getTemplateArgs()[1].getKind() == TemplateArgument::Integral)
    return Spec->getTemplateArgs()[1].getAsIntegral().getLimitedValue(Endless -
                                                                      1);
  return std::nullopt;
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
  bool Value;
  return !Cond || (!Cond->isValueDependent() &&
                   Cond->EvaluateAsBooleanCondition(Value, Context) && Value);
}

/// How often the body of \p Loop runs, when that is evident.
static std::optional<uint64_t> tripsOf(const Stmt *Loop, ASTContext &Context) {
  if (leavesLoop(bodyOf(Loop), true))
    return std::nullopt;
  if (isEndless(Loop, Context))
    return Endless;
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    return trips(For, Context);
  if (const auto *For = dyn_cast<CXXForRangeStmt>(Loop))
    return trips(For, Context);
  return std::nullopt;
}

std::optional<uint64_t> unblock::analysis::maxTrips(const Stmt *Loop,
                                                    ASTContext &Context) {
  if (const auto *For = dyn_cast<ForStmt>(Loop))
    return trips(For, Context);
  if (const auto *For = dyn_cast<CXXForRangeStmt>(Loop))
    return trips(For, Context);
  bool Again;
  if (const auto *Do = dyn_cast<DoStmt>(Loop);
      Do && !Do->getCond()->isValueDependent() &&
      Do->getCond()->EvaluateAsBooleanCondition(Again, Context) && !Again)
    return 1;
  return std::nullopt;
}

/// The operand of a suspension is a call that, by its name, waits for a time.
static bool isTimer(const Expr *Suspension) {
  const Expr *Operand = nullptr;
  if (const auto *S = dyn_cast<CoroutineSuspendExpr>(Suspension))
    Operand = S->getOperand();
  else if (const auto *S = dyn_cast<DependentCoawaitExpr>(Suspension))
    Operand = S->getOperand();
  auto C = Operand ? asCall(stripConversions(Operand)) : std::nullopt;
  if (!C)
    return false;
  std::string Name = C->Callee->getNameAsString();
  if (const auto *MD = dyn_cast<CXXMethodDecl>(C->Callee))
    Name += " " + MD->getParent()->getNameAsString();
  Name = llvm::StringRef(Name).lower();
  return llvm::any_of(
      llvm::ArrayRef<llvm::StringRef>{"sleep", "delay", "tick", "timer"},
      [&](llvm::StringRef Word) {
        return llvm::StringRef(Name).contains(Word);
      });
}

static bool awaitsTimer(const Stmt *S) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(S) &&
      isTimer(cast<Expr>(S)))
    return true;
  // What an inner loop awaits may be awaited never.
  return llvm::any_of(S->children(), [](const Stmt *Child) {
    return Child && !isLoop(Child) && awaitsTimer(Child);
  });
}

bool unblock::analysis::waitsForTime(const Stmt *Loop) {
  if (const auto *While = dyn_cast<WhileStmt>(Loop);
      While && awaitsTimer(While->getCond()))
    return true;
  return awaitsTimer(bodyOf(Loop));
}

/// Iterations of the innermost bodies in \p S.
static uint64_t iterations(const Stmt *S, ASTContext &Context) {
  if (!S || isa<LambdaExpr>(S))
    return 0;
  std::optional<uint64_t> Trips = 1;
  if (isLoop(S)) {
    Trips = tripsOf(S, Context);
    if (!Trips)
      return 0;
    if (*Trips == Endless)
      return Endless;
  }
  uint64_t Inner = 0;
  for (const Stmt *Child : S->children())
    Inner = llvm::SaturatingAdd(Inner, iterations(Child, Context));
  if (!isLoop(S) || Inner == Endless)
    return Inner;
  return std::min(
      llvm::SaturatingMultiply(*Trips, std::max<uint64_t>(Inner, 1)),
      Endless - 1);
}

//===----------------------------------------------------------------------===//
// Search
//===----------------------------------------------------------------------===//

static bool suspendsInside(const Stmt *S,
                           llvm::function_ref<bool(const Expr *)> Suspends) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(S) &&
      Suspends(cast<Expr>(S)))
    return true;
  // A stackful coroutine of Asio suspends in the calls that take its yield
  // context.
  if (const auto *E = dyn_cast<Expr>(S))
    if (const CXXRecordDecl *Record = recordOf(E->getType());
        Record && Record->getIdentifier() &&
        Record->getName() == "basic_yield_context")
      return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return suspendsInside(Child, Suspends);
  });
}

void unblock::analysis::findLongLoops(
    const Stmt *Body, ASTContext &Context,
    llvm::function_ref<bool(const Expr *)> Suspends,
    llvm::SmallVectorImpl<LongLoop> &Out) {
  if (!Body || isa<LambdaExpr>(Body))
    return;
  if (isLoop(Body) && !suspendsInside(Body, Suspends)) {
    if (uint64_t N = iterations(Body, Context); N >= MinIterations) {
      Out.push_back({Body, N});
      return;
    }
    if (tripsOf(Body, Context) == 0)
      return;
  }
  for (const Stmt *Child : Body->children())
    findLongLoops(Child, Context, Suspends, Out);
}
