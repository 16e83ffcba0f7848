//===- DroppedTasks.cpp - Tasks that nobody awaits ------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DroppedTasks.h"
#include "Coroutines.h"
#include "Names.h"
#include "TranslationUnit.h"
#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace unblock::analysis;
using unblock::model::Match;
using unblock::model::Role;
using unblock::model::TaskRule;

//===----------------------------------------------------------------------===//
// Awaitables that do nothing by themselves
//===----------------------------------------------------------------------===//

namespace {
/// Says whether evaluating an expression does nothing but to make a value.
class Inert {
public:
  explicit Inert(TranslationUnit &TU) : TU(TU) {}

  bool operator()(const Stmt *S) {
    if (!S)
      return true;
    if (isa<LambdaExpr>(S))
      return true; // not called
    if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(S))
      return (*this)(Default->getExpr());
    if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(S))
      return (*this)(Default->getExpr());
    if (const auto *BO = dyn_cast<BinaryOperator>(S);
        BO && BO->isAssignmentOp())
      return false;
    if (const auto *UO = dyn_cast<UnaryOperator>(S);
        UO && UO->isIncrementDecrementOp())
      return false;
    if (const auto *E = dyn_cast<Expr>(S)) {
      if (auto C = asCall(E)) {
        if (!isInert(C->Callee))
          return false;
      } else if (isa<CallExpr, CXXThrowExpr, CoroutineSuspendExpr>(E)) {
        return false;
      }
    }
    return llvm::all_of(S->children(), *this);
  }

private:
  bool isInert(const FunctionDecl *FD) {
    const FunctionFacts &Known = TU.facts().of(FD);
    if (!Known.Blocking.empty() || !Known.Callables.empty())
      return false;
    // The standard library starts nothing that no model knows.
    if (FD->isInStdNamespace() || FD->isConstexpr())
      return true;
    const auto *Ctor = dyn_cast<CXXConstructorDecl>(FD);
    if (!Ctor || !Seen.insert(Ctor).second)
      return Ctor != nullptr;
    const FunctionDecl *Definition = nullptr;
    if (!Ctor->hasBody(Definition))
      return Ctor->isImplicit() || Ctor->isDefaulted();
    const auto *Body = dyn_cast_or_null<CompoundStmt>(Definition->getBody());
    return Body && Body->body_empty() &&
           llvm::all_of(cast<CXXConstructorDecl>(Definition)->inits(),
                        [&](const CXXCtorInitializer *Init) {
                          return (*this)(Init->getInit());
                        });
  }

  TranslationUnit &TU;
  llvm::SmallPtrSet<const CXXConstructorDecl *, 4> Seen;
};
} // namespace

static bool hasOwnDestructor(const CXXRecordDecl *Record) {
  return Record->hasUserDeclaredDestructor() ||
         llvm::any_of(Record->bases(), [](const CXXBaseSpecifier &Base) {
           const CXXRecordDecl *Parent = definitionOf(recordOf(Base.getType()));
           return !Parent || hasOwnDestructor(Parent);
         });
}

/// \p Made makes an awaiter of the user, and does nothing else: it constructs
/// one, or it calls a function whose body does.
static bool makesInertAwaiter(TranslationUnit &TU, const Expr *Made) {
  const CXXRecordDecl *Record = recordOf(Made->getType());
  if (!Record || !Record->hasDefinition() || !isAwaiter(Record) ||
      hasOwnDestructor(Record->getDefinition()))
    return false;
  if (auto C = asCall(Made); C && isa<CallExpr>(Made)) {
    const FunctionDecl *Definition = nullptr;
    if (!C->Callee->hasBody(Definition) || !TU.isAnalysable(C->Callee))
      return false;
    const auto *Body = dyn_cast<CompoundStmt>(Definition->getBody());
    const auto *Return = Body && Body->size() == 1
                             ? dyn_cast<ReturnStmt>(Body->body_front())
                             : nullptr;
    if (!Return || !Return->getRetValue())
      return false;
    Made = Return->getRetValue();
    const Expr *Value = stripConversions(Made);
    if (!isa<CXXConstructExpr, InitListExpr, CXXParenListInitExpr>(Value))
      return false;
  } else if (isInSystem(Record)) {
    return false;
  }
  return Inert(TU)(Made);
}

//===----------------------------------------------------------------------===//
// DroppedTasks
//===----------------------------------------------------------------------===//

void DroppedTasks::visit(const Stmt *S, const FunctionDecl *In) {
  Coroutine = In && coroutineBody(In) ? In : nullptr;
  switch (S->getStmtClass()) {
  case Stmt::CompoundStmtClass:
    for (const Stmt *Child : cast<CompoundStmt>(S)->body()) {
      if (!Taken.contains(Child))
        drop(Child);
      if (const auto *DS = dyn_cast<DeclStmt>(Child); DS && DS->isSingleDecl())
        if (const auto *VD = dyn_cast<VarDecl>(DS->getSingleDecl()))
          Alone.insert(VD);
    }
    return;
  case Stmt::CXXCatchStmtClass:
    Handlers.push_back(S->getSourceRange());
    return;
  case Stmt::StmtExprClass:
    // Who drops the value of this expression has said so by now.
    if (const auto *Last = cast<StmtExpr>(S)->getSubStmt(); !Last->body_empty())
      Taken.insert(Last->body_back());
    return;
  case Stmt::IfStmtClass: {
    const auto *If = cast<IfStmt>(S);
    drop(If->getInit());
    if (If->isConstexpr())
      if (auto Chosen = If->getNondiscardedCase(TU.context())) {
        drop(*Chosen);
        return;
      }
    drop(If->getThen());
    drop(If->getElse());
    return;
  }
  case Stmt::SwitchStmtClass:
    drop(cast<SwitchStmt>(S)->getInit());
    drop(cast<SwitchStmt>(S)->getBody());
    return;
  case Stmt::ForStmtClass: {
    const auto *For = cast<ForStmt>(S);
    drop(For->getInit());
    drop(For->getInc());
    drop(For->getBody());
    return;
  }
  case Stmt::WhileStmtClass:
    drop(cast<WhileStmt>(S)->getBody());
    return;
  case Stmt::DoStmtClass:
    drop(cast<DoStmt>(S)->getBody());
    return;
  case Stmt::CXXForRangeStmtClass:
    drop(cast<CXXForRangeStmt>(S)->getInit());
    drop(cast<CXXForRangeStmt>(S)->getBody());
    return;
  case Stmt::BinaryOperatorClass:
    if (cast<BinaryOperator>(S)->getOpcode() == BO_Comma)
      drop(cast<BinaryOperator>(S)->getLHS());
    return;
  default:
    return;
  }
}

void DroppedTasks::visit(const VarDecl *VD, const FunctionDecl *In) {
  Coroutine = In && coroutineBody(In) ? In : nullptr;
  if (!VD->isLocalVarDecl() || VD->isStaticLocal() || VD->isReferenced() ||
      VD->isInitCapture() || VD->isCXXForRangeDecl() ||
      isa<DecompositionDecl>(VD) || VD->hasAttr<UnusedAttr>() ||
      VD->getType()->isDependentType())
    return;
  // `_` says that nobody is interested.
  if (const IdentifierInfo *Name = VD->getIdentifier();
      Name && llvm::all_of(Name->getName(), [](char C) { return C == '_'; }))
    return;
  const Expr *Init = VD->getInit();
  if (!Init)
    return;
  if (const auto *EWC = dyn_cast<ExprWithCleanups>(Init))
    Init = EWC->getSubExpr();
  if (VD->getType()->isReferenceType() && !isa<MaterializeTemporaryExpr>(Init))
    return;
  if (const auto *ILE = dyn_cast<InitListExpr>(Init);
      ILE && ILE->getNumInits() == 1 &&
      ILE->getType() == ILE->getInit(0)->getType())
    Init = ILE->getInit(0);
  drop(Init, VD);
}

/// Nobody takes the value of \p S.
void DroppedTasks::drop(const Stmt *S, const VarDecl *Variable) {
  while (S) {
    if (const auto *Case = dyn_cast<SwitchCase>(S))
      S = Case->getSubStmt();
    else if (const auto *Label = dyn_cast<LabelStmt>(S))
      S = Label->getSubStmt();
    else if (const auto *Attributed = dyn_cast<AttributedStmt>(S))
      S = Attributed->getSubStmt();
    else
      break;
  }
  const auto *E = dyn_cast_or_null<Expr>(S);
  if (!E || E->isTypeDependent() || !E->getType()->isRecordType())
    return;
  // In a variable a value may come from a copy or a move.
  E = Variable ? stripConversions(E)
               : E->IgnoreParenImpCasts()->IgnoreUnlessSpelledInSource();
  if (const auto *BO = dyn_cast<BinaryOperator>(E);
      BO && BO->getOpcode() == BO_Comma) {
    drop(BO->getRHS(), Variable);
  } else if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    drop(Choice->getTrueExpr(), Variable);
    if (!Variable)
      drop(Choice->getFalseExpr());
  } else if (const auto *Block = dyn_cast<StmtExpr>(E)) {
    if (const CompoundStmt *Body = Block->getSubStmt(); !Body->body_empty())
      drop(Body->body_back(), Variable);
  } else {
    dropMade(E, Variable);
  }
}

/// Can the coroutine await a \p Handle? A promise with an 'await_transform'
/// takes what belongs to its own library as a rule.
bool DroppedTasks::acceptsHandle(QualType Handle) {
  if (!TU.isAwaitable(Handle))
    return false;
  const VarDecl *Promise = coroutineBody(Coroutine)->getPromiseDecl();
  const CXXRecordDecl *Record =
      Promise ? recordOf(Promise->getType()) : nullptr;
  if (!Record)
    return false;
  if (!hasMethod(Record, "await_transform"))
    return true;
  Match<TaskRule> Own = TU.facts().task(Coroutine->getReturnType());
  return Own && Own.From == TU.facts().task(Handle).From;
}

CharSourceRange DroppedTasks::awaitableAt(const Expr *Made,
                                          const VarDecl *Variable) {
  const SourceManager &SM = TU.context().getSourceManager();
  SourceLocation Begin = Made->getBeginLoc(), From = Begin;
  if (Variable) {
    const Expr *Init = Variable->getInit();
    if (Variable->getInitStyle() != VarDecl::CInit ||
        !Alone.contains(Variable) ||
        Init->IgnoreUnlessSpelledInSource() != Made)
      return {};
    From = Variable->getBeginLoc();
  }
  if (!Coroutine || From.isMacroID() || Made->getEndLoc().isMacroID() ||
      Begin.isMacroID() || !acceptsHandle(Made->getType()) ||
      llvm::any_of(Handlers, [&](SourceRange Handler) {
        return !SM.isBeforeInTranslationUnit(Begin, Handler.getBegin()) &&
               SM.isBeforeInTranslationUnit(Begin, Handler.getEnd());
      }))
    return {};
  return CharSourceRange::getCharRange(From, Begin);
}

void DroppedTasks::dropMade(const Expr *Made, const VarDecl *Variable) {
  bool Converted = isa<CXXFunctionalCastExpr>(Made);
  if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Made))
    Made = Cast->getSubExpr()->IgnoreImplicit();
  if (Made->isGLValue() || !isa<CallExpr, CoawaitExpr, CXXConstructExpr,
                                InitListExpr, CXXParenListInitExpr>(Made))
    return;
  const CXXRecordDecl *Record = recordOf(Made->getType());
  if (!Record)
    return;
  std::optional<Call> C = asCall(Made);
  DroppedTask T;
  T.At = Variable ? Variable->getLocation() : C ? C->Loc : Made->getExprLoc();
  T.Maker = C ? C->Callee : nullptr;
  T.Constructed = isa<CallExpr, CoawaitExpr>(Made) ? nullptr : Record;
  T.Made = Made;
  T.Variable = Variable;
  T.InCoroutine = Coroutine != nullptr;
  if (TU.facts().is(Made->getType(), Role::Outcome)) {
    if (T.Constructed)
      return;
    T.What = DroppedTask::Outcome;
  } else if (isa<CoawaitExpr>(Made)) {
    return;
  } else if (startsBlockingWork(TU, Made)) {
    T.What = DroppedTask::Handle;
    if (!Converted)
      T.AwaitableAt = awaitableAt(Made, Variable);
  } else if (Match<TaskRule> Rule = TU.facts().task(Made->getType())) {
    // One that is constructed here was made somewhere else.
    if (!Rule.Rule->Lazy || T.Constructed)
      return;
  } else if (!T.Constructed && isLazyTask(Record)) {
    T.What = DroppedTask::Task;
  } else if (!T.Constructed && C && !TU.facts().of(C->Callee).Hops.empty() &&
             isAwaitable(Record)) {
    T.What = DroppedTask::Hop;
  } else if (makesInertAwaiter(TU, Made)) {
    T.What = DroppedTask::Awaitable;
  } else {
    return;
  }
  Found.push_back(T);
}
