//===- HeldBlockOn.cpp - Blocking on work that needs a held lock ----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HeldBlockOn.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using namespace unblock::analysis;
using unblock::model::Category;

namespace {

/// Walks one coroutine in source order.
class Walk {
public:
  Walk(TranslationUnit &TU, llvm::SmallVectorImpl<HeldBlockOn> &Out)
      : TU(TU), Out(Out) {}

  void visit(const Stmt *S) {
    if (!S)
      return;
    if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
      size_t Depth = Held.size();
      for (const Stmt *Child : Block->body())
        visit(Child);
      Held.truncate(Depth); // guards end with their block
      return;
    }
    if (const auto *LE = dyn_cast<LambdaExpr>(S)) {
      if (InPlace)
        visit(LE->getBody());
      return;
    }
    bool EntersInPlace = false;
    if (const auto *E = dyn_cast<Expr>(S))
      if (auto C = asCall(E)) {
        visitCall(*C);
        for (unsigned I = 0; I != C->Args.size(); ++I)
          if (auto R = TU.facts().runner(*C, I))
            EntersInPlace |= R->By == unblock::model::Runs::InPlace;
      }
    InPlace += EntersInPlace;
    for (const Stmt *Child : S->children())
      visit(Child);
    InPlace -= EntersInPlace;
    if (const auto *DS = dyn_cast<DeclStmt>(S))
      for (const Decl *D : DS->decls())
        if (const auto *VD = dyn_cast<VarDecl>(D))
          declare(VD);
  }

private:
  struct Guard {
    const VarDecl *Variable;
    const ValueDecl *Mutex;
  };

  static bool isLock(const ValueDecl *D) {
    const CXXRecordDecl *Record = D ? recordOf(D->getType()) : nullptr;
    if (!Record || !Record->hasDefinition())
      return false;
    return llvm::any_of(
        Record->getDefinition()->methods(), [](const CXXMethodDecl *MD) {
          return MD->getIdentifier() && MD->getName() == "unlock";
        });
  }

  /// `auto g = co_await m.lock();`, `std::lock_guard g(m);`
  void declare(const VarDecl *VD) {
    if (!VD->getInit() || !recordOf(VD->getType()))
      return;
    const Expr *Init = stripConversions(VD->getInit());
    if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(Init))
      Init = operandOf(Init);
    auto C = asCall(Init);
    if (!C)
      return;
    const ValueDecl *Mutex = C->Object         ? subjectOf(C->Object)
                             : C->Args.empty() ? nullptr
                                               : subjectOf(C->Args.front());
    if (isLock(Mutex))
      Held.push_back({VD, Mutex});
  }

  void visitCall(const Call &C) {
    if (C.Object && C.Callee->getIdentifier() &&
        llvm::is_contained({"unlock", "release", "reset"},
                           C.Callee->getName())) {
      const ValueDecl *Guarded = subjectOf(C.Object);
      llvm::erase_if(Held, [&](const Guard &G) {
        return G.Variable == Guarded || G.Mutex == Guarded;
      });
    }
    if (!InPlace || Held.empty())
      return;
    const unblock::model::BlockingEntry *Entry = TU.facts().blocking(C);
    if (!Entry || Entry->Kind != Category::SyncWait)
      return;
    DeclSet Needed;
    for (const Expr *Arg : C.Args) {
      collectMentions(Arg, Needed);
      // What a coroutine of this unit mentions, it needs.
      if (auto Made = asCall(stripConversions(Arg)))
        if (const FunctionDecl *FD = Made->Callee->getDefinition();
            FD && TU.isAnalysable(FD))
          collectMentions(FD->getBody(), Needed);
    }
    for (const Guard &G : Held)
      if (Needed.contains(G.Mutex)) {
        Out.push_back({C.Loc, G.Variable->getLocation(), C.Callee, G.Mutex});
        return;
      }
  }

  TranslationUnit &TU;
  llvm::SmallVectorImpl<HeldBlockOn> &Out;
  llvm::SmallVector<Guard, 4> Held;
  unsigned InPlace = 0; ///< closures of block_in_place around this
};

} // namespace

void unblock::analysis::findHeldBlockOn(
    TranslationUnit &TU, const FunctionDecl *Coroutine,
    llvm::SmallVectorImpl<HeldBlockOn> &Out) {
  if (const auto *Body =
          dyn_cast_or_null<CoroutineBodyStmt>(Coroutine->getBody()))
    Walk(TU, Out).visit(Body->getBody());
}
