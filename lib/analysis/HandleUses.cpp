//===- HandleUses.cpp - What becomes of a value in one body ---------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HandleUses.h"
#include "Coroutines.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace unblock::analysis;
using unblock::model::Role;

bool unblock::analysis::waitsForEnd(const FunctionDecl *FD) {
  return FD->getIdentifier() &&
         llvm::is_contained(
             {"join", "get", "wait", "waitForFinished", "wait_and_get"},
             FD->getName());
}

/// Does the destructor of \p Record wait, as far as can be seen?
static bool joinsAtEnd(const CXXRecordDecl *Record) {
  const CXXDestructorDecl *Dtor = Record->getDestructor();
  const FunctionDecl *Definition = nullptr;
  if (!Dtor || !Dtor->hasBody(Definition))
    return false;
  std::function<bool(const Stmt *)> Waits = [&](const Stmt *S) {
    if (!S)
      return false;
    if (const auto *CE = dyn_cast<CXXMemberCallExpr>(S);
        CE && CE->getDirectCallee() && waitsForEnd(CE->getDirectCallee()))
      return true;
    return llvm::any_of(S->children(), Waits);
  };
  return Waits(Definition->getBody());
}

HandleKind unblock::analysis::handleKind(TranslationUnit &TU, QualType T) {
  const CXXRecordDecl *Record = definitionOf(recordOf(T));
  if (!Record || T->isPointerType())
    return HandleKind::None;
  if (joinsAtEnd(Record))
    return HandleKind::Joins;
  if (TU.facts().is(T, Role::Handle))
    return HandleKind::Handle;
  if (auto Rule = TU.facts().task(T))
    return Rule.Rule->Lazy ? HandleKind::Task : HandleKind::Handle;
  // A thread that is not joined ends the program, a future of `std::async` and
  // a `std::jthread` wait.
  if (Record->isInStdNamespace())
    return hasMethod(Record, "join") ||
                   (hasMethod(Record, "get") && hasMethod(Record, "wait"))
               ? HandleKind::Joins
               : HandleKind::None;
  // An awaiter of the user does its work when it is awaited, as a rule.
  if (TU.isAwaitable(T))
    return HandleKind::Task;
  for (llvm::StringRef Name : {"join", "get", "wait", "waitForFinished"})
    if (hasMethod(Record, Name))
      return HandleKind::Future;
  return HandleKind::None;
}

//===----------------------------------------------------------------------===//
// The shape of a body
//===----------------------------------------------------------------------===//

BodyShape::BodyShape(TranslationUnit &TU, const FunctionDecl *Function)
    : TU(TU), FD(Function) {
  const FunctionDecl *Definition = nullptr;
  if (!FD->hasBody(Definition))
    return;
  FD = Definition;
  Body = FD->getBody();
  if (const CoroutineBodyStmt *Coroutine = coroutineBody(FD))
    Body = Coroutine->getBody();
  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(FD))
    for (const CXXCtorInitializer *Init : Ctor->inits()) {
      if (Init->isAnyMemberInitializer())
        Members[Init->getInit()] = Init->getAnyMember();
      add(Init->getInit(), nullptr);
    }
  add(Body, nullptr);
}

void BodyShape::add(const Stmt *S, const Stmt *Parent) {
  if (!S)
    return;
  if (!Parents.try_emplace(S, Parent).second)
    return;
  if (const auto *DRE = dyn_cast<DeclRefExpr>(S)) {
    const ValueDecl *D = DRE->getDecl();
    if (const auto *Binding = dyn_cast<BindingDecl>(D);
        Binding && Binding->getDecomposedDecl())
      D = Binding->getDecomposedDecl();
    Mentions[cast<ValueDecl>(D->getCanonicalDecl())].push_back(DRE);
  }
  if (const auto *ME = dyn_cast<MemberExpr>(S);
      ME && isa<FieldDecl>(ME->getMemberDecl()) &&
      isa<CXXThisExpr>(ME->getBase()->IgnoreParenImpCasts()))
    Mentions[cast<ValueDecl>(ME->getMemberDecl()->getCanonicalDecl())]
        .push_back(ME);
  if (const auto *E = dyn_cast<Expr>(S)) {
    if (isa<CallExpr, CXXConstructExpr>(E))
      Calls.push_back(E);
    if (isa<CoawaitExpr, DependentCoawaitExpr>(E))
      Suspensions.push_back(E);
  }
  if (isa<IfStmt, ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S))
    Branches.push_back(S);
  if (const auto *LE = dyn_cast<LambdaExpr>(S)) {
    Lambdas.push_back(LE);
    for (const Expr *Init : LE->capture_inits())
      add(Init, S);
    return;
  }
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S)) {
    add(Suspend->getOperand(), S);
    return;
  }
  if (const auto *Suspend = dyn_cast<DependentCoawaitExpr>(S)) {
    add(Suspend->getOperand(), S);
    return;
  }
  if (const auto *Nested = dyn_cast<CoroutineBodyStmt>(S)) {
    add(Nested->getBody(), S);
    return;
  }
  if (const auto *Return = dyn_cast<CoreturnStmt>(S)) {
    add(Return->getOperand(), S);
    return;
  }
  if (isa<OpaqueValueExpr>(S))
    return;
  if (const auto *DS = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->getInit()) {
        Initialised[VD->getInit()] = VD;
        add(VD->getInit(), S);
      }
    return;
  }
  for (const Stmt *Child : S->children())
    add(Child, S);
}

llvm::ArrayRef<const Expr *> BodyShape::mentions(const ValueDecl *D) const {
  auto It = Mentions.find(cast<ValueDecl>(D->getCanonicalDecl()));
  return It == Mentions.end() ? llvm::ArrayRef<const Expr *>()
                              : llvm::ArrayRef<const Expr *>(It->second);
}

bool BodyShape::isWithin(const Stmt *S, const Stmt *Outer) const {
  for (; S; S = parent(S))
    if (S == Outer)
      return true;
  return false;
}

//===----------------------------------------------------------------------===//
// Destinations
//===----------------------------------------------------------------------===//

Destination BodyShape::into(const VarDecl *VD, Destination D) const {
  D.What = !VD->isLocalVarDecl() || VD->isStaticLocal() ? Destination::Kept
           : VD->isImplicit()                           ? Destination::Looked
                                                        : Destination::Held;
  D.In = VD;
  return D;
}

/// The value is stored in what \p Place names, or is part of.
Destination BodyShape::into(const Expr *Place, Destination D) const {
  const ValueDecl *Subject = subjectOf(Place);
  if (!Subject)
    return D;
  D.In = Subject;
  if (const auto *VD = dyn_cast<VarDecl>(Subject);
      VD && VD->isLocalVarDeclOrParm() && !VD->isStaticLocal() &&
      !VD->getType()->isReferenceType() && !VD->getType()->isPointerType() &&
      VD->getParentFunctionOrMethod() == FD)
    D.What = Destination::Held;
  else
    D.What = Destination::Kept;
  return D;
}

/// \p E, whose value \p D describes so far, is the object or an argument of the
/// call \p Whole. Sets \p E to the call when its value stands for the handle.
std::optional<Destination>
BodyShape::climbCall(const Expr *&E, const Expr *Whole, Destination &D) const {
  D.At = Whole;
  auto C = asCall(Whole);
  auto End = [&](Destination::Kind K) {
    D.What = K;
    return D;
  };
  if (!C)
    return End(Destination::Unknown);
  const FunctionFacts &F = TU.facts().of(C->Callee);
  bool IsHandle = handleKind(TU, Whole->getType()) != HandleKind::None;
  bool IsObject = C->Object && isWithin(E, C->Object);
  llvm::StringRef Name = C->Callee->getIdentifier() ? C->Callee->getName() : "";

  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(C->Callee)) {
    if (Ctor->isCopyOrMoveConstructor() || isInSystem(Ctor)) {
      D.Moved |= Ctor->isMoveConstructor();
      E = Whole;
      return std::nullopt;
    }
    return End(Destination::Unknown);
  }
  if (Name == "await_transform" ||
      C->Callee->getOverloadedOperator() == OO_Coawait) {
    E = Whole; // a part of `co_await`
    return std::nullopt;
  }
  if (IsObject) {
    if (F.is(Role::Aborts))
      return End(Destination::Aborted);
    if (F.is(Role::Detaches) || Name == "detach")
      return End(Destination::Dropped);
    switch (C->Callee->getOverloadedOperator()) {
    case OO_Equal:
      return End(Destination::Looked);
    case OO_Subscript:
    case OO_Star:
    case OO_Arrow:
      E = Whole;
      return std::nullopt;
    default:
      break;
    }
    if (Whole->isGLValue() || IsHandle || Name == "begin" || Name == "end" ||
        Name == "share") {
      D.AsOutcome |= IsHandle && !Whole->isGLValue();
      E = Whole; // an element, an awaiter
      return std::nullopt;
    }
    return End(waitsForEnd(C->Callee) ? Destination::Awaited
                                      : Destination::Looked);
  }
  if (C->Object && C->Callee->getOverloadedOperator() == OO_Equal)
    return into(C->Object, D);
  if (C->Callee->isInStdNamespace() && (Name == "move" || Name == "forward")) {
    D.Moved = true;
    E = Whole;
    return std::nullopt;
  }
  if (F.is(Role::GivesUp))
    D.GivenUpBy = Whole;
  // What `emplace_back` returns is in the container.
  if (IsHandle && !Whole->isLValue()) {
    E = Whole;
    return std::nullopt;
  }
  if (!F.Blocking.empty())
    return End(Destination::Awaited);
  // A container, or a group of tasks.
  if (C->Object && recordOf(C->Object->getType()) &&
      !isa<CXXThisExpr>(stripConversions(C->Object))) {
    Destination Put = into(C->Object, D);
    // A reference may be one to a container that is waited for elsewhere.
    if (Put.What == Destination::Kept && isa_and_nonnull<VarDecl>(Put.In) &&
        cast<VarDecl>(Put.In)->isLocalVarDeclOrParm())
      Put.What = Destination::Unknown;
    return Put;
  }
  return End(Destination::Unknown);
}

Destination BodyShape::destination(const Expr *Value) const {
  Destination D;
  const Expr *E = Value;
  auto End = [&](Destination::Kind K, const Stmt *At) {
    D.What = K;
    D.At = At;
    return D;
  };
  for (unsigned Steps = 0; Steps != 64; ++Steps) {
    if (const FieldDecl *Member = Members.lookup(E)) {
      D.In = Member;
      return End(Destination::Kept, E);
    }
    const Stmt *P = parent(E);
    if (!P)
      return End(Destination::Unknown, E);
    if (const VarDecl *VD = Initialised.lookup(E)) {
      D.At = P;
      return into(VD, D);
    }
    if (isa<CoawaitExpr, DependentCoawaitExpr>(P)) {
      const CXXRecordDecl *Value = recordOf(cast<Expr>(P)->getType());
      D.AsOutcome |= hasMethod(Value, "has_value");
      for (const Stmt *Around = parent(P); Around; Around = parent(Around))
        D.AsOutcome |= isa<CXXTryStmt>(Around);
      return End(Destination::Awaited, P);
    }
    if (isa<ReturnStmt, CoreturnStmt>(P))
      return End(Destination::Returned, P);
    const auto *Outer = dyn_cast<Expr>(P);
    if (!Outer) {
      // The value of a statement, or a condition.
      bool IsCondition = false;
      if (const auto *If = dyn_cast<IfStmt>(P))
        IsCondition = If->getCond() == E;
      else if (const auto *While = dyn_cast<WhileStmt>(P))
        IsCondition = While->getCond() == E;
      else if (const auto *For = dyn_cast<ForStmt>(P))
        IsCondition = For->getCond() == E;
      else if (const auto *Do = dyn_cast<DoStmt>(P))
        IsCondition = Do->getCond() == E;
      return End(IsCondition ? Destination::Looked : Destination::Dropped, P);
    }
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Outer)) {
      if (Cast->getType()->isVoidType())
        return End(Destination::Dropped, P);
      D.Moved |= Cast->isXValue();
      E = Outer;
    } else if (isa<ImplicitCastExpr, ParenExpr, FullExpr,
                   MaterializeTemporaryExpr, CXXBindTemporaryExpr, InitListExpr,
                   CXXParenListInitExpr, CXXStdInitializerListExpr,
                   ArraySubscriptExpr>(Outer)) {
      E = Outer;
    } else if (const auto *ME = dyn_cast<MemberExpr>(Outer)) {
      if (!isa<FieldDecl>(ME->getMemberDecl())) {
        // The member of a call.
        const auto *Whole = dyn_cast_or_null<CallExpr>(parent(ME));
        if (!Whole)
          return End(Destination::Unknown, P);
        if (auto Result = climbCall(E, Whole, D))
          return *Result;
      } else {
        E = Outer;
      }
    } else if (isa<CallExpr, CXXConstructExpr>(Outer)) {
      if (auto Result = climbCall(E, Outer, D))
        return *Result;
    } else if (const auto *UO = dyn_cast<UnaryOperator>(Outer)) {
      if (UO->getOpcode() == UO_LNot)
        return End(Destination::Looked, P);
      if (UO->getOpcode() != UO_Deref)
        return End(Destination::Unknown, P);
      E = Outer;
    } else if (const auto *BO = dyn_cast<BinaryOperator>(Outer)) {
      if (BO->getOpcode() == BO_Comma) {
        if (BO->getLHS() == E)
          return End(Destination::Dropped, P);
        E = Outer;
      } else if (BO->getOpcode() == BO_Assign && BO->getRHS() == E) {
        D.At = P;
        return into(BO->getLHS(), D);
      } else {
        return End(Destination::Looked, P);
      }
    } else if (const auto *CO = dyn_cast<ConditionalOperator>(Outer)) {
      if (CO->getCond() == E)
        return End(Destination::Looked, P);
      E = Outer;
    } else {
      return End(Destination::Unknown, P);
    }
  }
  return D;
}
