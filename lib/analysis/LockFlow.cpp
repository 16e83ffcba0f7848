//===- LockFlow.cpp - Thread mutexes held over suspension points ----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LockFlow.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

using namespace clang;
using namespace unblock::analysis;

namespace {

enum class Status : uint8_t {
  Free,
  Held,
  Presumed, ///< held, unless somebody asks and finds that it is not
  Perhaps,
};

/// The way to a guard or a mutex: a variable, or null for `this`, and members.
using Key = std::vector<const ValueDecl *>;

struct LockState {
  Status Now = Status::Free;
  SourceLocation At;
  friend bool operator==(const LockState &, const LockState &) = default;
};

/// Locks that are not in the map are free.
using State = std::map<Key, LockState>;

class LockFlow {
public:
  LockFlow(Locks &Kinds, const FunctionDecl *FD)
      : Kinds(Kinds), TU(Kinds.unit()), Context(TU.context()), FD(FD) {}

  void run(llvm::SmallVectorImpl<HeldLock> &Out);

private:
  bool mentionsLock(const Stmt *S);
  void transfer(const CFGBlock &Block, State &S,
                llvm::SmallVectorImpl<HeldLock> *Out);
  bool refine(const CFGBlock &Block, bool Taken, State &S);
  void visitStmt(const Stmt *Statement, State &S);
  void declare(const VarDecl *VD, State &S);
  void visitMemberCall(const Call &C, State &S);
  void visitArguments(const Call &C, State &S);
  void enter(const FunctionDecl *Callee, State &S);
  void apply(LockAction Action, const Key &K, const Expr *Object,
             SourceLocation At, State &S);
  LockState constructed(const CXXConstructExpr *CE, State &S);
  LockState valueOf(const Expr *E, const State &S);
  LockState take(const Key &K, State &S);
  void doubt(const Expr *E, State &S);

  std::optional<Key> keyOf(const Expr *E);
  const Expr *aliased(const VarDecl *VD);
  const Key *tracked(const Expr *E, const State &S);
  bool isNamed(QualType T, llvm::StringRef Tag) {
    return TU.facts().typeName(T).ends_with(Tag);
  }

  Locks &Kinds;
  TranslationUnit &TU;
  ASTContext &Context;
  const FunctionDecl *FD;
  /// How a guard or mutex is called, and its type.
  std::map<Key, std::pair<std::string, std::string>> Names;
  /// What the temporaries hold that are guards.
  llvm::DenseMap<const Expr *, LockState> Values;
};

} // namespace

/// Where paths meet. The first place stays, so that merging comes to an end.
static LockState merge(LockState A, LockState B) {
  if (A.Now == B.Now)
    return A;
  auto IsHeld = [](Status S) {
    return S == Status::Held || S == Status::Presumed;
  };
  if (IsHeld(A.Now) && IsHeld(B.Now))
    return {Status::Presumed, A.At};
  return {Status::Perhaps, A.Now == Status::Free ? B.At : A.At};
}

static const Expr *withoutWrappers(const Expr *E) {
  for (const Expr *Inner = nullptr; E != Inner;) {
    Inner = E;
    E = E->IgnoreParenImpCasts();
    if (const auto *EWC = dyn_cast<ExprWithCleanups>(E))
      E = EWC->getSubExpr();
    else if (const auto *MTE = dyn_cast<MaterializeTemporaryExpr>(E))
      E = MTE->getSubExpr();
    else if (const auto *BTE = dyn_cast<CXXBindTemporaryExpr>(E))
      E = BTE->getSubExpr();
    else if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E))
      E = Cast->getSubExpr();
  }
  return E;
}

/// The type of the object that \p E is or points to.
static QualType objectType(const Expr *E) {
  QualType T = stripConversions(E)->getType().getNonReferenceType();
  return T->isPointerType() ? T->getPointeeType() : T;
}

//===----------------------------------------------------------------------===//
// Guards and mutexes
//===----------------------------------------------------------------------===//

/// What \p VD is another name of, or points to for good.
const Expr *LockFlow::aliased(const VarDecl *VD) {
  const Expr *Init = VD->getInit();
  if (!Init || !VD->isLocalVarDecl())
    return nullptr;
  if (VD->getType()->isReferenceType()) {
    if (const auto *EWC = dyn_cast<ExprWithCleanups>(Init))
      Init = EWC->getSubExpr();
    return isa<MaterializeTemporaryExpr>(Init->IgnoreParens()) ? nullptr : Init;
  }
  if (!VD->getType()->isPointerType() || !TU.isStable(VD))
    return nullptr;
  Init = stripConversions(Init);
  const auto *UO = dyn_cast<UnaryOperator>(Init);
  return isa<DeclRefExpr>(Init) || (UO && UO->getOpcode() == UO_AddrOf)
             ? Init
             : nullptr;
}

std::optional<Key> LockFlow::keyOf(const Expr *E) {
  Key Result;
  for (unsigned Steps = 0; E && Steps != 16; ++Steps) {
    E = stripConversions(E);
    if (const auto *DRE = dyn_cast<DeclRefExpr>(E)) {
      if (const auto *VD = dyn_cast<VarDecl>(DRE->getDecl()))
        if (const Expr *Same = aliased(VD)) {
          E = Same;
          continue;
        }
      Result.push_back(cast<ValueDecl>(DRE->getDecl()->getCanonicalDecl()));
    } else if (isa<CXXThisExpr>(E)) {
      Result.push_back(nullptr);
    } else if (const auto *ME = dyn_cast<MemberExpr>(E)) {
      Result.push_back(
          cast<ValueDecl>(ME->getMemberDecl()->getCanonicalDecl()));
      E = ME->getBase();
      continue;
    } else if (const auto *UO = dyn_cast<UnaryOperator>(E);
               UO &&
               (UO->getOpcode() == UO_AddrOf || UO->getOpcode() == UO_Deref)) {
      E = UO->getSubExpr();
      continue;
    } else if (auto C = asCall(E);
               C && C->Object && C->Args.empty() &&
               (C->Callee->getOverloadedOperator() == OO_Arrow ||
                C->Callee->getOverloadedOperator() == OO_Star ||
                (C->Callee->getIdentifier() &&
                 C->Callee->getName() == "get"))) {
      E = C->Object;
      continue;
    } else {
      return std::nullopt;
    }
    std::reverse(Result.begin(), Result.end());
    return Result;
  }
  return std::nullopt;
}

/// The guard or mutex that \p E names or is part of, if its state is known.
const Key *LockFlow::tracked(const Expr *E, const State &S) {
  std::optional<Key> K = keyOf(E);
  for (; K && !K->empty(); K->pop_back())
    if (auto It = S.find(*K); It != S.end())
      return &It->first;
  return nullptr;
}

LockState LockFlow::take(const Key &K, State &S) {
  auto It = S.find(K);
  LockState Taken = It->second;
  S.erase(It);
  return Taken;
}

/// Somebody else may do anything with what \p E names or points to.
void LockFlow::doubt(const Expr *E, State &S) {
  if (const Key *K = tracked(E, S))
    S[*K].Now = Status::Perhaps;
}

/// What the guard holds that \p CE makes.
LockState LockFlow::constructed(const CXXConstructExpr *CE, State &S) {
  const CXXConstructorDecl *Ctor = CE->getConstructor();
  if (InheritedConstructor Base = Ctor->getInheritedConstructor())
    Ctor = Base.getConstructor();
  LockState Held{Status::Held, CE->getLocation()};
  QualType T = CE->getType();
  llvm::SmallVector<const Expr *, 3> Args;
  for (const Expr *Arg : CE->arguments())
    if (!isa<CXXDefaultArgExpr>(Arg))
      Args.push_back(Arg);

  // Made from another guard.
  if (!Args.empty() && Kinds.isGuard(Args.front()->getType()) &&
      (Ctor->isCopyOrMoveConstructor() || Kinds.isKnownGuard(T))) {
    if (const Key *From = tracked(Args.front(), S))
      return take(*From, S);
    return valueOf(Args.front(), S);
  }
  for (const Expr *Arg : Args) {
    QualType Tag = stripConversions(Arg)->getType();
    if (isNamed(Tag, "::defer_lock_t"))
      return {};
    if (isNamed(Tag, "::try_to_lock_t"))
      Held.Now = Status::Perhaps;
    if (isNamed(Tag, "::adopt_lock_t"))
      for (const Expr *Mutex : Args)
        if (auto K = keyOf(Mutex))
          S.erase(*K); // now it is the guard's
  }
  // An awaiter that is given somebody's guard releases it while it waits.
  if (const CXXRecordDecl *Record = recordOf(T);
      !Kinds.isKnownGuard(T) && Record &&
      llvm::any_of(Record->methods(), [](const CXXMethodDecl *MD) {
        return MD->getIdentifier() && MD->getName() == "await_suspend";
      })) {
    for (const Expr *Arg : Args)
      if (const Key *From = tracked(Arg, S))
        S.erase(Key(*From));
    return {};
  }
  if (Kinds.isKnownGuard(T)) {
    if (Args.empty())
      return Kinds.isReleasable(T) ? LockState{} : Held;
    if (TU.facts().constantValue(Args.front()) == 0)
      return {}; // a null pointer
    // A mutex and a time.
    if (Args.size() == 2 && Kinds.isReleasable(T) &&
        !Kinds.isMutex(Args[1]->getType()) &&
        !isNamed(stripConversions(Args[1])->getType(), "::adopt_lock_t"))
      Held.Now = Status::Perhaps;
    return Held;
  }
  if (Ctor->hasBody() || Ctor->isDefaulted()) {
    const Locks::Effect &E = Kinds.effect(Ctor);
    return E.LocksMember || !E.Locked.empty() ? Held : LockState{};
  }
  if (!Args.empty() && llvm::none_of(Args, [&](const Expr *Arg) {
        return Kinds.isMutex(Arg->getType()) || Kinds.isGuard(Arg->getType());
      }))
    Held.Now = Status::Perhaps;
  return Held;
}

/// What the guard holds that \p E is.
LockState LockFlow::valueOf(const Expr *E, const State &S) {
  E = withoutWrappers(E);
  if (auto It = Values.find(E); It != Values.end())
    return It->second;
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E))
    return merge(valueOf(Choice->getTrueExpr(), S),
                 valueOf(Choice->getFalseExpr(), S));
  llvm::ArrayRef<const Expr *> Inits;
  bool IsAggregate = true;
  if (const auto *ILE = dyn_cast<InitListExpr>(E))
    Inits = llvm::ArrayRef<const Expr *>(ILE->getInits(), ILE->getNumInits());
  else if (const auto *PLI = dyn_cast<CXXParenListInitExpr>(E))
    Inits = llvm::ArrayRef<const Expr *>(PLI->getInitExprs().data(),
                                         PLI->getInitExprs().size());
  else
    IsAggregate = false;
  if (IsAggregate) {
    LockState Result;
    for (const Expr *Init : Inits)
      if (Kinds.isGuard(Init->getType()) && Result.Now == Status::Free)
        Result = valueOf(Init, S);
    return Result;
  }
  if (const Key *K = tracked(E, S))
    return S.find(*K)->second;
  if (isa<CXXDefaultInitExpr, ImplicitValueInitExpr>(E))
    return {};
  return {Status::Presumed, E->getExprLoc()};
}

void LockFlow::declare(const VarDecl *VD, State &S) {
  const Expr *Init = VD->getInit();
  if (!VD->isLocalVarDecl() || VD->isStaticLocal() || !Init || aliased(VD))
    return;
  if (!Kinds.isGuard(VD->getType())) {
    // A pointer that may come to point elsewhere, too.
    if (const auto *UO = dyn_cast<UnaryOperator>(stripConversions(Init));
        UO && UO->getOpcode() == UO_AddrOf)
      doubt(UO, S);
    return;
  }
  Key K{VD->getCanonicalDecl()};
  LockState New = valueOf(Init, S);
  New.At = VD->getLocation();
  S.erase(K);
  S.insert({K, New});
  QualType T = VD->getType().getNonReferenceType().getUnqualifiedType();
  if (VD->getType()->getContainedAutoType())
    T = T.getCanonicalType();
  Names[K] = {VD->getNameAsString(),
              T.getAsString(Context.getPrintingPolicy())};
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

void LockFlow::apply(LockAction Action, const Key &K, const Expr *Object,
                     SourceLocation At, State &S) {
  switch (Action) {
  case LockAction::Unlock:
    // A guard stays known: it may be locked again.
    if (auto It = S.find(K); It != S.end())
      It->second.Now = Status::Free;
    return;
  case LockAction::Lock:
    S[K] = {Status::Held, At};
    break;
  case LockAction::Try:
    S[K] = {Status::Perhaps, At};
    break;
  case LockAction::Ask:
  case LockAction::None:
    return;
  }
  if (Names.contains(K))
    return;
  std::string Text;
  for (const ValueDecl *Part : K)
    if (Part)
      Text += (Text.empty() ? "" : ".") + Part->getNameAsString();
  Names[K] = {Text, objectType(Object).getUnqualifiedType().getAsString(
                        Context.getPrintingPolicy())};
}

void LockFlow::visitMemberCall(const Call &C, State &S) {
  QualType T = objectType(C.Object);
  const Key *Known = tracked(C.Object, S);
  std::optional<Key> K = Known ? *Known : keyOf(C.Object);
  if (!K)
    return;
  if (C.Callee->getOverloadedOperator() == OO_Equal && C.Args.size() == 1 &&
      Kinds.isGuard(T)) {
    const Key *From = tracked(C.Args.front(), S);
    LockState New = From ? take(*From, S) : valueOf(C.Args.front(), S);
    if (!From)
      New.At = C.Loc;
    S[*K] = New;
    return;
  }
  LockAction Action = memberAction(C.Callee);
  if (Action != LockAction::None && (Kinds.isMutex(T) || Kinds.isGuard(T))) {
    apply(Action, *K, C.Object, C.Loc, S);
    return;
  }
  if (!Known)
    return;
  if (C.Callee->getIdentifier() && C.Callee->getName() == "swap") {
    doubt(C.Object, S);
    return;
  }
  // A member of a guard of the user may give the mutex up.
  const auto *MD = cast<CXXMethodDecl>(C.Callee);
  if (!Kinds.isGuard(T) || Kinds.isKnownGuard(T))
    return;
  if (MD->hasBody()
          ? llvm::any_of(Kinds.effect(MD).Unlocked,
                         [](const ValueDecl *D) { return isa<FieldDecl>(D); })
          : !MD->isConst() && Kinds.isReleasable(T))
    doubt(C.Object, S);
}

/// What the visible code of \p Callee unlocks may be free when it returns.
void LockFlow::enter(const FunctionDecl *Callee, State &S) {
  if (!Callee || S.empty())
    return;
  const Locks::Effect &E = Kinds.effect(Callee);
  if (!E.Unlocked.empty())
    for (auto &[K, Lock] : S)
      if (K.back() && E.Unlocked.contains(K.back()))
        Lock.Now = Status::Perhaps;
}

/// Guards and mutexes that are handed to somebody else.
void LockFlow::visitArguments(const Call &C, State &S) {
  llvm::StringRef Name =
      C.Callee->getIdentifier() ? C.Callee->getName() : llvm::StringRef();
  bool InStd = C.Callee->isInStdNamespace();
  if (InStd && (Name == "move" || Name == "forward" || Name == "as_const"))
    return;
  // A condition variable locks again before it returns.
  if (C.Object && Name.starts_with("wait") &&
      TU.facts().typeName(C.Object->getType()).contains("condition_variable"))
    return;
  if (LockAction Action = functionAction(C.Callee);
      Action != LockAction::None) {
    if (auto K = keyOf(C.Args.front()))
      apply(Action, *K, C.Args.front(), C.Loc, S);
    return;
  }
  for (unsigned I = 0; I != C.Args.size() && I < C.Callee->getNumParams();
       ++I) {
    const Expr *Arg = C.Args[I];
    QualType Param = C.Callee->getParamDecl(I)->getType();
    if (InStd && (Name == "lock" || Name == "try_lock")) {
      if (auto K = keyOf(Arg))
        apply(Name == "lock" ? LockAction::Lock : LockAction::Try, *K, Arg,
              C.Loc, S);
      continue;
    }
    QualType Pointee = Param->getPointeeType();
    if (Pointee.isNull() || Pointee.isConstQualified())
      continue;
    std::optional<Key> K = keyOf(Arg);
    auto It = K ? S.find(*K) : S.end();
    if (It == S.end())
      continue;
    // Whoever takes a guard by an rvalue reference means to keep it.
    if (Param->isRValueReferenceType() && Arg->isXValue())
      S.erase(It);
    else
      It->second.Now = Status::Perhaps;
  }
}

//===----------------------------------------------------------------------===//
// The flow
//===----------------------------------------------------------------------===//

void LockFlow::visitStmt(const Stmt *Statement, State &S) {
  if (const auto *DS = dyn_cast<DeclStmt>(Statement)) {
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D))
        declare(VD, S);
    return;
  }
  const auto *E = dyn_cast<Expr>(Statement);
  if (!E)
    return;
  if (const auto *LE = dyn_cast<LambdaExpr>(E)) {
    // Whoever gets the lambda may call it.
    enter(LE->getCallOperator(), S);
    return;
  }
  if (const auto *ILE = dyn_cast<InitListExpr>(E)) {
    // Members that refer to a lock.
    for (const Expr *Init : ILE->inits())
      if (Init->isLValue() || isa<UnaryOperator>(Init->IgnoreParenImpCasts()))
        doubt(Init, S);
    return;
  }
  if (const auto *BO = dyn_cast<BinaryOperator>(E);
      BO && BO->isAssignmentOp()) {
    if (const auto *UO =
            dyn_cast<UnaryOperator>(stripConversions(BO->getRHS()));
        UO && UO->getOpcode() == UO_AddrOf)
      doubt(UO, S);
    return;
  }
  if (const auto *CE = dyn_cast<CXXConstructExpr>(E);
      CE && Kinds.isGuard(CE->getType())) {
    Values[CE] = constructed(CE, S);
    return;
  }
  auto C = asCall(E);
  if (!C)
    return;
  if (C->Object)
    visitMemberCall(*C, S);
  visitArguments(*C, S);
  enter(C->Callee, S);
}

void LockFlow::transfer(const CFGBlock &Block, State &S,
                        llvm::SmallVectorImpl<HeldLock> *Out) {
  for (const CFGElement &Element : Block) {
    if (auto Dtor = Element.getAs<CFGImplicitDtor>()) {
      if (auto Automatic = Element.getAs<CFGAutomaticObjDtor>()) {
        Key K{cast<ValueDecl>(Automatic->getVarDecl()->getCanonicalDecl())};
        if (S.erase(K))
          continue;
      }
      enter(Dtor->getDestructorDecl(Context), S);
      continue;
    }
    auto CS = Element.getAs<CFGStmt>();
    if (!CS)
      continue;
    const Stmt *Statement = CS->getStmt();
    visitStmt(Statement, S);
    if (!Out || !isa<CoroutineSuspendExpr, DependentCoawaitExpr>(Statement) ||
        !TU.suspends(cast<Expr>(Statement)))
      continue;
    for (const auto &[K, Lock] : S)
      if (Lock.Now == Status::Held || Lock.Now == Status::Presumed)
        Out->push_back({Names[K].first, Names[K].second, Lock.At,
                        cast<Expr>(Statement)->getExprLoc()});
  }
}

/// What is known on the way out of \p Block on which its condition is true, or
/// false: a lock that was tried is held, or it is not. False when that way is
/// never taken.
bool LockFlow::refine(const CFGBlock &Block, bool Taken, State &S) {
  const Stmt *Branch = Block.getTerminatorStmt();
  if (!Branch || Block.succ_size() != 2 || isa<SwitchStmt>(Branch))
    return true;
  const Expr *Cond = Block.getLastCondition();
  bool AskedBefore = false;
  for (unsigned Steps = 0; Cond && Steps != 8; ++Steps) {
    Cond = withoutWrappers(Cond);
    if (const auto *UO = dyn_cast<UnaryOperator>(Cond);
        UO && UO->getOpcode() == UO_LNot) {
      Cond = UO->getSubExpr();
      Taken = !Taken;
    } else if (const auto *BO = dyn_cast<BinaryOperator>(Cond);
               BO && BO->isEqualityOp() &&
               TU.facts().constantValue(BO->getRHS()) == 0) {
      Cond = BO->getLHS();
      Taken ^= BO->getOpcode() == BO_EQ;
    } else if (const auto *DRE = dyn_cast<DeclRefExpr>(Cond)) {
      const auto *VD = dyn_cast<VarDecl>(DRE->getDecl());
      AskedBefore = true;
      Cond = VD && VD->getType()->isIntegralType(Context) && TU.isStable(VD)
                 ? VD->getInit()
                 : nullptr;
    } else {
      break;
    }
  }
  auto C = Cond ? asCall(Cond) : std::nullopt;
  if (!C)
    return true;
  const Key *K = nullptr;
  if (LockAction Action = memberAction(C->Callee);
      C->Object && (Action == LockAction::Try || Action == LockAction::Ask)) {
    K = tracked(C->Object, S);
  } else if (functionAction(C->Callee) == LockAction::Try) {
    K = tracked(C->Args.front(), S);
    Taken = !Taken;
  }
  if (!K)
    return true;
  LockState &Lock = S[*K];
  if (Lock.Now == Status::Perhaps || Lock.Now == Status::Presumed)
    Lock.Now = Taken ? Status::Held : Status::Free;
  return Taken || Lock.Now != Status::Held || AskedBefore;
}

/// Most coroutines have no lock.
bool LockFlow::mentionsLock(const Stmt *S) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  if (const auto *DS = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D);
          VD && Kinds.isGuard(VD->getType()))
        return true;
  } else if (const auto *CE = dyn_cast<CallExpr>(S)) {
    if (auto C = asCall(CE)) {
      QualType T = C->Object ? objectType(C->Object) : QualType();
      if (C->Object ? memberAction(C->Callee) != LockAction::None &&
                          (Kinds.isMutex(T) || Kinds.isGuard(T))
                    : functionAction(C->Callee) != LockAction::None ||
                          (C->Callee->isInStdNamespace() &&
                           C->Callee->getIdentifier() &&
                           C->Callee->getName() == "lock"))
        return true;
    }
  }
  return llvm::any_of(S->children(),
                      [&](const Stmt *Child) { return mentionsLock(Child); });
}

void LockFlow::run(llvm::SmallVectorImpl<HeldLock> &Out) {
  Stmt *Body = FD->getBody();
  if (auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    Body = Coroutine->getBody();
  State AtStart;
  for (const ParmVarDecl *Param : FD->parameters())
    if (!Param->getType()->isReferenceType() &&
        Kinds.isGuard(Param->getType())) {
      Key K{cast<ValueDecl>(Param->getCanonicalDecl())};
      AtStart[K] = {Status::Presumed, Param->getLocation()};
      Names[K] = {Param->getNameAsString(),
                  Param->getType().getUnqualifiedType().getAsString(
                      Context.getPrintingPolicy())};
    }
  if (AtStart.empty() && !mentionsLock(Body))
    return;

  CFG::BuildOptions Options;
  Options.PruneTriviallyFalseEdges = true;
  Options.AddImplicitDtors = true;
  Options.AddTemporaryDtors = true;
  Options.setAllAlwaysAdd();
  std::unique_ptr<CFG> Graph = CFG::buildCFG(FD, Body, &Context, Options);
  if (!Graph)
    return;

  PostOrderCFGView Order(Graph.get());
  llvm::DenseMap<const CFGBlock *, State> AtEntry;
  AtEntry[&Graph->getEntry()] = std::move(AtStart);
  // A lock only moves towards Perhaps where paths meet, so this ends.
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const CFGBlock *Block : Order) {
      auto It = AtEntry.find(Block);
      if (It == AtEntry.end())
        continue;
      State After = It->second;
      transfer(*Block, After, nullptr);
      bool Taken = true;
      for (const CFGBlock *Next : Block->succs()) {
        State Edge = After;
        bool Feasible = refine(*Block, Taken, Edge);
        Taken = false;
        if (!Next || !Feasible)
          continue;
        auto [Slot, New] = AtEntry.try_emplace(Next, Edge);
        if (New) {
          Changed = true;
          continue;
        }
        State Merged = Edge;
        for (const auto &[K, Lock] : Slot->second)
          Merged[K] = merge(Lock, Merged[K]);
        for (auto &[K, Lock] : Merged)
          if (!Slot->second.contains(K))
            Lock = merge({}, Lock);
        if (Merged != Slot->second) {
          Slot->second = std::move(Merged);
          Changed = true;
        }
      }
    }
  }

  llvm::SmallVector<HeldLock, 4> All;
  for (const CFGBlock *Block : Order)
    if (auto It = AtEntry.find(Block); It != AtEntry.end()) {
      State S = It->second;
      transfer(*Block, S, &All);
    }
  const SourceManager &SM = Context.getSourceManager();
  llvm::stable_sort(All, [&](const HeldLock &A, const HeldLock &B) {
    if (A.SuspendedAt != B.SuspendedAt)
      return SM.isBeforeInTranslationUnit(A.SuspendedAt, B.SuspendedAt);
    if (A.LockedAt != B.LockedAt)
      return SM.isBeforeInTranslationUnit(A.LockedAt, B.LockedAt);
    return A.Name < B.Name;
  });
  llvm::DenseSet<SourceLocation> Seen;
  for (HeldLock &Lock : All)
    if (Seen.insert(Lock.LockedAt).second)
      Out.push_back(std::move(Lock));
}

void unblock::analysis::findHeldLocks(Locks &Kinds,
                                      const FunctionDecl *Coroutine,
                                      llvm::SmallVectorImpl<HeldLock> &Out) {
  LockFlow(Kinds, Coroutine).run(Out);
}
