//===- SourceTree.cpp - A body as it is written ---------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SourceTree.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using namespace unblock::analysis;

static void forEachChild(const Stmt *S,
                         llvm::function_ref<void(const Stmt *)> Visit) {
  auto VisitAll = [&](std::initializer_list<const Stmt *> Children) {
    for (const Stmt *Child : Children)
      if (Child)
        Visit(Child);
  };
  if (const auto *Body = dyn_cast<CoroutineBodyStmt>(S))
    return VisitAll({Body->getBody()});
  if (const auto *Suspension = dyn_cast<CoroutineSuspendExpr>(S))
    return VisitAll({Suspension->getOperand()});
  if (const auto *Return = dyn_cast<CoreturnStmt>(S))
    return VisitAll({Return->getOperand()});
  if (const auto *For = dyn_cast<CXXForRangeStmt>(S))
    return VisitAll({For->getInit(), For->getRangeInit(), For->getBody()});
  if (isa<CXXDefaultArgExpr, CXXDefaultInitExpr>(S))
    return;
  if (const auto *LE = dyn_cast<LambdaExpr>(S)) {
    for (const Expr *Init : LE->capture_inits())
      VisitAll({Init});
    return VisitAll({LE->getBody()});
  }
  for (const Stmt *Child : S->children())
    VisitAll({Child});
}

SourceTree::SourceTree(const FunctionDecl *FD) : Root(FD->getBody()) {
  if (Root)
    add(Root, nullptr);
}

void SourceTree::add(const Stmt *S, const Stmt *Parent) {
  if (Parents.try_emplace(S, Parent).second)
    forEachChild(S, [&](const Stmt *Child) { add(Child, S); });
}

void SourceTree::walk(const Stmt *From,
                      llvm::function_ref<bool(const Stmt *)> Visit) {
  if (Visit(From))
    forEachChild(From, [&](const Stmt *Child) { walk(Child, Visit); });
}

const Stmt *SourceTree::writtenParent(const Stmt *&S) const {
  for (const Stmt *P = parent(S); P; S = P, P = parent(P)) {
    if (isa<ImplicitCastExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr,
            FullExpr>(P))
      continue;
    // A conversion or a copy that nobody wrote.
    if (const auto *CE = dyn_cast<CXXConstructExpr>(P);
        CE && !isa<CXXTemporaryObjectExpr>(CE) &&
        !CE->getParenOrBraceRange().isValid() && CE->getNumArgs() != 0 &&
        CE->getArg(0) == S)
      continue;
    return P;
  }
  return nullptr;
}

bool SourceTree::isWithin(const Stmt *S, const Stmt *Outer) const {
  for (; S; S = parent(S))
    if (S == Outer)
      return true;
  return false;
}
