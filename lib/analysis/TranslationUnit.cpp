//===- TranslationUnit.cpp - The analysis of one translation unit ---------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TranslationUnit.h"
#include "Coroutines.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace unblock::analysis;
using unblock::model::HopScope;
using unblock::model::Match;
using unblock::model::Runs;

const Expr *unblock::analysis::operandOf(const Expr *Suspension) {
  if (const auto *S = dyn_cast<CoroutineSuspendExpr>(Suspension))
    return stripConversions(S->getOperand());
  if (const auto *D = dyn_cast<DependentCoawaitExpr>(Suspension))
    return stripConversions(D->getOperand());
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Discovery
//===----------------------------------------------------------------------===//

namespace unblock::analysis {

/// Finds the roots in the user's code, and who runs which callable. System
/// headers are passed over: what stands there is known from the models.
class Discovery : public RecursiveASTVisitor<Discovery> {
  /// A call that makes a coroutine, or a start that does.
  struct Creation {
    const FunctionDecl *Coroutine;
    const FunctionDecl *By; ///< the function that makes it
    const Expr *Made;       ///< the call; none when a pool makes it itself
  };

public:
  explicit Discovery(TranslationUnit &TU) : TU(TU) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldWalkTypesOfTypeLocs() const { return false; }

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

  bool VisitFunctionDecl(FunctionDecl *FD) {
    if (!FD->isThisDeclarationADefinition())
      return true;
    if (!FD->isDependentContext())
      TU.Definitions.push_back(FD);
    if (FD->hasAttrs() && annotationsOf(FD).HotPath)
      TU.Hot.push_back(FD);
    if (coroutineBody(FD)) {
      Coroutines.push_back(FD);
    } else if (FD->hasAttrs() && annotationsOf(FD).AsyncContext) {
      TU.addRoot(FD, RootKind::Annotated);
    } else if (FD->getOverloadedOperator() == OO_Coawait &&
               !FD->isDependentContext()) {
      TU.addRoot(FD, RootKind::AwaiterMember);
    }
    return true;
  }

  bool VisitLambdaExpr(LambdaExpr *LE) {
    TU.Lambdas[LE->getLambdaClass()] = LE;
    CXXMethodDecl *Op = LE->getCallOperator();
    if (Op->hasAttrs() && annotationsOf(Op).HotPath)
      TU.Hot.push_back(Op);
    if (coroutineBody(Op)) {
      Coroutines.push_back(Op);
    } else if (Op->hasAttrs() && annotationsOf(Op).AsyncContext) {
      TU.addRoot(Op, RootKind::Annotated);
    }
    if (LE->isGenericLambda())
      if (FunctionTemplateDecl *FTD =
              LE->getLambdaClass()->getDependentLambdaCallOperator())
        for (FunctionDecl *Spec : FTD->specializations()) {
          if (coroutineBody(Spec))
            Coroutines.push_back(Spec);
          TraverseStmt(Spec->getBody());
        }
    return true;
  }

  bool VisitCXXRecordDecl(CXXRecordDecl *Record) {
    if (!Record->isThisDeclarationADefinition() || Record->isLambda())
      return true;
    for (CXXMethodDecl *MD : Record->methods())
      for (const CXXMethodDecl *Base : MD->overridden_methods())
        TU.Overriders[Base->getCanonicalDecl()].push_back(MD);
    if (Record->isDependentContext())
      return true;
    if (isAwaiter(Record))
      addAwaiter(Record);
    if (isPromise(Record))
      addPromise(Record);
    return true;
  }

  bool VisitCallExpr(CallExpr *E) {
    // A program that makes descriptors non-blocking does so far from their use.
    const FunctionDecl *Callee = E->getDirectCallee();
    if (Callee && Callee->isExternC() && Callee->getIdentifier() &&
        Callee->getName() == "eventfd")
      TU.Eventfds = true;
    if (!TU.NonBlockingDescriptors && Callee && Callee->isExternC())
      for (const Expr *Arg : E->arguments())
        TU.NonBlockingDescriptors |= TU.facts().mentions(
            Arg, {"O_NONBLOCK", "SOCK_NONBLOCK", "FIONBIO"});
    if (!TU.TimeLimits && Callee)
      if (auto C = asCall(E))
        TU.TimeLimits = TU.setsTimeLimit(*C);
    return visitCall(E);
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) { return visitCall(E); }

  bool VisitStmt(Stmt *S) {
    Drops.visit(S, current());
    if (const auto *Block = dyn_cast<CompoundStmt>(S))
      Offloaded.visit(Block, current());
    return true;
  }
  bool VisitVarDecl(VarDecl *VD) {
    Drops.visit(VD, current());
    return true;
  }
  /// The branch of an `if constexpr` that is not taken is no code.
  bool TraverseIfStmt(IfStmt *S) {
    std::optional<const Stmt *> Taken;
    if (S->isConstexpr())
      Taken = S->getNondiscardedCase(TU.context());
    if (!Taken)
      return RecursiveASTVisitor::TraverseIfStmt(S);
    return WalkUpFromIfStmt(S) && TraverseStmt(S->getInit()) &&
           TraverseStmt(S->getConditionVariableDeclStmt()) &&
           TraverseStmt(S->getCond()) &&
           TraverseStmt(const_cast<Stmt *>(*Taken));
  }

  void finish() {
    TU.Dropped = Drops.found();
    TU.Offloads = Offloaded.take();
    findPoolCoroutines();
    for (const FunctionDecl *FD : Coroutines) {
      // A template that was instantiated is looked at through its instances.
      if (FD->isDependentContext() && hasInstance(FD))
        continue;
      if (TU.isGenerator(FD))
        continue;
      TU.Coroutines.push_back(FD);
      if (!TU.startsOnPool(FD))
        TU.addRoot(FD, RootKind::Coroutine, "", {},
                   TU.facts().task(FD->getReturnType()).From);
    }
  }

private:
  /// A coroutine runs on a pool when each of its creators starts it there, or
  /// is on one itself. The least solution is wanted: coroutines that create
  /// each other are not on a pool by that alone.
  void findPoolCoroutines() {
    for (bool Changed = true; Changed;) {
      Changed = false;
      llvm::DenseMap<const FunctionDecl *, bool> OnPool;
      for (const Creation &C : Created) {
        auto [It, New] = OnPool.try_emplace(C.Coroutine, true);
        if (It->second && C.By != C.Coroutine)
          It->second = isOnPool(C);
      }
      for (auto [FD, All] : OnPool)
        if (All)
          Changed |= TU.PoolCoroutines.insert(FD).second;
    }
    for (const FunctionDecl *FD : TU.PoolCoroutines)
      if (FunctionSummary *Known = TU.Summaries[TU.idOf(FD)].get())
        Known->StartsOnPool = true;
  }

  bool isOnPool(const Creation &C) {
    if (!C.Made || PoolStarts.contains(C.Made))
      return true;
    if (!C.By || !TU.isAnalysable(C.By))
      return false;
    FunctionId Id = TU.idOf(C.Coroutine);
    for (const Site &S : TU.summary(TU.idOf(C.By)).Sites)
      if (llvm::is_contained(S.Callees, Id)) {
        if (S.Thread == OnThread::Loop)
          return false;
        if (S.Thread == OnThread::Entry &&
            !TU.PoolCoroutines.contains(TU.decl(TU.idOf(C.By))) &&
            !PoolCallables.contains(C.By->getCanonicalDecl()))
          return false;
        return true;
      }
    return false;
  }

  bool hasInstance(const FunctionDecl *Pattern) {
    return llvm::any_of(Coroutines, [&](const FunctionDecl *FD) {
      return FD != Pattern && FD->getTemplateInstantiationPattern() == Pattern;
    });
  }

  /// The innermost function around what is visited.
  const FunctionDecl *current() const {
    return Functions.empty() ? nullptr : Functions.back();
  }

  /// Adds the members of that name that \p Record declares, or inherits.
  void addMember(const CXXRecordDecl *Record, llvm::StringRef Name,
                 RootKind Kind) {
    Record = definitionOf(Record);
    if (!Record)
      return;
    bool Declared = false;
    for (const Decl *D : Record->decls()) {
      const auto *FTD = dyn_cast<FunctionTemplateDecl>(D);
      if (!FTD) {
        if (const auto *MD = dyn_cast<CXXMethodDecl>(D);
            MD && isNamed(MD, Name)) {
          TU.addRoot(MD, Kind);
          Declared = true;
        }
        continue;
      }
      if (!isNamed(FTD, Name))
        continue;
      Declared = true;
      bool Instantiated = false;
      for (const FunctionDecl *Spec : FTD->specializations())
        if (Spec->hasBody()) {
          TU.addRoot(Spec, Kind);
          Instantiated = true;
        }
      if (!Instantiated)
        TU.addRoot(FTD->getTemplatedDecl(), Kind);
    }
    if (!Declared)
      for (const CXXBaseSpecifier &Base : Record->bases())
        addMember(recordOf(Base.getType()), Name, Kind);
  }

  void addAwaiter(const CXXRecordDecl *Record) {
    addMember(Record, "await_ready", RootKind::AwaiterMember);
    // Never called when the awaiter is always ready.
    if (!alwaysReturns(findMethod(Record, "await_ready"), true, TU.context()))
      addMember(Record, "await_suspend", RootKind::AwaiterMember);
    addMember(Record, "await_resume", RootKind::AwaiterMember);
  }

  void addPromise(const CXXRecordDecl *Record) {
    // The promise of a generator runs where its consumer does.
    if (hasMethod(Record, "yield_value") &&
        !hasMethod(Record, "await_transform"))
      return;
    if (const CXXMethodDecl *MD = findMethod(Record, "await_transform");
        MD && MD->isDeleted())
      return;
    for (llvm::StringRef Name :
         {"initial_suspend", "final_suspend", "unhandled_exception",
          "return_void", "return_value", "yield_value", "await_transform",
          "get_return_object"})
      addMember(Record, Name, RootKind::PromiseHook);
  }

  bool visitCall(Expr *E) {
    if (E->isTypeDependent())
      return true;
    std::optional<Call> C = asCall(E);
    if (!C)
      return true;
    if (const FunctionDecl *Definition = C->Callee->getDefinition();
        Definition && coroutineBody(Definition)) {
      Created.push_back({Definition, current(), E});
      if (current())
        TU.Creators.insert(current());
    }

    const FunctionFacts &F = TU.facts().of(C->Callee);
    TU.CurrentThreadRuntimes |= F.is(model::Role::CurrentThread);
    if (C->Args.empty())
      return true;
    Offloaded.visit(*C, current());
    if (F.is(model::Role::Branches))
      TU.Branchings.push_back({*C, current()});
    bool HasRule = !F.Callables.empty() || F.Annotated.Offloads;
    bool HasBody = !HasRule && TU.isAnalysable(C->Callee);
    bool IsOut = !HasRule && !HasBody && !isInSystem(C->Callee) &&
                 C->Callee->isExternallyVisible();
    if (!HasRule && !HasBody && !IsOut)
      return true;
    auto Stable = [&](const VarDecl *VD) { return TU.isStable(VD); };
    for (unsigned I = 0; I != C->Args.size(); ++I) {
      if (!HasRule && !isClosure(recordOf(C->Args[I]->getType())) &&
          !C->Args[I]->getType()->isFunctionPointerType() &&
          !isa<CXXConstructExpr>(C->Args[I]->IgnoreImplicit()))
        continue;
      Callable Target = resolveCallable(C->Args[I], nullptr, Stable);
      if (!Target)
        continue;
      if (HasRule) {
        std::optional<Facts::Runner> R = TU.facts().runner(*C, I);
        if (R)
          started(Target, R->By, *C, R->From);
      } else if (Target.Target) {
        Handed.push_back({*C, I, Target.Target});
      }
    }
    return true;
  }

  /// \p Target is run by the callee of \p C on \p By.
  void started(const Callable &Target, Runs By, const Call &C,
               const model::Profile *From) {
    const FunctionDecl *FD = Target.Target;
    if (Target.Task)
      if (auto Made = asCall(Target.Task))
        FD = Made->Callee;
    if (!FD)
      return;
    if (const FunctionDecl *Definition = FD->getDefinition())
      FD = Definition;
    if (By == Runs::Pool || By == Runs::InPlace) {
      if (Target.Task)
        PoolStarts.insert(Target.Task);
      else if (coroutineBody(FD))
        Created.push_back({FD, nullptr, nullptr});
      else
        PoolCallables.insert(FD->getCanonicalDecl());
    }
    if (coroutineBody(FD))
      return;
    if (By == Runs::Loop && Target.Target)
      Callbacks.push_back({FD, qualifiedName(C.Callee), C.Loc, From});
  }

public:
  /// Roots that need effects: callables that go through the user's own
  /// functions before a loop or a coroutine runs them.
  void addCallbacks() {
    for (const Callback &B : Callbacks)
      TU.addRoot(B.Target, RootKind::LoopCallback, B.Runner, B.At, B.Library);
    for (const HandedOver &H : Handed) {
      if (H.Arg >= 64)
        continue;
      const FunctionDecl *Callee = H.To.Callee;
      if (!TU.isAnalysable(Callee)) {
        if (!coroutineBody(H.Target))
          TU.ConditionalRoots.push_back(
              {{NoFunction, RootKind::LoopCallback, H.Target,
                qualifiedName(Callee), TranslationUnit::place(H.To.Loc),
                nullptr},
               {TU.idOf(Callee), H.Arg, /*Inline=*/false}});
        continue;
      }
      const Effect &E = TU.effects().effect(TU.idOf(Callee));
      bool OnWorker = E.LoopsParam >> H.Arg & 1;
      const FunctionSummary &S = TU.summary(TU.idOf(Callee));
      // What a coroutine calls runs on its worker.
      if (S.IsCoroutine && !S.IsGenerator && (E.RunsParam >> H.Arg & 1))
        OnWorker |= !TU.startsOnPool(TU.decl(TU.idOf(Callee)));
      if (OnWorker && !coroutineBody(H.Target))
        TU.addRoot(H.Target, RootKind::LoopCallback, qualifiedName(Callee),
                   H.To.Loc);
    }
  }

private:
  struct Callback {
    const FunctionDecl *Target;
    std::string Runner;
    SourceLocation At;
    const model::Profile *Library;
  };
  struct HandedOver {
    Call To;
    unsigned Arg;
    const FunctionDecl *Target;
  };

  TranslationUnit &TU;
  std::vector<const FunctionDecl *> Coroutines;
  /// The functions around what is visited, innermost last.
  std::vector<const FunctionDecl *> Functions;
  std::vector<Creation> Created;
  llvm::SmallPtrSet<const Expr *, 4> PoolStarts;
  llvm::SmallPtrSet<const FunctionDecl *, 4> PoolCallables;
  std::vector<Callback> Callbacks;
  std::vector<HandedOver> Handed;
  DroppedTasks Drops{TU};
  OffloadFinder Offloaded{TU};
};

} // namespace unblock::analysis

//===----------------------------------------------------------------------===//
// TranslationUnit
//===----------------------------------------------------------------------===//

TranslationUnit::TranslationUnit(ASTContext &Context,
                                 const model::ModelSet &Models)
    : Context(Context),
      Known(Context, Models,
            [this](const VarDecl *VD) { return isStable(VD); }),
      Solver(*this) {
  Discovery D(*this);
  for (Decl *Top : Context.getTraversalScope())
    D.TraverseDecl(Top);
  D.finish();
  D.addCallbacks();
  const SourceManager &SM = Context.getSourceManager();
  llvm::stable_sort(Offloads, [&](const Offload &A, const Offload &B) {
    return A.at() != B.at() && SM.isBeforeInTranslationUnit(A.at(), B.at());
  });
  for (Offload &O : Offloads)
    if (const auto *Op = dyn_cast_or_null<CXXMethodDecl>(O.Target.Target))
      O.Lambda = lambda(Op->getParent());
}

TranslationUnit::~TranslationUnit() = default;

void TranslationUnit::addRoot(const FunctionDecl *FD, RootKind Kind,
                              llvm::StringRef Runner, SourceLocation At,
                              const model::Profile *Library) {
  if (const FunctionDecl *Definition = FD->getDefinition())
    FD = Definition;
  const bool IsHere = isAnalysable(FD);
  if (!IsHere && (Kind != RootKind::LoopCallback || isInSystem(FD) ||
                  !FD->isExternallyVisible()))
    return;
  if (!RootDecls.insert(FD->getCanonicalDecl()).second)
    return;
  Root New{idOf(FD), Kind, FD, Runner.str(), place(At), Library};
  if (IsHere)
    Roots.push_back(std::move(New));
  else
    Elsewhere.push_back(std::move(New));
}

const Root *TranslationUnit::root(const FunctionDecl *FD) const {
  auto It = llvm::find_if(Roots, [&](const Root &R) {
    return R.Decl->getCanonicalDecl() == FD->getCanonicalDecl();
  });
  return It == Roots.end() ? nullptr : &*It;
}

bool TranslationUnit::startsOnPool(const FunctionDecl *FD) const {
  return PoolCoroutines.contains(FD);
}

FunctionId TranslationUnit::idOf(const FunctionDecl *FD) {
  auto [It, New] = Ids.try_emplace(FD->getCanonicalDecl(), Decls.size());
  if (New) {
    const FunctionDecl *Definition = nullptr;
    Decls.push_back(FD->hasBody(Definition) ? Definition : FD);
    Summaries.emplace_back();
  }
  return It->second;
}

bool TranslationUnit::isAnalysable(const FunctionDecl *FD) {
  const FunctionDecl *Definition = nullptr;
  if (!FD->hasBody(Definition)) {
    // An implicit member whose body was not needed yet still destroys and
    // constructs what its class holds.
    return isa<CXXDestructorDecl>(FD) && FD->isImplicit() && !isInSystem(FD);
  }
  return !isInSystem(Definition) && !Definition->isInStdNamespace();
}

const FunctionSummary &TranslationUnit::summary(FunctionId F) {
  if (Summaries[F])
    return *Summaries[F];
  // Entered first: a body may ask for itself.
  auto Owned = std::make_unique<FunctionSummary>();
  FunctionSummary &S = *Owned;
  Summaries[F] = std::move(Owned);
  const FunctionDecl *FD = Decls[F];
  const auto *MD = dyn_cast<CXXMethodDecl>(FD);
  S.IsLambda = MD && isClosure(MD->getParent());
  S.Name = S.IsLambda ? "lambda" : qualifiedName(FD);
  S.At = place(FD->getLocation());
  S.NonBlocking = Known.of(FD).NonBlocking;
  S.IsCoroutine = coroutineBody(FD) != nullptr;
  S.IsGenerator = S.IsCoroutine && isGenerator(FD);
  S.StartsOnPool = startsOnPool(FD);
  S.HasBody = isAnalysable(FD);
  if (S.HasBody) {
    extract(*this, FD, S);
  } else if (const model::BlockingEntry *Entry = unconditional(FD)) {
    // Only reached as a callable that somebody runs.
    Site Self;
    Self.At = S.At;
    Self.Blocks = primitiveOf(*Entry, S.Name);
    S.Sites.push_back(std::move(Self));
  }
  return S;
}

const unblock::model::BlockingEntry *
TranslationUnit::unconditional(const FunctionDecl *FD) {
  const FunctionFacts &F = Known.of(FD);
  if (F.NonBlocking)
    return nullptr;
  for (const model::BlockingEntry *Entry : F.Blocking)
    if (Entry->When.empty() && Entry->Descriptor < 0)
      return Entry;
  return nullptr;
}

bool TranslationUnit::hasSummary(const FunctionDecl *FD) {
  return isAnalysable(FD) || unconditional(FD);
}

bool TranslationUnit::isAwaitable(QualType T) {
  return Known.task(T) || analysis::isAwaitable(recordOf(T));
}

void TranslationUnit::overriders(
    const CXXMethodDecl *MD, llvm::SmallVectorImpl<const FunctionDecl *> &Out) {
  auto It = Overriders.find(MD->getCanonicalDecl());
  if (It == Overriders.end())
    return;
  for (const CXXMethodDecl *Over : It->second) {
    if (llvm::is_contained(Out, Over))
      continue;
    Out.push_back(Over);
    overriders(Over, Out);
  }
}

bool TranslationUnit::setsTimeLimit(const Call &C) {
  const IdentifierInfo *II = C.Callee->getIdentifier();
  if (!II)
    return false;
  llvm::StringRef Name = II->getName();
  if (C.Callee->isExternC())
    return (Name == "setsockopt" || Name == "zmq_setsockopt") &&
           llvm::any_of(C.Args, [&](const Expr *Arg) {
             return Known.mentions(Arg, {"SO_RCVTIMEO", "ZMQ_RCVTIMEO"});
           });
  if (!C.Object)
    return false;
  if (Name == "set" || Name == "setsockopt")
    return llvm::any_of(C.Args, [&](const Expr *Arg) {
      return Known.mentions(Arg, {"rcvtimeo", "ZMQ_RCVTIMEO"});
    });
  return C.spelledArgs() != 0 &&
         llvm::is_contained({"expires_after", "expires_at", "expires_from_now",
                             "setReceiveTimeout", "setTimeout", "set_timeout",
                             "set_read_timeout", "setReadTimeout"},
                            Name);
}

namespace {
/// Collects the local variables that something in a body may change after
/// their initialisation.
class ModifiedVars : public RecursiveASTVisitor<ModifiedVars> {
public:
  explicit ModifiedVars(llvm::SmallPtrSetImpl<const VarDecl *> &Out)
      : Out(Out) {}
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->isAssignmentOp())
      take(E->getLHS());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *E) {
    if (E->isIncrementDecrementOp() || E->getOpcode() == UO_AddrOf)
      take(E->getSubExpr());
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *E) {
    if (E->isAssignmentOp() && E->getNumArgs() != 0)
      take(E->getArg(0));
    return true;
  }

private:
  void take(const Expr *E) {
    if (const auto *DRE = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts()))
      if (const auto *VD = dyn_cast<VarDecl>(DRE->getDecl()))
        Out.insert(VD);
  }
  llvm::SmallPtrSetImpl<const VarDecl *> &Out;
};
} // namespace

bool TranslationUnit::isStable(const VarDecl *VD) {
  if (!VD->isLocalVarDecl())
    return false;
  // The outermost function sees all of the closures that may assign.
  const Decl *Outer = nullptr;
  for (const DeclContext *DC = VD->getDeclContext(); DC; DC = DC->getParent())
    if (const auto *FD = dyn_cast<FunctionDecl>(DC))
      Outer = FD;
  if (!Outer)
    return false;
  std::unique_ptr<VarSet> &Vars = Modified[Outer];
  if (!Vars) {
    Vars = std::make_unique<VarSet>();
    ModifiedVars(*Vars).TraverseStmt(Outer->getBody());
  }
  return !Vars->contains(VD);
}

bool TranslationUnit::isAwaiterMember(const FunctionDecl *FD) {
  return isa<CXXMethodDecl>(FD) && FD->getIdentifier() &&
         llvm::is_contained({"await_ready", "await_suspend", "await_resume"},
                            FD->getName());
}

static bool awaits(const Stmt *S) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  return isa<CoawaitExpr, DependentCoawaitExpr>(S) ||
         llvm::any_of(S->children(), awaits);
}

bool TranslationUnit::isGenerator(const FunctionDecl *FD) {
  QualType Result = FD->getReturnType();
  llvm::StringRef Name = Known.typeName(Result);
  if (!Name.empty() && Known.models().isGenerator(Name))
    return true;
  if (!Name.empty() && Known.models().task(Name))
    return false;
  // By structure: values are yielded to a consumer that does not await, so the
  // result is no awaitable and its promise awaits nothing.
  const CXXRecordDecl *Record = recordOf(Result);
  if (!Record || Record->isDependentContext() || analysis::isAwaitable(Record))
    return false;
  const auto *Body = coroutineBody(FD);
  const CXXRecordDecl *Promise =
      Body && Body->getPromiseDecl()
          ? recordOf(Body->getPromiseDecl()->getType())
          : nullptr;
  if (!hasMethod(Promise, "yield_value") || awaits(Body->getBody()))
    return false;
  if (const CXXMethodDecl *MD = findMethod(Promise, "await_transform");
      MD && !MD->isDeleted())
    return false;
  // An asynchronous generator hands out awaitables.
  for (llvm::StringRef Member : {"next", "begin"})
    if (const CXXMethodDecl *MD = findMethod(Record, Member)) {
      if (isAwaitable(MD->getReturnType()))
        return false;
    }
  return true;
}

bool TranslationUnit::suspends(const Expr *E) {
  const auto *S = dyn_cast<CoroutineSuspendExpr>(E);
  if (!S)
    return true;
  for (QualType T :
       {S->getOperand()->getType(), S->getOpaqueValue()->getType()})
    if (llvm::StringRef Name = Known.typeName(T);
        !Name.empty() && Known.models().isNonSuspending(Name))
      return false;
  const CXXRecordDecl *Awaiter = recordOf(S->getOpaqueValue()->getType());
  return !alwaysReturns(findMethod(Awaiter, "await_ready"), true, Context) &&
         !alwaysReturns(findMethod(Awaiter, "await_suspend"), false, Context);
}

namespace {
/// Looks for what an `await_suspend` does with its handle.
class HandleUse : public RecursiveASTVisitor<HandleUse> {
public:
  HandleUse(TranslationUnit &TU, const ParmVarDecl *Handle)
      : TU(TU), Handle(Handle) {}

  std::optional<OnThread> Result;

  bool VisitCallExpr(CallExpr *E) { return visitCall(E); }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) { return visitCall(E); }

private:
  bool visitCall(Expr *E) {
    std::optional<Call> C = asCall(E);
    if (!C || Result)
      return true;
    for (unsigned I = 0; I != C->Args.size(); ++I) {
      if (!mentionsHandle(C->Args[I]))
        continue;
      if (auto R = TU.facts().runner(*C, I)) {
        if (R->By == Runs::Pool)
          Result = OnThread::Pool;
        else if (R->By == Runs::Loop)
          Result = OnThread::Loop;
        continue;
      }
      // Handed to an executor of the user: nobody knows who resumes it.
      const IdentifierInfo *Name = C->Callee->getIdentifier();
      if (Name && C->Object &&
          llvm::is_contained({"post", "enqueue", "execute", "submit",
                              "dispatch", "schedule", "defer", "add_task",
                              "enqueue_task", "addTask", "run_on"},
                             Name->getName()))
        switch (TU.facts().executorKind(C->Object)) {
        case Runs::Pool:
          Result = OnThread::Pool;
          break;
        case Runs::Loop:
          Result = OnThread::Loop;
          break;
        default:
          Result = OnThread::Unknown;
        }
    }
    return true;
  }

  bool mentionsHandle(const Stmt *S) {
    if (const auto *DRE = dyn_cast<DeclRefExpr>(S))
      return DRE->getDecl() == Handle;
    return llvm::any_of(S->children(), [&](const Stmt *Child) {
      return Child && mentionsHandle(Child);
    });
  }

  TranslationUnit &TU;
  const ParmVarDecl *Handle;
};
} // namespace

/// Where the user's own awaiter resumes the coroutine: decided by what its
/// `await_suspend` does with the handle.
std::optional<OnThread>
TranslationUnit::customHop(const CXXRecordDecl *Awaiter) {
  const CXXMethodDecl *MD =
      Awaiter ? findMethod(Awaiter, "await_suspend") : nullptr;
  if (!MD)
    return std::nullopt;
  if (const FunctionTemplateDecl *FTD = MD->getDescribedFunctionTemplate())
    for (const FunctionDecl *Spec : FTD->specializations())
      if (Spec->hasBody()) {
        MD = cast<CXXMethodDecl>(Spec);
        break;
      }
  const FunctionDecl *Definition = nullptr;
  if (!MD->hasBody(Definition) || isInSystem(Definition) ||
      Definition->getNumParams() != 1)
    return std::nullopt;
  HandleUse Use(*this, Definition->getParamDecl(0));
  Use.TraverseStmt(Definition->getBody());
  return Use.Result;
}

/// The words by which libraries name a hop between executors. Used only to
/// fall silent, and only where nothing brings the coroutine back by itself: an
/// awaited call of such a name, which no profile knows, leaves the coroutine
/// where nobody knows.
static bool soundsLikeHop(const FunctionDecl *FD) {
  std::string Name;
  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(FD))
    Name = Ctor->getParent()->getName().lower();
  else if (FD->getIdentifier())
    Name = FD->getName().lower();
  llvm::erase(Name, '_');
  static constexpr llvm::StringLiteral Words[] = {"schedule",
                                                  "resumeon",
                                                  "resumebackground",
                                                  "resumeforeground",
                                                  "switchto",
                                                  "transferto",
                                                  "continueon",
                                                  "moveto",
                                                  "hopto",
                                                  "hop",
                                                  "runon",
                                                  "enterpool",
                                                  "leavepool",
                                                  "viapool",
                                                  "onpool",
                                                  "toworker",
                                                  "tobackground",
                                                  "tothread",
                                                  "offload",
                                                  "jumpto",
                                                  "reschedule"};
  return llvm::any_of(Words, [&](llvm::StringRef Word) {
    return llvm::StringRef(Name).starts_with(Word) ||
           llvm::StringRef(Name).ends_with(Word);
  });
}

OnThread TranslationUnit::threadAfter(const Expr *Suspension,
                                      const FunctionDecl *Coroutine,
                                      OnThread Before) {
  if (isa<CoyieldExpr>(Suspension) || !suspends(Suspension))
    return Before;
  // Nobody knows what it is before it is instantiated.
  if (isa<DependentCoawaitExpr>(Suspension) && !asCall(operandOf(Suspension)))
    return OnThread::Unknown;
  Match<model::TaskRule> Task = Known.task(Coroutine->getReturnType());
  HopScope Scope = Task ? Task.From->Scope : HopScope::Leaks;
  const CXXRecordDecl *Awaiter = nullptr;
  if (const auto *S = dyn_cast<CoroutineSuspendExpr>(Suspension))
    Awaiter = recordOf(S->getOpaqueValue()->getType());
  std::optional<OnThread> After =
      afterAwait(operandOf(Suspension), Awaiter, Scope, Before, /*Depth=*/4);
  if (After)
    return *After;
  return Scope == HopScope::NextAwait ? OnThread::Entry : Before;
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

/// Where awaiting the value of \p Operand leaves a coroutine that was on
/// \p Before; nothing when it is an ordinary operation.
std::optional<OnThread>
TranslationUnit::afterAwait(const Expr *Operand, const CXXRecordDecl *Awaiter,
                            HopScope Scope, OnThread Before, unsigned Depth) {
  if (Depth == 0)
    return std::nullopt;
  Operand = stripConversions(Operand);
  auto MergeAll = [&](llvm::ArrayRef<const Expr *> Values) {
    std::optional<OnThread> All;
    for (const Expr *Value : Values)
      if (auto One = afterAwait(Value, nullptr, Scope, Before, Depth - 1))
        All = All ? merge(*All, *One) : *One;
      else if (Values.size() > 1)
        All = All ? merge(*All, Before) : Before;
    return All;
  };
  if (const auto *CO = dyn_cast<ConditionalOperator>(Operand))
    return MergeAll({CO->getTrueExpr(), CO->getFalseExpr()});
  if (const auto *DRE = dyn_cast<DeclRefExpr>(Operand))
    if (const auto *VD = dyn_cast<VarDecl>(DRE->getDecl());
        VD && VD->getAnyInitializer() &&
        (VD->getType().isConstQualified() || isStable(VD)))
      if (auto After = MergeAll(VD->getAnyInitializer()))
        return After;

  std::optional<Call> C = asCall(Operand);
  if (!C)
    return customHop(Awaiter);
  if (std::optional<Runs> To = Known.hop(*C))
    return *To == Runs::Pool   ? OnThread::Pool
           : *To == Runs::Loop ? OnThread::Loop
                               : OnThread::Unknown;
  // An operation of the library.
  if (!Known.of(C->Callee).Callables.empty() ||
      Known.of(C->Callee).Annotated.Offloads)
    return std::nullopt;
  const FunctionDecl *Definition = C->Callee->getDefinition();
  if (Definition && isAnalysable(Definition)) {
    // A child: its last hop may still hold when it has finished.
    if (coroutineBody(Definition)) {
      if (Scope == HopScope::Coroutine)
        return Before;
      switch (summary(idOf(Definition)).Exit) {
      case ExitThread::Unchanged:
        return Before;
      case ExitThread::Loop:
        return OnThread::Loop;
      case ExitThread::Pool:
        return OnThread::Pool;
      case ExitThread::Unknown:
        return OnThread::Unknown;
      }
    }
    // A function that makes what is awaited.
    llvm::SmallVector<const Expr *, 2> Returned;
    collectReturns(Definition->getBody(), Returned);
    if (auto After = MergeAll(Returned))
      return After;
  }
  if (Scope == HopScope::Leaks) {
    // Children that somebody else awaits, and that hop.
    for (const Expr *Arg : C->Args)
      if (auto Child = asCall(stripConversions(Arg)))
        if (const FunctionDecl *FD = Child->Callee->getDefinition();
            FD && coroutineBody(FD) && isAnalysable(FD) &&
            summary(idOf(FD)).Exit != ExitThread::Unchanged)
          return OnThread::Unknown;
  }
  if (Known.task(Operand->getType())) {
    // A child out of sight: if there was a hop it may have been undone.
    if (Scope == HopScope::NextAwait && Before == OnThread::Pool)
      return OnThread::Unknown;
    return Scope == HopScope::Leaks && soundsLikeHop(C->Callee)
               ? OnThread::Unknown
               : Before;
  }
  if (auto To = customHop(Awaiter))
    return To;
  if (Scope == HopScope::Leaks && soundsLikeHop(C->Callee))
    return OnThread::Unknown;
  return std::nullopt;
}

bool TranslationUnit::isWithin(FunctionId Inner,
                               const FunctionDecl *Outer) const {
  for (const DeclContext *DC = Decls[Inner]->getParent(); DC;
       DC = DC->getParent())
    if (const auto *FD = dyn_cast<FunctionDecl>(DC);
        FD && FD->getCanonicalDecl() == Outer->getCanonicalDecl())
      return true;
  return false;
}

void TranslationUnit::collect(
    const Root &R, FunctionId F, OnThread Base,
    llvm::SmallVectorImpl<InlineStep> &Path,
    llvm::SmallPtrSetImpl<const FunctionSummary *> &Seen, Handover If) {
  const FunctionSummary &S = summary(F);
  if (!Seen.insert(&S).second)
    return;
  for (const Site &At : S.Sites) {
    OnThread Thread = At.Thread == OnThread::Entry ? Base : At.Thread;
    if (Thread == OnThread::Pool || Thread == OnThread::Unknown)
      continue;
    (If ? Conditional : *Found)
        .push_back({&R, F, &At,
                    llvm::SmallVector<InlineStep, 1>(Path.begin(), Path.end()),
                    If});
    if (At.Allowed)
      continue;
    auto Enter = [&](FunctionId Callable,
                     llvm::SmallPtrSetImpl<const FunctionSummary *> &Seen,
                     Handover If) {
      const FunctionSummary &C = summary(Callable);
      if (!C.IsLambda || (C.IsCoroutine && !C.IsGenerator) ||
          !isWithin(Callable, R.Decl))
        return;
      Path.push_back({&At, Callable});
      collect(R, Callable, Thread, Path, Seen, If);
      Path.pop_back();
    };
    auto EnterHere = [&](FunctionId Callable) { Enter(Callable, Seen, If); };
    llvm::for_each(At.Callees, EnterHere);
    Solver.forEachInline(At, EnterHere);
    // One condition is enough to look at.
    if (!If && !At.Externals.empty())
      for (const CallableArg &Arg : At.Args)
        if (Arg.Target != NoFunction) {
          llvm::SmallPtrSet<const FunctionSummary *, 8> SeenThere;
          Enter(Arg.Target, SeenThere,
                {At.Externals.front(), Arg.Param, /*Inline=*/true});
        }
  }
}

llvm::ArrayRef<Occurrence> TranslationUnit::occurrences() {
  if (Found)
    return *Found;
  Found.emplace();
  for (const Root &R : Roots) {
    llvm::SmallVector<InlineStep, 4> Path;
    llvm::SmallPtrSet<const FunctionSummary *, 8> Seen;
    collect(R, R.Function, OnThread::Entry, Path, Seen);
  }
  for (auto &[R, If] : ConditionalRoots) {
    if (const FunctionDecl *Definition = R.Decl->getDefinition())
      R.Decl = Definition;
    if (!isAnalysable(R.Decl) || RootDecls.contains(R.Decl->getCanonicalDecl()))
      continue;
    R.Function = idOf(R.Decl);
    llvm::SmallVector<InlineStep, 4> Path;
    llvm::SmallPtrSet<const FunctionSummary *, 8> Seen;
    collect(R, R.Function, OnThread::Entry, Path, Seen, If);
  }
  sortOccurrences(*Found);
  sortOccurrences(Conditional);
  return *Found;
}

void TranslationUnit::sortOccurrences(
    std::vector<Occurrence> &Occurrences) const {
  const SourceManager &SM = Context.getSourceManager();
  llvm::stable_sort(Occurrences, [&](const Occurrence &A, const Occurrence &B) {
    SourceLocation L = location(A.At->At), R = location(B.At->At);
    return L != R && SM.isBeforeInTranslationUnit(L, R);
  });
}

std::vector<std::pair<FunctionId, const Allowance *>>
TranslationUnit::allowances() {
  (void)occurrences();
  std::vector<std::pair<FunctionId, const Allowance *>> Result;
  for (FunctionId F = 0; F != Summaries.size(); ++F)
    if (Summaries[F])
      for (const Allowance &A : Summaries[F]->Allowances)
        Result.push_back({F, &A});
  return Result;
}

bool TranslationUnit::isUsed(FunctionId F, const Allowance *A) {
  // The effect of a root may not have been asked for.
  Solver.effect(F);
  return Solver.isUsed(F, A - Summaries[F]->Allowances.data());
}
