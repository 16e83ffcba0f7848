//===- LockFlow.cpp - Thread mutexes held over suspension points ----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LockFlow.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

using namespace clang;
using namespace unblock::analysis;

namespace {

enum class Status : uint8_t { Free, Held, Perhaps };

/// A guard is its variable; a mutex is the way to it: `this`, `a`, `b.c`.
using Key = std::vector<const void *>;

struct LockState {
  Status Now = Status::Free;
  SourceLocation At;
  friend bool operator==(const LockState &, const LockState &) = default;
};

/// Locks that are not in the map are free.
using State = std::map<Key, LockState>;

class LockFlow {
public:
  LockFlow(TranslationUnit &TU, const FunctionDecl *FD)
      : TU(TU), Context(TU.context()), FD(FD) {}

  void run(llvm::SmallVectorImpl<HeldLock> &Out);

private:
  void transfer(const CFGBlock &Block, State &S,
                llvm::SmallVectorImpl<HeldLock> *Out);
  void visitStmt(const Stmt *Statement, State &S);
  void declare(const VarDecl *VD, State &S);
  void visitMemberCall(const Call &C, State &S);
  void visitArguments(const Call &C, State &S);
  LockState valueOf(const Expr *E, State &S);
  LockState constructed(const Call &C, State &S);

  bool isThreadMutex(QualType T);
  bool isGuard(QualType T);
  std::optional<Key> keyOf(const Expr *E);
  const VarDecl *guardVariable(const Expr *E);

  TranslationUnit &TU;
  ASTContext &Context;
  const FunctionDecl *FD;
  /// Takes the lock out of the guard \p From.
  LockState take(const VarDecl *From, State &S) {
    auto It = S.find({From});
    LockState Taken = It != S.end() ? It->second : MovedFrom[From];
    S.erase({From});
    return Taken;
  }

  std::map<Key, std::pair<std::string, std::string>> Names;
  /// What a guard held when `std::move` was called on it; whoever the result
  /// is given to comes next.
  llvm::DenseMap<const VarDecl *, LockState> MovedFrom;
  llvm::DenseMap<const CXXRecordDecl *, bool> Guards;
};

} // namespace

static bool isOneOf(llvm::StringRef Name,
                    std::initializer_list<llvm::StringRef> Names) {
  return llvm::is_contained(Names, Name);
}

static llvm::StringRef nameOf(const FunctionDecl *FD) {
  return FD->getIdentifier() ? FD->getName() : llvm::StringRef();
}

static const CXXMethodDecl *method(const CXXRecordDecl *Record,
                                   llvm::StringRef Name) {
  for (const CXXMethodDecl *MD : Record->methods())
    if (nameOf(MD) == Name)
      return MD;
  return nullptr;
}

bool LockFlow::isThreadMutex(QualType T) {
  llvm::StringRef Name = TU.facts().typeName(T);
  if (Name.empty())
    return false;
  if (isOneOf(Name, {"std::mutex", "std::timed_mutex", "std::recursive_mutex",
                     "std::recursive_timed_mutex", "std::shared_mutex",
                     "std::shared_timed_mutex"}) ||
      TU.facts().models().isMutex(Name))
    return true;
  // A mutex of the user: locking it returns nothing that could be awaited.
  const CXXRecordDecl *Record = recordOf(T);
  if (!Record || !Record->hasDefinition() || isInSystem(Record) ||
      Record->isInStdNamespace() || TU.facts().models().isPrimitive(Name))
    return false;
  Record = Record->getDefinition();
  const CXXMethodDecl *Lock = method(Record, "lock");
  return Lock && method(Record, "unlock") &&
         Lock->getReturnType()->isVoidType();
}

/// Does the destructor of the user's class release a mutex?
bool LockFlow::isGuard(QualType T) {
  const CXXRecordDecl *Record = recordOf(T);
  if (!Record || !Record->hasDefinition() || T->isPointerType())
    return false;
  Record = Record->getDefinition();
  llvm::StringRef Name = TU.facts().typeName(T);
  if (isOneOf(Name, {"std::lock_guard", "std::unique_lock", "std::shared_lock",
                     "std::scoped_lock"}) ||
      TU.facts().models().isGuard(Name)) {
    const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Record);
    if (!Spec)
      return !TU.facts().models().isPrimitive(Name);
    // std::unique_lock of an async mutex is no guard of a thread mutex.
    for (const TemplateArgument &Arg : Spec->getTemplateArgs().asArray()) {
      if (Arg.getKind() == TemplateArgument::Type) {
        if (isThreadMutex(Arg.getAsType()))
          return true;
      } else if (Arg.getKind() == TemplateArgument::Pack) {
        for (const TemplateArgument &Packed : Arg.pack_elements())
          if (Packed.getKind() == TemplateArgument::Type &&
              isThreadMutex(Packed.getAsType()))
            return true;
      }
    }
    return TU.facts().models().isGuard(Name);
  }
  if (isInSystem(Record) || Record->isInStdNamespace() || Record->isLambda() ||
      TU.facts().models().isPrimitive(Name))
    return false;
  auto [It, New] = Guards.try_emplace(Record, false);
  if (!New)
    return It->second;
  // A class of the user that holds a guard, or that unlocks when it goes.
  bool Result = llvm::any_of(Record->fields(), [&](const FieldDecl *Field) {
    return !Field->getType()->isReferenceType() && isGuard(Field->getType());
  });
  if (const CXXDestructorDecl *Dtor = Record->getDestructor();
      !Result && Dtor && Dtor->hasBody() && !Dtor->isImplicit()) {
    auto Unlocks = [&](auto &&Self, const Stmt *Part) -> bool {
      if (!Part)
        return false;
      if (const auto *E = dyn_cast<Expr>(Part))
        if (auto C = asCall(E);
            C && C->Object && nameOf(C->Callee).starts_with("unlock") &&
            isThreadMutex(stripConversions(C->Object)->getType()))
          return true;
      return llvm::any_of(Part->children(), [&](const Stmt *Child) {
        return Self(Self, Child);
      });
    };
    const FunctionDecl *Definition = nullptr;
    Dtor->hasBody(Definition);
    Result = Unlocks(Unlocks, Definition->getBody());
  }
  return Guards[Record] = Result;
}

/// The way to the object \p E, when it is made of variables and members.
std::optional<Key> LockFlow::keyOf(const Expr *E) {
  Key Result;
  for (unsigned Steps = 0; Steps != 16; ++Steps) {
    E = stripConversions(E);
    if (const auto *DRE = dyn_cast<DeclRefExpr>(E)) {
      Result.push_back(DRE->getDecl()->getCanonicalDecl());
      return Result;
    }
    if (isa<CXXThisExpr>(E)) {
      Result.push_back(nullptr);
      return Result;
    }
    if (const auto *ME = dyn_cast<MemberExpr>(E)) {
      Result.push_back(ME->getMemberDecl()->getCanonicalDecl());
      E = ME->getBase();
    } else if (const auto *UO = dyn_cast<UnaryOperator>(E);
               UO && (UO->getOpcode() == UO_AddrOf ||
                      UO->getOpcode() == UO_Deref)) {
      E = UO->getSubExpr();
    } else if (auto C = asCall(E);
               C && C->Object && C->Args.empty() &&
               (C->Callee->getOverloadedOperator() == OO_Arrow ||
                C->Callee->getOverloadedOperator() == OO_Star ||
                nameOf(C->Callee) == "get")) {
      E = C->Object;
    } else {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

const VarDecl *LockFlow::guardVariable(const Expr *E) {
  const auto *DRE = dyn_cast<DeclRefExpr>(stripConversions(E));
  const auto *VD = DRE ? dyn_cast<VarDecl>(DRE->getDecl()) : nullptr;
  return VD && isGuard(VD->getType()) ? VD : nullptr;
}

/// What the construction of a guard does.
LockState LockFlow::constructed(const Call &C, State &S) {
  LockState Held{Status::Held, C.Loc};
  if (C.Args.empty() || isa<CXXDefaultArgExpr>(C.Args.front())) {
    // A guard of the user may lock a mutex that it knows.
    return TU.isAnalysable(C.Callee) ? Held : LockState{};
  }
  for (const Expr *Arg : C.Args) {
    llvm::StringRef Tag = TU.facts().typeName(stripConversions(Arg)->getType());
    if (Tag.ends_with("::defer_lock_t"))
      return {};
    if (Tag.ends_with("::adopt_lock_t"))
      for (const Expr *Mutex : C.Args)
        if (auto K = keyOf(Mutex))
          S.erase(*K); // now it is the guard's
  }
  if (const VarDecl *From = guardVariable(C.Args.front()))
    return take(From, S);
  return Held;
}

/// The state of the guard that \p E makes.
LockState LockFlow::valueOf(const Expr *E, State &S) {
  if (!E)
    return {};
  // A move construction hides behind the conversions that are stripped.
  if (const VarDecl *From = guardVariable(E))
    return take(From, S);
  E = stripConversions(E);
  // What is awaited is an async lock, whatever its type.
  if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(E))
    return {};
  if (const auto *CE = dyn_cast<CXXConstructExpr>(E))
    return constructed(*asCall(CE), S);
  if (const auto *ILE = dyn_cast<InitListExpr>(E))
    return ILE->getNumInits() == 0 ? LockState{}
                                   : LockState{Status::Held, E->getExprLoc()};
  return {Status::Held, E->getExprLoc()};
}

void LockFlow::declare(const VarDecl *VD, State &S) {
  if (!VD->isLocalVarDecl() || VD->isStaticLocal() || !isGuard(VD->getType()))
    return;
  if (VD->getType()->isReferenceType() && VD->getInit() &&
      !isa<MaterializeTemporaryExpr>(VD->getInit()->IgnoreImplicit()) &&
      guardVariable(VD->getInit()))
    return; // another name of a guard
  LockState New = valueOf(VD->getInit(), S);
  if (New.Now == Status::Held)
    New.At = VD->getLocation();
  S[{VD}] = New;
  Names[{VD}] = {VD->getNameAsString(),
                 VD->getType().getNonReferenceType().getUnqualifiedType()
                     .getAsString(Context.getPrintingPolicy())};
}

void LockFlow::visitMemberCall(const Call &C, State &S) {
  llvm::StringRef Name = nameOf(C.Callee);
  auto Set = [&](const Key &K) {
    if (isOneOf(Name, {"unlock", "unlock_shared", "release"}))
      S.erase(K);
    else if (isOneOf(Name, {"lock", "lock_shared"}))
      S[K] = {Status::Held, C.Loc};
    else if (Name.starts_with("try_lock") || Name == "swap")
      S[K] = {Status::Perhaps, C.Loc};
  };
  if (const VarDecl *Guard = guardVariable(C.Object)) {
    if (C.Callee->getOverloadedOperator() == OO_Equal && !C.Args.empty())
      S[{Guard}] = valueOf(C.Args.front(), S);
    else if (isOneOf(TU.facts().typeName(Guard->getType()),
                     {"std::unique_lock", "std::shared_lock"}) ||
             TU.facts().models().isGuard(
                 TU.facts().typeName(Guard->getType())))
      Set({Guard});
    else if (isOneOf(Name, {"unlock", "release"}))
      S.erase({Guard});
    return;
  }
  if (isThreadMutex(stripConversions(C.Object)->getType()))
    if (auto K = keyOf(C.Object)) {
      Set(*K);
      std::string Text;
      for (const void *Part : llvm::reverse(*K))
        if (Part)
          Text += (Text.empty() ? "" : ".") +
                  static_cast<const ValueDecl *>(
                      static_cast<const Decl *>(Part))
                      ->getNameAsString();
      Names[*K] = {Text, stripConversions(C.Object)
                             ->getType()
                             .getNonReferenceType()
                             .getUnqualifiedType()
                             .getAsString(Context.getPrintingPolicy())};
    }
}

/// Guards and mutexes that are handed to somebody else.
void LockFlow::visitArguments(const Call &C, State &S) {
  llvm::StringRef Name = nameOf(C.Callee);
  bool InStd = C.Callee->isInStdNamespace();
  for (unsigned I = 0; I != C.Args.size(); ++I) {
    const Expr *Arg = C.Args[I];
    if (C.Callee->isExternC()) {
      auto K = keyOf(Arg);
      if (!K)
        continue;
      if (isOneOf(Name, {"pthread_mutex_lock", "pthread_rwlock_rdlock",
                         "pthread_rwlock_wrlock", "pthread_spin_lock",
                         "mtx_lock"})) {
        S[*K] = {Status::Held, C.Loc};
        const auto *VD =
            static_cast<const ValueDecl *>(static_cast<const Decl *>(K->front()));
        Names[*K] = {VD ? VD->getNameAsString() : "mutex", Name.str()};
      } else if (isOneOf(Name, {"pthread_mutex_unlock", "pthread_rwlock_unlock",
                                "pthread_spin_unlock", "mtx_unlock"})) {
        S.erase(*K);
      }
      continue;
    }
    const VarDecl *Guard = guardVariable(Arg);
    if (!Guard)
      continue;
    if (InStd && isOneOf(Name, {"move", "forward"})) {
      MovedFrom[Guard] = take(Guard, S);
      continue;
    }
    // A condition variable gives the lock back before it returns.
    if (C.Object && Name.starts_with("wait") &&
        TU.facts().typeName(C.Object->getType()).contains("condition_variable"))
      continue;
    if (InStd && Name == "lock") {
      S[{Guard}] = {Status::Held, C.Loc};
      continue;
    }
    bool ByConstRef =
        I < C.Callee->getNumParams() &&
        C.Callee->getParamDecl(I)->getType().getNonReferenceType().isConstQualified();
    if (!ByConstRef && !isa<CXXConstructorDecl>(C.Callee))
      if (auto It = S.find({Guard}); It != S.end())
        It->second.Now = Status::Perhaps;
  }
}

void LockFlow::visitStmt(const Stmt *Statement, State &S) {
  if (const auto *DS = dyn_cast<DeclStmt>(Statement)) {
    for (const Decl *D : DS->decls())
      if (const auto *VD = dyn_cast<VarDecl>(D))
        declare(VD, S);
    return;
  }
  if (const auto *LE = dyn_cast<LambdaExpr>(Statement)) {
    // What captures a guard by reference may do anything with it.
    for (const LambdaCapture &Capture : LE->captures())
      if (Capture.capturesVariable() && Capture.getCaptureKind() == LCK_ByRef)
        if (const auto *VD = dyn_cast<VarDecl>(Capture.getCapturedVar()))
          if (auto It = S.find({VD}); It != S.end() && isGuard(VD->getType()))
            It->second.Now = Status::Perhaps;
    return;
  }
  const auto *E = dyn_cast<Expr>(Statement);
  if (!E)
    return;
  auto C = asCall(E);
  if (!C)
    return;
  if (C->Object)
    visitMemberCall(*C, S);
  visitArguments(*C, S);
}

void LockFlow::transfer(const CFGBlock &Block, State &S,
                        llvm::SmallVectorImpl<HeldLock> *Out) {
  for (const CFGElement &Element : Block) {
    if (auto Dtor = Element.getAs<CFGAutomaticObjDtor>()) {
      S.erase({Dtor->getVarDecl()});
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
      if (Lock.Now == Status::Held)
        Out->push_back({Names[K].first, Names[K].second, Lock.At,
                        cast<Expr>(Statement)->getExprLoc()});
  }
}

void LockFlow::run(llvm::SmallVectorImpl<HeldLock> &Out) {
  Stmt *Body = FD->getBody();
  if (auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    Body = Coroutine->getBody();
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
  AtEntry[&Graph->getEntry()] = {};
  // A lock only moves towards Perhaps where paths meet, so this ends.
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const CFGBlock *Block : Order) {
      auto It = AtEntry.find(Block);
      if (It == AtEntry.end())
        continue;
      State After = It->second;
      transfer(*Block, After, nullptr);
      for (const CFGBlock *Next : Block->succs()) {
        if (!Next)
          continue;
        auto [Slot, New] = AtEntry.try_emplace(Next, After);
        if (New) {
          Changed = true;
          continue;
        }
        State Merged = Slot->second;
        for (auto &[K, Lock] : Merged) {
          auto Other = After.find(K);
          Status Theirs =
              Other == After.end() ? Status::Free : Other->second.Now;
          if (Lock.Now != Theirs)
            Lock.Now = Status::Perhaps;
        }
        for (const auto &[K, Lock] : After)
          if (!Merged.contains(K) && Lock.Now != Status::Free)
            Merged[K] = {Status::Perhaps, Lock.At};
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
  llvm::sort(All, [&](const HeldLock &A, const HeldLock &B) {
    if (A.SuspendedAt != B.SuspendedAt)
      return SM.isBeforeInTranslationUnit(A.SuspendedAt, B.SuspendedAt);
    return A.LockedAt != B.LockedAt &&
           SM.isBeforeInTranslationUnit(A.LockedAt, B.LockedAt);
  });
  llvm::DenseSet<SourceLocation> Seen;
  for (HeldLock &Lock : All)
    if (Seen.insert(Lock.LockedAt).second)
      Out.push_back(std::move(Lock));
}

void unblock::analysis::findHeldLocks(TranslationUnit &TU,
                                      const FunctionDecl *Coroutine,
                                      llvm::SmallVectorImpl<HeldLock> &Out) {
  LockFlow(TU, Coroutine).run(Out);
}
