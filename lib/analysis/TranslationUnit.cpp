//===- TranslationUnit.cpp - The analysis of one translation unit ---------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TranslationUnit.h"
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

static bool isNamed(const NamedDecl *D, llvm::StringRef Name) {
  return D->getIdentifier() && D->getName() == Name;
}

static const CoroutineBodyStmt *coroutineBody(const FunctionDecl *FD) {
  return dyn_cast_or_null<CoroutineBodyStmt>(FD->getBody());
}

/// The definition of \p Record; of a template that was not instantiated, its
/// pattern's.
static const CXXRecordDecl *definitionOf(const CXXRecordDecl *Record) {
  if (!Record || Record->hasDefinition())
    return Record ? Record->getDefinition() : nullptr;
  if (const CXXRecordDecl *Pattern = Record->getTemplateInstantiationPattern())
    return Pattern->getDefinition();
  if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Record))
    return Spec->getSpecializedTemplate()->getTemplatedDecl()->getDefinition();
  return nullptr;
}

/// The method of \p Record, or of a base, with that name.
static const CXXMethodDecl *findMethod(const CXXRecordDecl *Record,
                                       llvm::StringRef Name) {
  Record = definitionOf(Record);
  if (!Record)
    return nullptr;
  for (const Decl *D : Record->decls()) {
    if (const auto *FTD = dyn_cast<FunctionTemplateDecl>(D))
      D = FTD->getTemplatedDecl();
    if (const auto *MD = dyn_cast<CXXMethodDecl>(D); MD && isNamed(MD, Name))
      return MD;
  }
  for (const CXXBaseSpecifier &Base : Record->bases())
    if (const CXXMethodDecl *MD = findMethod(recordOf(Base.getType()), Name))
      return MD;
  return nullptr;
}

static bool hasMethod(const CXXRecordDecl *Record, llvm::StringRef Name) {
  return findMethod(Record, Name) != nullptr;
}

static bool isAwaiter(const CXXRecordDecl *Record) {
  return hasMethod(Record, "await_ready") &&
         hasMethod(Record, "await_suspend") &&
         hasMethod(Record, "await_resume");
}

/// \p Record can be awaited by itself, or through its own `operator co_await`.
static bool isAwaitable(const CXXRecordDecl *Record) {
  Record = definitionOf(Record);
  if (!Record)
    return false;
  if (isAwaiter(Record))
    return true;
  for (const Decl *D : Record->decls()) {
    if (const auto *FTD = dyn_cast<FunctionTemplateDecl>(D))
      D = FTD->getTemplatedDecl();
    if (const auto *MD = dyn_cast<CXXMethodDecl>(D);
        MD && MD->getOverloadedOperator() == OO_Coawait)
      return true;
  }
  return false;
}

static bool isPromise(const CXXRecordDecl *Record) {
  return hasMethod(Record, "initial_suspend") &&
         hasMethod(Record, "final_suspend") &&
         hasMethod(Record, "unhandled_exception");
}

/// The body is `return true;`, or the like for \p Value.
static bool alwaysReturns(const FunctionDecl *FD, bool Value,
                          ASTContext &Context) {
  const FunctionDecl *Definition = nullptr;
  if (!FD || !FD->hasBody(Definition))
    return false;
  // The body of a library's function may have been skipped, unless it is
  // needed for constant evaluation: the answer must not depend on that.
  if (isInSystem(Definition) && !Definition->isConstexpr())
    return false;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Definition->getBody());
  if (!Body || Body->size() != 1)
    return false;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_front());
  bool Result;
  return Return && Return->getRetValue() &&
         Return->getRetValue()->getType()->isBooleanType() &&
         !Return->getRetValue()->isValueDependent() &&
         Return->getRetValue()->EvaluateAsBooleanCondition(Result, Context) &&
         Result == Value;
}

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
    bool PoolStart;         ///< a pool runs what is made
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
    if (const CoroutineBodyStmt *Body = coroutineBody(FD)) {
      Coroutines.push_back(FD);
      Bodies.push_back(Body->getSourceRange());
    } else if (FD->hasAttrs() && annotationsOf(FD).AsyncContext) {
      TU.addRoot(FD, RootKind::Annotated);
    } else if (FD->getOverloadedOperator() == OO_Coawait &&
               !FD->isDependentContext()) {
      TU.addRoot(FD, RootKind::AwaiterMember);
    }
    return true;
  }

  bool VisitLambdaExpr(LambdaExpr *LE) {
    CXXMethodDecl *Op = LE->getCallOperator();
    if (const CoroutineBodyStmt *Body = coroutineBody(Op)) {
      Coroutines.push_back(Op);
      Bodies.push_back(Body->getSourceRange());
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
    if (!TU.NonBlockingDescriptors && Callee && Callee->isExternC())
      for (const Expr *Arg : E->arguments())
        TU.NonBlockingDescriptors |= TU.facts().mentions(
            Arg, {"O_NONBLOCK", "SOCK_NONBLOCK", "FIONBIO"});
    return visitCall(E);
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) { return visitCall(E); }

  // Statements whose value nobody takes.
  bool VisitCompoundStmt(CompoundStmt *S) {
    for (const Stmt *Child : S->body())
      drop(Child);
    return true;
  }
  bool VisitIfStmt(IfStmt *S) {
    drop(S->getThen());
    drop(S->getElse());
    return true;
  }
  bool VisitForStmt(ForStmt *S) {
    drop(S->getInit());
    drop(S->getInc());
    drop(S->getBody());
    return true;
  }
  bool VisitWhileStmt(WhileStmt *S) {
    drop(S->getBody());
    return true;
  }
  bool VisitDoStmt(DoStmt *S) {
    drop(S->getBody());
    return true;
  }
  bool VisitCXXForRangeStmt(CXXForRangeStmt *S) {
    drop(S->getBody());
    return true;
  }
  bool VisitSwitchCase(SwitchCase *S) {
    drop(S->getSubStmt());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->getOpcode() == BO_Comma)
      drop(E->getLHS());
    return true;
  }
  bool VisitVarDecl(VarDecl *VD) {
    if (VD->isLocalVarDecl() && !VD->isStaticLocal() && !VD->isReferenced() &&
        !VD->isInitCapture() && !VD->hasAttr<UnusedAttr>() &&
        !VD->getType()->isReferenceType() && VD->getInit() &&
        !VD->getType()->isDependentType())
      drop(VD->getInit(), VD);
    return true;
  }

  void finish() {
    for (auto &[T, At] : Stmts) {
      T.InCoroutine = llvm::any_of(Bodies, [&](SourceRange Range) {
        return Range.fullyContains(At);
      });
      TU.Dropped.push_back(T);
    }
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
  }

  bool isOnPool(const Creation &C) {
    if (C.PoolStart)
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

  /// Records \p S when it makes a task that does nothing unless it is awaited.
  void drop(const Stmt *S, const VarDecl *Variable = nullptr) {
    const auto *E = dyn_cast_or_null<Expr>(S);
    if (!E || E->isTypeDependent() || !E->getType()->isRecordType())
      return;
    const Expr *Made = E->IgnoreUnlessSpelledInSource();
    if (!isa<CallExpr>(Made) || Made->isGLValue() ||
        isa<CXXOperatorCallExpr>(Made))
      return;
    std::optional<Call> C = asCall(Made);
    if (!C)
      return;
    DroppedTask T;
    T.At = Variable ? Variable->getLocation() : C->Loc;
    T.Maker = C->Callee;
    T.Variable = Variable;
    QualType Type = Made->getType();
    if (Match<model::TaskRule> Rule = TU.facts().task(Type)) {
      if (!Rule.Rule->Lazy)
        return;
      T.IsCoroutine = true;
    } else if (isLazyCoroutineType(recordOf(Type))) {
      T.IsCoroutine = true;
    } else if (!TU.facts().of(C->Callee).Hops.empty() &&
               isAwaitable(recordOf(Type))) {
      T.IsHop = true;
    } else if (!onlyMakesAwaiter(C->Callee)) {
      return;
    }
    Stmts.push_back({T, E->getBeginLoc()});
  }

  /// A coroutine type whose body starts when it is awaited.
  static bool isLazyCoroutineType(const CXXRecordDecl *Record) {
    if (!Record || !Record->hasDefinition())
      return false;
    Record = Record->getDefinition();
    const CXXRecordDecl *Promise = nullptr;
    for (const Decl *D : Record->decls()) {
      if (const auto *TD = dyn_cast<TypeDecl>(D); TD && isNamed(TD, "promise_type"))
        Promise = isa<CXXRecordDecl>(TD)
                      ? cast<CXXRecordDecl>(TD)
                      : recordOf(cast<TypedefNameDecl>(TD)->getUnderlyingType());
    }
    const CXXMethodDecl *Initial = findMethod(Promise, "initial_suspend");
    const CXXRecordDecl *First =
        Initial ? recordOf(Initial->getReturnType()) : nullptr;
    return isAwaitable(Record) && First && isNamed(First, "suspend_always");
  }

  /// The function does nothing but to make an awaiter of the user, which does
  /// nothing before it is awaited.
  bool onlyMakesAwaiter(const FunctionDecl *FD) {
    const FunctionDecl *Definition = nullptr;
    if (!FD->hasBody(Definition) || !TU.isAnalysable(FD) ||
        !isAwaiter(recordOf(FD->getReturnType())))
      return false;
    const auto *Body = dyn_cast<CompoundStmt>(Definition->getBody());
    const auto *Return =
        Body && Body->size() == 1 ? dyn_cast<ReturnStmt>(Body->body_front())
                                  : nullptr;
    if (!Return || !Return->getRetValue())
      return false;
    const Expr *Value = stripConversions(Return->getRetValue());
    if (const auto *CE = dyn_cast<CXXConstructExpr>(Value))
      return hasEmptyBody(CE->getConstructor());
    return isa<InitListExpr>(Value);
  }
  static bool hasEmptyBody(const CXXConstructorDecl *Ctor) {
    const FunctionDecl *Definition = nullptr;
    if (!Ctor->hasBody(Definition))
      return Ctor->isImplicit() || Ctor->isDefaulted();
    const auto *Body = dyn_cast<CompoundStmt>(Definition->getBody());
    return Body && Body->body_empty();
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
        Definition && coroutineBody(Definition))
      Created.push_back({Definition,
                         Functions.empty() ? nullptr : Functions.back(),
                         PoolStarts.contains(E)});

    if (C->Args.empty())
      return true;
    const FunctionFacts &F = TU.facts().of(C->Callee);
    bool HasRule = !F.Callables.empty() || F.Annotated.Offloads;
    bool HasBody = !HasRule && TU.isAnalysable(C->Callee);
    if (!HasRule && !HasBody)
      return true;
    auto Stable = [&](const VarDecl *VD) { return TU.isStable(VD); };
    for (unsigned I = 0; I != C->Args.size(); ++I) {
      if (HasBody && !isClosure(recordOf(C->Args[I]->getType())) &&
          !C->Args[I]->getType()->isFunctionPointerType() &&
          !isa<CXXConstructExpr>(C->Args[I]->IgnoreImplicit()))
        continue;
      Callable Target = resolveCallable(C->Args[I], nullptr, Stable);
      if (!Target)
        continue;
      if (HasRule) {
        std::optional<Facts::Runner> R = TU.facts().runner(*C, I, Stable);
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
    if (By == Runs::Pool) {
      if (Target.Task)
        PoolStarts.insert(Target.Task); // visited after the call around it
      else if (coroutineBody(FD))
        Created.push_back({FD, nullptr, true});
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
  std::vector<SourceRange> Bodies;
  std::vector<Callback> Callbacks;
  std::vector<HandedOver> Handed;
  std::vector<std::pair<DroppedTask, SourceLocation>> Stmts;
};

} // namespace unblock::analysis

//===----------------------------------------------------------------------===//
// TranslationUnit
//===----------------------------------------------------------------------===//

TranslationUnit::TranslationUnit(ASTContext &Context,
                                 const model::ModelSet &Models)
    : Context(Context), Known(Context, Models), Solver(*this) {
  Discovery D(*this);
  for (Decl *Top : Context.getTraversalScope())
    D.TraverseDecl(Top);
  D.finish();
  D.addCallbacks();
}

TranslationUnit::~TranslationUnit() = default;

void TranslationUnit::addRoot(const FunctionDecl *FD, RootKind Kind,
                              llvm::StringRef Runner, SourceLocation At,
                              const model::Profile *Library) {
  if (const FunctionDecl *Definition = FD->getDefinition())
    FD = Definition;
  if (!isAnalysable(FD) || !RootDecls.insert(FD->getCanonicalDecl()).second)
    return;
  Roots.push_back({idOf(FD), Kind, FD, Runner.str(), place(At), Library});
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
  return Known.task(T) || ::isAwaitable(recordOf(T));
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
         llvm::is_contained(
             {"await_ready", "await_suspend", "await_resume"}, FD->getName());
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
  if (!Record || Record->isDependentContext() || ::isAwaitable(Record))
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
  for (QualType T : {S->getOperand()->getType(), S->getOpaqueValue()->getType()})
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
    auto Stable = [&](const VarDecl *VD) { return TU.isStable(VD); };
    for (unsigned I = 0; I != C->Args.size(); ++I) {
      if (!mentionsHandle(C->Args[I]))
        continue;
      if (auto R = TU.facts().runner(*C, I, Stable)) {
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
        switch (TU.facts().executorKind(C->Object, Stable)) {
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
  const CXXMethodDecl *MD = findMethod(Awaiter, "await_suspend");
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
/// fall silent, and only where nothing brings the coroutine back by itself: an awaited call of such a name, which no profile knows, leaves
/// the coroutine where nobody knows.
static bool soundsLikeHop(const FunctionDecl *FD) {
  std::string Name;
  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(FD))
    Name = Ctor->getParent()->getName().lower();
  else if (FD->getIdentifier())
    Name = FD->getName().lower();
  llvm::erase(Name, '_');
  static constexpr llvm::StringLiteral Words[] = {
      "schedule", "resumeon", "resumebackground", "resumeforeground",
       "switchto", "transferto", "continueon", "moveto", "hopto", "hop",
       "runon", "enterpool", "leavepool", "viapool", "onpool", "toworker",
       "tobackground", "tothread", "offload", "jumpto", "reschedule"};
  return llvm::any_of(Words, [&](llvm::StringRef Word) {
    return llvm::StringRef(Name).starts_with(Word) ||
           llvm::StringRef(Name).ends_with(Word);
  });
}

OnThread TranslationUnit::threadAfter(const Expr *Suspension,
                                      const FunctionDecl *Coroutine,
                                      OnThread Before) {
  if (isa<CoyieldExpr>(Suspension))
    return Before;
  const Expr *Operand = operandOf(Suspension);
  if (!suspends(Suspension))
    return Before;
  auto Stable = [&](const VarDecl *VD) { return isStable(VD); };
  auto OnRunner = [](Runs By) {
    return By == Runs::Pool   ? OnThread::Pool
           : By == Runs::Loop ? OnThread::Loop
                              : OnThread::Unknown;
  };
  const Match<model::TaskRule> Task = Known.task(Coroutine->getReturnType());
  HopScope Scope = Task ? Task.From->Scope : HopScope::Leaks;

  if (std::optional<Call> C = asCall(Operand)) {
    if (std::optional<Runs> To = Known.hop(*C, Stable))
      return OnRunner(*To);
    // An operation of the library.
    if (!Known.of(C->Callee).Callables.empty() ||
        Known.of(C->Callee).Annotated.Offloads)
      return Scope == HopScope::NextAwait ? OnThread::Entry : Before;
    // A child: its last hop may still hold when it has finished.
    const FunctionDecl *Definition = C->Callee->getDefinition();
    if (Definition && coroutineBody(Definition) && isAnalysable(Definition)) {
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
    if (Known.task(Operand->getType())) {
      // A child out of sight: if there was a hop it may have been undone.
      if (Scope == HopScope::NextAwait && Before == OnThread::Pool)
        return OnThread::Unknown;
      return Scope == HopScope::Leaks && soundsLikeHop(C->Callee)
                 ? OnThread::Unknown
                 : Before;
    }
    if (const auto *S = dyn_cast<CoroutineSuspendExpr>(Suspension))
      if (auto To =
              customHop(recordOf(S->getOpaqueValue()->getType())))
        return *To;
    if (Scope == HopScope::Leaks && soundsLikeHop(C->Callee))
      return OnThread::Unknown;
  } else if (const auto *S = dyn_cast<CoroutineSuspendExpr>(Suspension)) {
    if (auto To = customHop(recordOf(S->getOpaqueValue()->getType())))
      return *To;
  } else {
    // Nobody knows what it is before it is instantiated.
    return OnThread::Unknown;
  }
  return Scope == HopScope::NextAwait ? OnThread::Entry : Before;
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
    llvm::SmallPtrSetImpl<const FunctionSummary *> &Seen) {
  const FunctionSummary &S = summary(F);
  if (!Seen.insert(&S).second)
    return;
  for (const Site &At : S.Sites) {
    OnThread Thread = At.Thread == OnThread::Entry ? Base : At.Thread;
    if (Thread == OnThread::Pool || Thread == OnThread::Unknown)
      continue;
    Found->push_back(
        {&R, F, &At, llvm::SmallVector<InlineStep, 1>(Path.begin(), Path.end())});
    if (At.Allowed)
      continue;
    auto Enter = [&](FunctionId Callable) {
      const FunctionSummary &C = summary(Callable);
      if (!C.IsLambda || (C.IsCoroutine && !C.IsGenerator) ||
          !isWithin(Callable, R.Decl))
        return;
      Path.push_back({&At, Callable});
      collect(R, Callable, Thread, Path, Seen);
      Path.pop_back();
    };
    for (FunctionId Callee : At.Callees)
      Enter(Callee);
    Solver.forEachInline(At, Enter);
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
  const SourceManager &SM = Context.getSourceManager();
  llvm::stable_sort(*Found, [&](const Occurrence &A, const Occurrence &B) {
    SourceLocation L = location(A.At->At), R = location(B.At->At);
    return L != R && SM.isBeforeInTranslationUnit(L, R);
  });
  return *Found;
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
