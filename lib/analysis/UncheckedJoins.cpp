//===- UncheckedJoins.cpp - Outcomes that nobody asks about ---------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UncheckedJoins.h"
#include "Coroutines.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"
#include <map>

using namespace clang;
using namespace unblock::analysis;
using unblock::model::Role;

namespace {

/// How the work of an outcome may have ended.
enum Ending : uint8_t { Value = 1, Exception = 2, Cancelled = 4, Any = 7 };

struct VariableState {
  /// Of an outcome; empty when somebody has asked in a way that is not
  /// followed, or the variable is a handle.
  uint8_t May = 0;
  /// Of a handle.
  SourceLocation AbortedAt = {};
  friend bool operator==(const VariableState &,
                         const VariableState &) = default;
};
using State = std::map<const VarDecl *, VariableState>;

/// One mention of an outcome or a handle.
struct Use {
  enum Kind : uint8_t { Ask, Take, Abort, Await, Other } What = Other;
  const Expr *Whole = nullptr; ///< the call, the await
  bool Matters = false;        ///< an exception there is not expected
};

class UncheckedJoins {
public:
  UncheckedJoins(TranslationUnit &TU, const FunctionDecl *FD,
                 llvm::SmallVectorImpl<UncheckedJoin> &Out)
      : TU(TU), Context(TU.context()), FD(FD), Out(Out) {}

  void run();

private:
  void walk(const Stmt *S);
  void walkChildren(const Stmt *S);
  bool handlesJoinErrors(const CXXTryStmt *Try);
  Use useOf(const DeclRefExpr *DRE);
  bool isRelied() const;
  bool isTracked(const VarDecl *VD);
  bool isAbortableTask(const Expr *Init);
  void transfer(const CFGBlock &Block, State &S, bool Report);
  void declare(const VarDecl *VD, State &S);
  void mention(const DeclRefExpr *DRE, State &S, bool Report);
  void refine(const CFGBlock &Block, bool Taken, State &S);
  bool is(const FunctionDecl *Callee, Role R) {
    return TU.facts().of(Callee).is(R);
  }

  TranslationUnit &TU;
  ASTContext &Context;
  const FunctionDecl *FD;
  llvm::SmallVectorImpl<UncheckedJoin> &Out;

  /// The statements around the one that is looked at, outermost first.
  std::vector<const Stmt *> Parents;
  /// In how many try blocks that handle cancelled work.
  unsigned Handled = 0;
  llvm::DenseMap<const DeclRefExpr *, Use> Uses;
  /// Questions whose answer decides a branch.
  llvm::SmallPtrSet<const Expr *, 8> Decisive;
  std::optional<std::vector<const CXXRecordDecl *>> Errors;
};

} // namespace

//===----------------------------------------------------------------------===//
// Exceptions
//===----------------------------------------------------------------------===//

/// The class that \p Name names, if this unit knows it.
static const CXXRecordDecl *findClass(ASTContext &Context,
                                      llvm::StringRef Name) {
  const DeclContext *Scope = Context.getTranslationUnitDecl();
  while (Scope) {
    auto [First, Rest] = Name.split("::");
    const Decl *Found = nullptr;
    for (const NamedDecl *D : Scope->lookup(&Context.Idents.get(First)))
      if (isa<NamespaceDecl, CXXRecordDecl>(D))
        Found = D;
    if (!Found)
      return nullptr;
    if (Rest.empty())
      return definitionOf(dyn_cast<CXXRecordDecl>(Found));
    Scope = cast<DeclContext>(Found);
    Name = Rest;
  }
  return nullptr;
}

bool UncheckedJoins::handlesJoinErrors(const CXXTryStmt *Try) {
  if (!Errors) {
    Errors.emplace();
    for (const unblock::model::Document &Doc : TU.facts().models().documents())
      for (const unblock::model::Profile &P : Doc.Profiles)
        for (const unblock::model::RoleRule &R : P.Roles)
          if (R.Is == Role::JoinError)
            for (llvm::StringRef Name : R.Names)
              if (const CXXRecordDecl *Error = findClass(Context, Name))
                Errors->push_back(Error);
  }
  for (unsigned I = 0; I != Try->getNumHandlers(); ++I) {
    QualType Caught = Try->getHandler(I)->getCaughtType();
    if (Caught.isNull() || TU.facts().is(Caught, Role::JoinError))
      return true;
    const CXXRecordDecl *Record = recordOf(Caught);
    if (Record && llvm::any_of(*Errors, [&](const CXXRecordDecl *Error) {
          return Error->isDerivedFrom(Record);
        }))
      return true;
  }
  return false;
}

//===----------------------------------------------------------------------===//
// Mentions
//===----------------------------------------------------------------------===//

bool UncheckedJoins::isTracked(const VarDecl *VD) {
  return VD && VD->isLocalVarDecl() && !VD->isStaticLocal() &&
         (TU.facts().is(VD->getType(), Role::Outcome) ||
          TU.facts().is(VD->getType(), Role::Handle));
}

static const Stmt *conditionOf(const Stmt *S) {
  if (const auto *If = dyn_cast<IfStmt>(S))
    return If->getCond();
  if (const auto *Switch = dyn_cast<SwitchStmt>(S))
    return Switch->getCond();
  if (const auto *For = dyn_cast<ForStmt>(S))
    return For->getCond();
  if (const auto *While = dyn_cast<WhileStmt>(S))
    return While->getCond();
  if (const auto *Do = dyn_cast<DoStmt>(S))
    return Do->getCond();
  return nullptr;
}

/// Is it a statement, or returned as it is? Then its exception is what counts.
/// To be asked with the expression as the last of Parents.
bool UncheckedJoins::isRelied() const {
  const auto *E = cast<Expr>(Parents.back());
  if (E->getType()->isVoidType())
    return false;
  const Stmt *Inner = nullptr;
  for (const Stmt *Parent : llvm::reverse(Parents)) {
    const auto *Outer = dyn_cast<Expr>(Parent);
    if (!Outer)
      return isa<DeclStmt>(Parent) || conditionOf(Parent) == Inner;
    Inner = Parent;
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Outer);
        Cast && Cast->getType()->isVoidType())
      return false;
    if (stripConversions(Outer) != stripConversions(E))
      return true;
  }
  return true;
}

Use UncheckedJoins::useOf(const DeclRefExpr *DRE) {
  // The innermost expression that does more than to name it.
  for (const Stmt *S : llvm::reverse(Parents)) {
    const auto *E = dyn_cast<Expr>(S);
    if (!E)
      return {};
    if (const auto *Await = dyn_cast<CoawaitExpr>(E)) {
      if (operandOf(Await) != DRE)
        return {};
      return {Use::Await, E, Handled == 0};
    }
    if (isa<MemberExpr>(E) || stripConversions(E) == DRE)
      continue;
    std::optional<Call> C = asCall(E);
    if (!C || !C->Object || stripConversions(C->Object) != DRE)
      return {};
    if (is(C->Callee, Role::TakesValue))
      return {Use::Take, E, Handled == 0};
    if (is(C->Callee, Role::HasValue) || is(C->Callee, Role::HasFailed) ||
        is(C->Callee, Role::IsCancelled))
      return {Use::Ask, E};
    if (is(C->Callee, Role::Aborts))
      return {Use::Abort, E};
    return {};
  }
  return {};
}

void UncheckedJoins::walkChildren(const Stmt *S) {
  Parents.push_back(S);
  if (const auto *Suspension = dyn_cast<CoroutineSuspendExpr>(S)) {
    walk(Suspension->getOperand());
  } else if (const auto *Return = dyn_cast<CoreturnStmt>(S)) {
    walk(Return->getOperand());
  } else if (const auto *LE = dyn_cast<LambdaExpr>(S)) {
    for (const Expr *Init : LE->capture_inits())
      walk(Init);
  } else {
    for (const Stmt *Child : S->children())
      walk(Child);
  }
  Parents.pop_back();
}

void UncheckedJoins::walk(const Stmt *S) {
  if (!S)
    return;
  if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
    bool Handles = handlesJoinErrors(Try);
    Handled += Handles;
    walk(Try->getTryBlock());
    Handled -= Handles;
    for (unsigned I = 0; I != Try->getNumHandlers(); ++I)
      walk(Try->getHandler(I)->getHandlerBlock());
    return;
  }
  if (const auto *DRE = dyn_cast<DeclRefExpr>(S)) {
    if (isTracked(dyn_cast<VarDecl>(DRE->getDecl()))) {
      Use U = useOf(DRE);
      if (U.What == Use::Take) {
        // Its own place among the parents tells what is done with the value.
        llvm::SaveAndRestore Restore(Parents);
        while (Parents.back() != U.Whole)
          Parents.pop_back();
        U.Matters &= isRelied();
      }
      Uses[DRE] = U;
    }
    return;
  }
  walkChildren(S);
  // An outcome without a name cannot be asked first.
  const auto *E = dyn_cast<CallExpr>(S);
  std::optional<Call> C = E ? asCall(E) : std::nullopt;
  if (!C || !C->Object || Handled != 0 || !is(C->Callee, Role::TakesValue) ||
      !isa<CoawaitExpr>(stripConversions(C->Object)))
    return;
  Parents.push_back(S);
  if (isRelied())
    Out.push_back({UncheckedJoin::Unasked, C->Loc, C->Callee});
  Parents.pop_back();
}

//===----------------------------------------------------------------------===//
// Flow
//===----------------------------------------------------------------------===//

/// Does \p Init start a task? Blocking work that was aborted may have begun,
/// and then goes on to its value.
bool UncheckedJoins::isAbortableTask(const Expr *Init) {
  std::optional<Call> C = asCall(stripConversions(Init));
  return C && !TU.facts().of(C->Callee).Callables.empty() &&
         !startsBlockingWork(TU, Init);
}

void UncheckedJoins::declare(const VarDecl *VD, State &S) {
  if (!isTracked(VD))
    return;
  S.erase(VD);
  if (!VD->getInit())
    return;
  if (TU.facts().is(VD->getType(), Role::Outcome)) {
    if (isa<CoawaitExpr>(stripConversions(VD->getInit())))
      S[VD] = {Any};
  } else if (isAbortableTask(VD->getInit())) {
    S[VD] = {};
  }
}

void UncheckedJoins::mention(const DeclRefExpr *DRE, State &S, bool Report) {
  auto It = Uses.find(DRE);
  if (It == Uses.end())
    return;
  const auto *VD = cast<VarDecl>(DRE->getDecl());
  auto Slot = S.find(VD);
  if (Slot == S.end())
    return;
  const Use &U = It->second;
  VariableState Known = Slot->second;
  switch (U.What) {
  case Use::Ask:
    if (!Decisive.contains(U.Whole))
      S.erase(Slot);
    return;
  case Use::Abort:
    Slot->second.AbortedAt = asCall(U.Whole)->Loc;
    return;
  case Use::Take:
    S.erase(Slot);
    if (Report && U.Matters && (Known.May & Value) && (Known.May & Cancelled)) {
      std::optional<Call> C = asCall(U.Whole);
      Out.push_back({Known.May & Exception ? UncheckedJoin::Unasked
                                           : UncheckedJoin::Cancelled,
                     C->Loc, C->Callee, VD});
    }
    return;
  case Use::Await:
    S.erase(Slot);
    if (Report && U.Matters && Known.AbortedAt.isValid())
      Out.push_back({UncheckedJoin::Aborted, U.Whole->getExprLoc(), nullptr, VD,
                     Known.AbortedAt});
    return;
  case Use::Other:
    S.erase(Slot);
    return;
  }
}

void UncheckedJoins::transfer(const CFGBlock &Block, State &S, bool Report) {
  for (const CFGElement &Element : Block) {
    auto Statement = Element.getAs<CFGStmt>();
    if (!Statement)
      continue;
    const Stmt *Current = Statement->getStmt();
    if (const auto *DRE = dyn_cast<DeclRefExpr>(Current)) {
      mention(DRE, S, Report);
    } else if (const auto *DS = dyn_cast<DeclStmt>(Current)) {
      for (const Decl *D : DS->decls())
        if (const auto *VD = dyn_cast<VarDecl>(D))
          declare(VD, S);
    } else if (const auto *LE = dyn_cast<LambdaExpr>(Current)) {
      // A capture is no element of its own.
      for (const LambdaCapture &Capture : LE->captures())
        if (Capture.capturesVariable())
          S.erase(dyn_cast<VarDecl>(Capture.getCapturedVar()));
    } else if (const auto *CE = dyn_cast<CXXOperatorCallExpr>(Current);
               CE && CE->getOperator() == OO_Equal && CE->getNumArgs() == 2) {
      const auto *DRE = dyn_cast<DeclRefExpr>(stripConversions(CE->getArg(0)));
      const auto *VD = DRE ? dyn_cast<VarDecl>(DRE->getDecl()) : nullptr;
      if (isTracked(VD) && TU.facts().is(VD->getType(), Role::Outcome) &&
          isa<CoawaitExpr>(stripConversions(CE->getArg(1))))
        S[VD] = {Any};
    }
  }
}

/// The question that \p Cond asks of a variable, and whether it is negated.
static std::pair<const Expr *, bool> questionOf(const Expr *Cond) {
  bool Negated = false;
  while (Cond) {
    Cond = stripConversions(Cond);
    const auto *UO = dyn_cast<UnaryOperator>(Cond);
    if (!UO || UO->getOpcode() != UO_LNot)
      break;
    Cond = UO->getSubExpr();
    Negated = !Negated;
  }
  return {Cond, Negated};
}

void UncheckedJoins::refine(const CFGBlock &Block, bool Taken, State &S) {
  auto [Question, Negated] = questionOf(Block.getLastCondition());
  if (!Question || !Decisive.contains(Question))
    return;
  std::optional<Call> C = asCall(Question);
  const auto *DRE = dyn_cast<DeclRefExpr>(stripConversions(C->Object));
  auto Slot = S.find(cast<VarDecl>(DRE->getDecl()));
  if (Slot == S.end())
    return;
  uint8_t Yes = is(C->Callee, Role::HasValue)    ? Value
                : is(C->Callee, Role::HasFailed) ? Exception
                                                 : Cancelled;
  Slot->second.May &= Taken != Negated ? Yes : Any & ~Yes;
}

void UncheckedJoins::run() {
  Stmt *Body = FD->getBody();
  if (auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    Body = Coroutine->getBody();
  size_t Before = Out.size();
  walk(Body);
  auto Sort = [&] {
    const SourceManager &SM = Context.getSourceManager();
    std::stable_sort(Out.begin() + Before, Out.end(),
                     [&](const UncheckedJoin &A, const UncheckedJoin &B) {
                       return A.At != B.At &&
                              SM.isBeforeInTranslationUnit(A.At, B.At);
                     });
  };
  if (llvm::none_of(Uses, [](const auto &Entry) {
        const Use &U = Entry.second;
        return (U.What == Use::Take || U.What == Use::Await) && U.Matters;
      }))
    return Sort();

  CFG::BuildOptions Options;
  Options.PruneTriviallyFalseEdges = true;
  Options.setAllAlwaysAdd();
  std::unique_ptr<CFG> Graph = CFG::buildCFG(FD, Body, &Context, Options);
  if (!Graph)
    return Sort();
  llvm::SmallPtrSet<const Expr *, 8> Asked;
  for (const auto &[DRE, U] : Uses)
    if (U.What == Use::Ask)
      Asked.insert(U.Whole);
  for (const CFGBlock *Block : *Graph)
    if (const Stmt *Branch = Block->getTerminatorStmt();
        Branch && Block->succ_size() == 2 && !isa<SwitchStmt>(Branch))
      if (const Expr *Cond = Block->getLastCondition())
        if (auto [Question, Negated] = questionOf(Cond);
            Question && Asked.contains(Question))
          Decisive.insert(Question);

  PostOrderCFGView Order(Graph.get());
  llvm::DenseMap<const CFGBlock *, State> AtEntry;
  AtEntry[&Graph->getEntry()] = {};
  // Where paths meet that know different things, nothing is known: what was
  // asked on one of them is often remembered in some other way. A variable is
  // only ever lost there, so this ends.
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const CFGBlock *Block : Order) {
      auto It = AtEntry.find(Block);
      if (It == AtEntry.end())
        continue;
      State After = It->second;
      transfer(*Block, After, /*Report=*/false);
      bool Taken = true;
      for (const CFGBlock *Next : Block->succs()) {
        State Edge = After;
        if (Block->succ_size() == 2)
          refine(*Block, Taken, Edge);
        Taken = false;
        if (!Next)
          continue;
        auto [Slot, New] = AtEntry.try_emplace(Next, Edge);
        if (New) {
          Changed = true;
          continue;
        }
        Changed |= std::erase_if(Slot->second, [&](const auto &Known) {
                     auto Same = Edge.find(Known.first);
                     return Same == Edge.end() || Same->second != Known.second;
                   }) != 0;
      }
    }
  }
  for (const CFGBlock *Block : Order)
    if (auto It = AtEntry.find(Block); It != AtEntry.end()) {
      State S = It->second;
      transfer(*Block, S, /*Report=*/true);
    }
  Sort();
}

void unblock::analysis::findUncheckedJoins(
    TranslationUnit &TU, const FunctionDecl *Coroutine,
    llvm::SmallVectorImpl<UncheckedJoin> &Out) {
  UncheckedJoins(TU, Coroutine, Out).run();
}
