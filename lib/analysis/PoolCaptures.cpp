//===- PoolCaptures.cpp - What a closure for a pool refers to -------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PoolCaptures.h"
#include "Coroutines.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include <map>
#include <set>

using namespace clang;
using namespace unblock::analysis;
using unblock::model::Role;
using unblock::model::Runs;

//===----------------------------------------------------------------------===//
// What an expression refers to
//===----------------------------------------------------------------------===//

/// \p E as it is written, without `std::move` and kin.
static const Expr *written(const Expr *E) {
  for (;;) {
    E = E->IgnoreUnlessSpelledInSource()->IgnoreParens();
    const auto *CE = dyn_cast<CallExpr>(E);
    if (!CE || CE->getNumArgs() != 1 || !CE->getDirectCallee() ||
        !CE->getDirectCallee()->isInStdNamespace() ||
        !(isNamed(CE->getDirectCallee(), "move") ||
          isNamed(CE->getDirectCallee(), "forward")))
      return E;
    E = CE->getArg(0);
  }
}

/// Does a value of \p T refer to memory of something else: a view, an iterator?
static bool isView(QualType T) {
  if (T.isNull() || T->isPointerType())
    return false;
  const CXXRecordDecl *Record = recordOf(T);
  if (!Record)
    return false;
  if (Record->hasAttr<PointerAttr>())
    return true;
  if (!Record->getIdentifier() || !isInSystem(Record))
    return false;
  if (Record->getName().contains("iterator"))
    return true;
  if (!Record->isInStdNamespace())
    return false;
  return llvm::is_contained(
      {"span", "initializer_list", "basic_string_view", "reference_wrapper"},
      Record->getName());
}

/// Does an object of \p T own the memory that its members hand out?
static bool isOwner(QualType T) {
  const CXXRecordDecl *Record = T->isPointerType() ? nullptr : recordOf(T);
  return Record && !isView(T) &&
         (Record->hasAttr<OwnerAttr>() ||
          (Record->isInStdNamespace() &&
           (hasMethod(Record, "data") || hasMethod(Record, "begin") ||
            hasMethod(Record, "get_deleter"))));
}

namespace {

/// Finds the object behind references, pointers and views.
class Referents {
public:
  Referents(TranslationUnit &TU, const FunctionDecl *In) : TU(TU), In(In) {}

  /// Adds what \p Closure, or an argument that goes with it, refers to.
  void closure(const Expr *Closure, llvm::SmallVectorImpl<Captured> &Out);
  void argument(const Expr *Arg, llvm::SmallVectorImpl<Captured> &Out);

private:
  std::optional<Captured> reference(const ValueDecl *D, unsigned Depth = 0);
  std::optional<Captured> lvalue(const Expr *E, unsigned Depth = 0);
  std::optional<Captured> pointee(const Expr *E, unsigned Depth = 0);
  void lambda(const LambdaExpr *LE, llvm::SmallVectorImpl<Captured> &Out);
  SourceLocation ampersand(const LambdaExpr *LE, const LambdaCapture &C);

  TranslationUnit &TU;
  const FunctionDecl *In;
};

} // namespace

/// The object that the name \p D stands for.
std::optional<Captured> Referents::reference(const ValueDecl *D,
                                             unsigned Depth) {
  if (const auto *BD = dyn_cast<BindingDecl>(D))
    D = dyn_cast_or_null<VarDecl>(BD->getDecomposedDecl());
  const auto *VD = dyn_cast_or_null<VarDecl>(D);
  if (!VD || !VD->hasLocalStorage() || Depth > 8)
    return std::nullopt;
  Captured C;
  C.Object = VD;
  const auto *Owner =
      dyn_cast_or_null<FunctionDecl>(VD->getParentFunctionOrMethod());
  if (!Owner || Owner->getCanonicalDecl() != In->getCanonicalDecl()) {
    C.Life = Captured::Outer;
    return C;
  }
  bool IsReference = VD->getType()->isReferenceType();
  if (isa<ParmVarDecl>(VD)) {
    C.Life = IsReference ? Captured::Outer : Captured::Param;
    return C;
  }
  if (!IsReference)
    return C;
  const Expr *Init = VD->getInit();
  if (!Init)
    return std::nullopt;
  if (const auto *EWC = dyn_cast<ExprWithCleanups>(Init))
    Init = EWC->getSubExpr();
  // A temporary lives as long as the reference.
  if (isa<MaterializeTemporaryExpr>(Init->IgnoreParens()))
    return C;
  return lvalue(Init, Depth + 1);
}

std::optional<Captured> Referents::lvalue(const Expr *E, unsigned Depth) {
  if (Depth > 8)
    return std::nullopt;
  E = written(E);
  if (const auto *DRE = dyn_cast<DeclRefExpr>(E))
    return reference(DRE->getDecl(), Depth + 1);
  if (const auto *ME = dyn_cast<MemberExpr>(E)) {
    if (!ME->isArrow())
      return lvalue(ME->getBase(), Depth + 1);
  } else if (const auto *ASE = dyn_cast<ArraySubscriptExpr>(E)) {
    if (ASE->getBase()->IgnoreImpCasts()->getType()->isArrayType())
      return lvalue(ASE->getBase()->IgnoreImpCasts(), Depth + 1);
  }
  return std::nullopt;
}

/// The object that the pointer, view or iterator \p E points into.
std::optional<Captured> Referents::pointee(const Expr *E, unsigned Depth) {
  if (Depth > 8)
    return std::nullopt;
  E = written(E);
  if (E->getType()->isArrayType() || isOwner(E->getType()))
    return E->isLValue() ? lvalue(E, Depth + 1) : std::nullopt;
  if (const auto *DRE = dyn_cast<DeclRefExpr>(E)) {
    const auto *VD = dyn_cast<VarDecl>(DRE->getDecl());
    if (!VD || !VD->hasLocalStorage())
      return std::nullopt;
    if (isa<ParmVarDecl>(VD)) {
      if (!isView(VD->getType()))
        return std::nullopt;
      Captured C;
      C.Life = Captured::Outer;
      C.Object = VD;
      return C;
    }
    if (!VD->getInit() ||
        !(VD->getType().isConstQualified() || TU.isStable(VD)))
      return std::nullopt;
    return pointee(VD->getInit(), Depth + 1);
  }
  if (const auto *UO = dyn_cast<UnaryOperator>(E))
    return UO->getOpcode() == UO_AddrOf ? lvalue(UO->getSubExpr(), Depth + 1)
                                        : std::nullopt;
  if (const auto *BO = dyn_cast<BinaryOperator>(E);
      BO && BO->isAdditiveOp() && BO->getType()->isPointerType())
    return pointee(BO->getLHS(), Depth + 1);
  if (const auto *ILE = dyn_cast<InitListExpr>(E))
    return ILE->getNumInits() != 0 && isView(ILE->getType())
               ? pointee(ILE->getInit(0), Depth + 1)
               : std::nullopt;
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return pointee(Cast->getSubExpr(), Depth + 1);
  std::optional<Call> C = asCall(E);
  if (!C)
    return std::nullopt;
  if (isa<CXXConstructorDecl>(C->Callee))
    return !C->Args.empty() && isView(E->getType())
               ? pointee(C->Args.front(), Depth + 1)
               : std::nullopt;
  if (C->Object) {
    QualType T = C->Object->getType();
    if (isView(T) || isOwner(T)) {
      const Expr *Object = C->Object->IgnoreParenImpCasts();
      return isOwner(T) ? lvalue(Object, Depth + 1)
                        : pointee(Object, Depth + 1);
    }
    return std::nullopt;
  }
  if (C->Callee->isInStdNamespace() && C->Args.size() == 1) {
    llvm::StringRef Name =
        C->Callee->getIdentifier() ? C->Callee->getName() : "";
    if (llvm::is_contained({"ref", "cref", "addressof"}, Name))
      return lvalue(C->Args.front(), Depth + 1);
    if (llvm::is_contained(
            {"begin", "end", "data", "cbegin", "as_bytes", "as_writable_bytes"},
            Name))
      return pointee(C->Args.front(), Depth + 1);
  }
  return std::nullopt;
}

/// An argument that a closure keeps: `std::ref(x)`, `&x`, `this`.
void Referents::argument(const Expr *Arg,
                         llvm::SmallVectorImpl<Captured> &Out) {
  Arg = written(Arg);
  if (isa<CXXThisExpr>(Arg)) {
    Captured C;
    C.How = Captured::This;
    C.Life = Captured::Outer;
    C.At = Arg->getExprLoc();
    Out.push_back(C);
    return;
  }
  Captured::Kind How = Captured::Pointer;
  if (const auto *UO = dyn_cast<UnaryOperator>(Arg)) {
    if (UO->getOpcode() != UO_AddrOf)
      return;
  } else if (auto C = asCall(Arg);
             C && C->Callee->isInStdNamespace() &&
             (isNamed(C->Callee, "ref") || isNamed(C->Callee, "cref"))) {
    How = Captured::Reference;
  } else if (!isView(Arg->getType()) && !Arg->getType()->isPointerType()) {
    return;
  }
  if (std::optional<Captured> C = pointee(Arg)) {
    C->How = How;
    C->Name = C->Object;
    C->At = Arg->getExprLoc();
    Out.push_back(*C);
  }
}

/// Is \p E nothing but read?
static bool isOnlyRead(const BodyShape &Body, const Expr *E) {
  const Stmt *P = Body.parent(E);
  while (isa_and_nonnull<ParenExpr>(P) ||
         (isa_and_nonnull<ImplicitCastExpr>(P) &&
          cast<ImplicitCastExpr>(P)->getCastKind() == CK_NoOp))
    P = Body.parent(P);
  if (const auto *Cast = dyn_cast_or_null<ImplicitCastExpr>(P))
    return Cast->getCastKind() == CK_LValueToRValue;
  return false;
}

/// Where the `&` of \p C stands, when the closure may have a copy instead: of
/// something small that is only read, and that nobody changes afterwards.
SourceLocation Referents::ampersand(const LambdaExpr *LE,
                                    const LambdaCapture &C) {
  if (!C.isExplicit() || C.getCaptureKind() != LCK_ByRef ||
      LE->isInitCapture(&C) || C.isPackExpansion())
    return {};
  const auto *VD = dyn_cast<VarDecl>(C.getCapturedVar());
  ASTContext &Context = TU.context();
  if (!VD || VD->getType()->isReferenceType() || isa<ParmVarDecl>(VD) ||
      !VD->getType().isTriviallyCopyableType(Context) ||
      VD->getType()->isArrayType() || VD->getType()->isDependentType() ||
      !TU.isStable(VD))
    return {};
  if (Context.getTypeSizeInChars(VD->getType()).getQuantity() > 16)
    return {};
  BodyShape Body(TU, LE->getCallOperator());
  if (!Body.lambdas().empty() || Body.mentions(VD).empty() ||
      !llvm::all_of(Body.mentions(VD),
                    [&](const Expr *E) { return isOnlyRead(Body, E); }))
    return {};
  // The capture's place is that of the name.
  const SourceManager &SM = Context.getSourceManager();
  SourceLocation Loc = C.getLocation();
  if (Loc.isInvalid() || Loc.isMacroID())
    return {};
  SourceLocation Before = Loc.getLocWithOffset(-1);
  return *SM.getCharacterData(Before) == '&' ? Before : SourceLocation();
}

/// Does the closure own the object of `this`, too?
static bool keepsThis(const LambdaExpr *LE) {
  const CXXRecordDecl *Self = nullptr;
  for (const DeclContext *DC = LE->getLambdaClass()->getDeclContext(); DC;
       DC = DC->getParent())
    if (const auto *MD = dyn_cast<CXXMethodDecl>(DC);
        MD && !isClosure(MD->getParent())) {
      Self = MD->getParent();
      break;
    }
  return llvm::any_of(LE->captures(), [&](const LambdaCapture &C) {
    if (!C.capturesVariable() || C.getCaptureKind() == LCK_ByRef)
      return false;
    const auto *Holder = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
        recordOf(C.getCapturedVar()->getType()));
    if (!Holder || Holder->getTemplateArgs().size() == 0 ||
        Holder->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
      return false;
    const CXXRecordDecl *Held =
        recordOf(Holder->getTemplateArgs()[0].getAsType());
    if (!Held || !Self)
      return false;
    return Held->getCanonicalDecl() == Self->getCanonicalDecl() ||
           (Self->hasDefinition() && Self->isDerivedFrom(Held)) ||
           (Held->hasDefinition() && Held->isDerivedFrom(Self));
  });
}

void Referents::lambda(const LambdaExpr *LE,
                       llvm::SmallVectorImpl<Captured> &Out) {
  for (const LambdaCapture &Capture : LE->captures()) {
    if (Capture.getCaptureKind() == LCK_This) {
      if (keepsThis(LE))
        continue;
      Captured C;
      C.How = Captured::This;
      C.Life = Captured::Outer;
      C.At = Capture.getLocation();
      Out.push_back(C);
      continue;
    }
    if (!Capture.capturesVariable())
      continue;
    const ValueDecl *D = Capture.getCapturedVar();
    const auto *VD = dyn_cast<VarDecl>(D);
    bool HasInit = LE->isInitCapture(&Capture) && VD && VD->getInit();
    std::optional<Captured> C;
    Captured::Kind How = Captured::Reference;
    if (HasInit && VD->getType()->isReferenceType()) {
      C = lvalue(VD->getInit());
    } else if (!HasInit && Capture.getCaptureKind() == LCK_ByRef) {
      C = reference(D);
    } else {
      // A copy of what points somewhere else.
      QualType T = D->getType().getNonReferenceType();
      How = T->isPointerType() ? Captured::Pointer : Captured::View;
      if (!VD || (How == Captured::View && !isView(T)))
        continue;
      if (HasInit)
        C = pointee(VD->getInit());
      else if (isa<ParmVarDecl>(VD) && isView(T)) {
        C.emplace();
        C->Life = Captured::Outer;
        C->Object = VD;
      } else if (VD->hasLocalStorage() && VD->getInit() &&
                 !isa<ParmVarDecl>(VD) &&
                 (VD->getType().isConstQualified() || TU.isStable(VD)))
        C = pointee(VD->getInit());
    }
    if (!C)
      continue;
    C->How = How;
    C->Name = D;
    C->At = Capture.getLocation();
    C->Ampersand = ampersand(LE, Capture);
    Out.push_back(*C);
  }
}

void Referents::closure(const Expr *Closure,
                        llvm::SmallVectorImpl<Captured> &Out) {
  for (unsigned Steps = 0; Steps != 8; ++Steps) {
    Closure = written(Closure);
    if (const auto *LE = dyn_cast<LambdaExpr>(Closure)) {
      if (const auto *Around =
              dyn_cast<FunctionDecl>(LE->getLambdaClass()->getDeclContext());
          Around && Around->getCanonicalDecl() == In->getCanonicalDecl())
        lambda(LE, Out);
      return;
    }
    if (const auto *DRE = dyn_cast<DeclRefExpr>(Closure)) {
      const auto *VD = dyn_cast<VarDecl>(DRE->getDecl());
      if (!VD || !VD->isLocalVarDecl() || !VD->getInit() ||
          VD->getType()->isReferenceType() || !TU.isStable(VD))
        return;
      Closure = VD->getInit();
      continue;
    }
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Closure)) {
      Closure = Cast->getSubExpr();
      continue;
    }
    if (const auto *ILE = dyn_cast<InitListExpr>(Closure)) {
      for (const Expr *Init : ILE->inits()) {
        size_t Before = Out.size();
        if (Init->isLValue() && !isa<StringLiteral>(Init)) {
          if (auto C = lvalue(Init)) {
            C->How = Captured::Reference;
            C->Name = C->Object;
            C->At = Init->getExprLoc();
            Out.push_back(*C);
          }
        }
        if (Out.size() == Before)
          argument(Init, Out);
      }
      return;
    }
    auto C = asCall(Closure);
    if (!C)
      return;
    // std::function and kin
    if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(C->Callee);
        Ctor && C->Args.size() == 1 && isInSystem(Ctor->getParent())) {
      Closure = C->Args.front();
      continue;
    }
    if (C->Callee->isInStdNamespace()) {
      if (isNamed(C->Callee, "ref") || isNamed(C->Callee, "cref")) {
        argument(Closure, Out);
        return;
      }
      bool Binds = isNamed(C->Callee, "bind") ||
                   isNamed(C->Callee, "bind_front") ||
                   isNamed(C->Callee, "bind_back");
      if (Binds)
        for (const Expr *Arg : C->Args)
          argument(Arg, Out);
      return;
    }
    if (isa<CXXConstructorDecl>(C->Callee))
      for (const Expr *Arg : C->Args) {
        const Expr *Given = written(Arg);
        if (const auto *UO = dyn_cast<UnaryOperator>(Given);
            (UO && UO->getOpcode() == UO_AddrOf) || isa<CXXThisExpr>(Given))
          argument(Arg, Out);
      }
    return;
  }
}

//===----------------------------------------------------------------------===//
// The flow
//===----------------------------------------------------------------------===//

namespace {

/// Where the work is under way: in the function around the closure.
struct Start {
  const Offload *Work = nullptr;
  const Expr *At = nullptr;
  const FunctionDecl *In = nullptr;
  /// A helper in between throws the handle away.
  bool IsDropped = false;
  HandleKind Kind = HandleKind::None;
};

/// What is known of the work on some path.
struct Progress {
  enum Kind : uint8_t {
    Idle, ///< not started
    Ended,
    Held, ///< under way; `In` has the handle
    Lost, ///< under way, and nobody will wait for it
  } Now = Idle;
  DanglingClosure::Reason Why = DanglingClosure::NotAwaited;
  const ValueDecl *In = nullptr;
  friend auto operator<=>(const Progress &, const Progress &) = default;
};
using State = std::set<Progress>;

class WorkFlow {
public:
  WorkFlow(TranslationUnit &TU, const BodyShape &Body, const Start &Begin,
           llvm::ArrayRef<Captured> What)
      : TU(TU), Body(Body), Begin(Begin), What(What) {}

  std::optional<DanglingClosure> run();

private:
  struct Event {
    const ValueDecl *Of;
    Destination Where;
  };

  void follow(const ValueDecl *Carrier, const ValueDecl *Alias);
  Progress begin();
  Progress apply(const Event &E, Progress P);
  void transfer(const CFGBlock &Block, State &S, bool Report);
  void lookForWaits(const Expr *E, State &S);
  void ends(const VarDecl *VD, SourceLocation At, const State &S);
  void atExit(const State &S);
  void atThrow(const CXXThrowExpr *E, const State &S);
  bool settles(const CFGBlock &Block, unsigned Edge, const ValueDecl *Carrier);
  void found(const Captured &C, const Progress &P, SourceLocation At);
  Progress lose(DanglingClosure::Reason Why, const Stmt *At,
                std::string By = "");

  TranslationUnit &TU;
  const BodyShape &Body;
  const Start &Begin;
  llvm::ArrayRef<Captured> What;

  bool Conditional = false; ///< the handle is assigned, not initialised
  std::set<std::pair<const ValueDecl *, const ValueDecl *>> Followed;
  llvm::DenseMap<const Stmt *, llvm::SmallVector<Event, 1>> Events;
  /// Loops and conditions that see to the handle that a variable holds.
  llvm::DenseMap<const ValueDecl *, llvm::SmallPtrSet<const Stmt *, 2>> Settled;
  std::map<DanglingClosure::Reason, std::pair<SourceLocation, std::string>>
      LostAt;
  std::optional<DanglingClosure> Result;
  llvm::SmallPtrSet<const Captured *, 4> Gone;
  Progress Last;
};

} // namespace

Progress WorkFlow::lose(DanglingClosure::Reason Why, const Stmt *At,
                        std::string By) {
  SourceLocation Loc;
  if (const auto *E = dyn_cast_or_null<Expr>(At)) {
    auto C = asCall(E);
    Loc = C ? C->Loc : E->getExprLoc();
  } else if (At) {
    Loc = At->getBeginLoc();
  }
  LostAt.try_emplace(Why, Loc, std::move(By));
  return {Progress::Lost, Why, nullptr};
}

/// Adds the events of the variable \p Carrier, which is named \p Alias here,
/// and of those that the handle moves to.
void WorkFlow::follow(const ValueDecl *Carrier, const ValueDecl *Alias) {
  if (!Followed.insert({Carrier, Alias}).second)
    return;
  llvm::SmallVector<std::pair<const Expr *, Destination>, 4> Uses;
  for (const Expr *Mention : Body.mentions(Alias)) {
    Destination D = Body.destination(Mention);
    if (D.What == Destination::Held && D.In == Alias)
      continue;
    Uses.push_back({Mention, D});
    // After waiting for some time, one looks whether to wait again.
    Conditional |= D.GivenUpBy && !D.Moved;
  }
  for (const auto &[Mention, D] : Uses) {
    Events[D.At].push_back({Carrier, D});
    if (D.What == Destination::Held)
      follow(D.Moved ? D.In : Carrier, D.In);
    bool Settles = !D.GivenUpBy && (D.What == Destination::Awaited ||
                                    D.What == Destination::Unknown);
    for (const Stmt *Branch : Body.branches()) {
      const Expr *Cond = nullptr;
      if (const auto *If = dyn_cast<IfStmt>(Branch))
        Cond = If->getCond();
      else if (const auto *While = dyn_cast<WhileStmt>(Branch))
        Cond = While->getCond();
      else if (const auto *For = dyn_cast<ForStmt>(Branch))
        Cond = For->getCond();
      else if (const auto *Do = dyn_cast<DoStmt>(Branch))
        Cond = Do->getCond();
      // `if (handle.valid())`, `while (!handle.is_finished())`
      bool Asked = Cond && !D.GivenUpBy && D.What == Destination::Looked &&
                   Body.isWithin(Mention, Cond);
      // A loop over a container: an iterator leads to it, too.
      if (Asked || (Settles && Body.isWithin(Mention, Branch) &&
                    (!isa<IfStmt>(Branch) || Conditional)))
        Settled[Carrier].insert(Branch);
    }
  }
  // for (auto &handle : handles) co_await handle;
  for (const Stmt *Branch : Body.branches()) {
    const auto *For = dyn_cast<CXXForRangeStmt>(Branch);
    if (!For || !For->getRangeInit() || subjectOf(For->getRangeInit()) != Alias)
      continue;
    for (const Expr *Mention : Body.mentions(For->getLoopVariable())) {
      Destination D = Body.destination(Mention);
      if (!D.GivenUpBy && D.What != Destination::Looked &&
          D.What != Destination::Aborted && D.What != Destination::Dropped)
        Settled[Carrier].insert(Branch);
    }
  }
}

/// What is known when the work has been started.
Progress WorkFlow::begin() {
  if (Begin.IsDropped)
    return lose(DanglingClosure::NotAwaited, nullptr);
  if (Begin.Kind == HandleKind::None) {
    // The pool itself may be waited for.
    if (auto C = asCall(Begin.At)) {
      llvm::SmallVector<const Expr *, 4> Places(C->Args.begin(), C->Args.end());
      Places.push_back(C->Object);
      for (const Expr *Place : Places)
        if (Place && recordOf(Place->getType()))
          if (const auto *Pool = dyn_cast_or_null<VarDecl>(
                  subjectOf(Place->IgnoreParenImpCasts()));
              Pool && Pool->isLocalVarDecl() && !Pool->isStaticLocal() &&
              !Pool->getType()->isReferenceType() &&
              !isClosure(recordOf(Pool->getType())))
            return {Progress::Held, {}, Pool};
    }
    return lose(DanglingClosure::NotAwaited, nullptr);
  }
  Destination D = Body.destination(Begin.At);
  switch (D.What) {
  case Destination::Held:
    Conditional = !isa_and_nonnull<DeclStmt>(D.At);
    if (D.GivenUpBy)
      break;
    follow(D.In, D.In);
    return {Progress::Held, {}, D.In};
  case Destination::Awaited:
    if (!D.GivenUpBy)
      return {Progress::Ended};
    break;
  case Destination::Dropped:
    // A temporary thread or future waits; one that is detached does not.
    if (Begin.Kind == HandleKind::Task ||
        (Begin.Kind == HandleKind::Joins && !isa_and_nonnull<Expr>(D.At)))
      return {Progress::Ended};
    return lose(DanglingClosure::NotAwaited, nullptr);
  case Destination::Kept:
    return lose(DanglingClosure::Kept, D.At,
                D.In ? D.In->getNameAsString() : "");
  case Destination::Returned:
    return lose(DanglingClosure::Returned, D.At);
  case Destination::Aborted:
    return lose(DanglingClosure::NotAwaited, nullptr);
  case Destination::Looked:
  case Destination::Unknown:
    return {Progress::Ended};
  }
  auto C = asCall(D.GivenUpBy);
  return lose(DanglingClosure::GivenUp, D.GivenUpBy,
              C ? qualifiedName(C->Callee) : "");
}

Progress WorkFlow::apply(const Event &E, Progress P) {
  if (P.Now != Progress::Held || P.In != E.Of)
    return P;
  const Destination &D = E.Where;
  auto GivenUp = [&] {
    if (!D.Moved)
      return P; // it can still be awaited
    auto C = asCall(D.GivenUpBy);
    return lose(DanglingClosure::GivenUp, D.GivenUpBy,
                C ? qualifiedName(C->Callee) : "");
  };
  switch (D.What) {
  case Destination::Awaited:
    return D.GivenUpBy ? GivenUp() : Progress{Progress::Ended};
  case Destination::Held:
    if (D.GivenUpBy)
      return GivenUp();
    return D.Moved ? Progress{Progress::Held, {}, D.In} : P;
  case Destination::Kept:
    return D.Moved ? lose(DanglingClosure::Kept, D.At,
                          D.In ? D.In->getNameAsString() : "")
                   : Progress{Progress::Ended};
  case Destination::Returned:
    return lose(DanglingClosure::Returned, D.At);
  case Destination::Dropped:
    return isa_and_nonnull<Expr>(D.At) && asCall(cast<Expr>(D.At))
               ? lose(DanglingClosure::NotAwaited, D.At)
               : P;
  case Destination::Unknown:
    return {Progress::Ended};
  case Destination::Looked:
  case Destination::Aborted:
    return P;
  }
  llvm_unreachable("covered switch");
}

/// Code that waits for something else may know that the work has ended by then:
/// a latch, a condition variable, the whole pool.
void WorkFlow::lookForWaits(const Expr *E, State &S) {
  if (S.empty() || (S.size() == 1 && S.begin()->Now != Progress::Held &&
                    S.begin()->Now != Progress::Lost))
    return;
  bool Waits = false;
  auto IsCapturedPrimitive = [&](const Expr *Operand) {
    DeclSet Mentions;
    collectMentions(Operand, Mentions);
    return llvm::any_of(What, [&](const Captured &C) {
      if (!C.Object || !Mentions.contains(C.Object))
        return false;
      llvm::StringRef Name = TU.facts().typeName(C.Object->getType());
      return (!Name.empty() && TU.facts().models().isPrimitive(Name)) ||
             TU.isAwaitable(C.Object->getType());
    });
  };
  if (isa<CoawaitExpr, DependentCoawaitExpr>(E)) {
    Waits = IsCapturedPrimitive(operandOf(E));
  } else if (auto C = asCall(E)) {
    const FunctionFacts &F = TU.facts().of(C->Callee);
    bool Blocks = llvm::any_of(F.Blocking, [](const auto *Entry) {
      return Entry->Kind == unblock::model::Category::Wait ||
             Entry->Kind == unblock::model::Category::SyncWait;
    });
    Waits = (Blocks || (C->Object && waitsForEnd(C->Callee))) &&
            E != Begin.At && Begin.Kind != HandleKind::Handle;
    // The latch of a closure whose handle nobody wants.
    if (!Waits && (Blocks || waitsForEnd(C->Callee)) && C->Object)
      Waits = llvm::any_of(What, [&](const Captured &Object) {
        return Object.Object && subjectOf(C->Object) == Object.Object;
      });
  }
  if (!Waits)
    return;
  State After;
  for (const Progress &P : S)
    After.insert(P.Now == Progress::Idle ? P : Progress{Progress::Ended});
  S = std::move(After);
}

void WorkFlow::found(const Captured &C, const Progress &P, SourceLocation At) {
  const SourceManager &SM = TU.context().getSourceManager();
  if (!Result) {
    Result.emplace();
    Result->Work = Begin.Work;
    auto C = asCall(Begin.At);
    Result->At = C ? C->Loc : Begin.Work->at();
  }
  Gone.insert(&C);
  if (Result->EndsAt.isValid() &&
      !SM.isBeforeInTranslationUnit(At, Result->EndsAt))
    return;
  Result->EndsAt = At;
  Result->Why = P.Now == Progress::Held ? DanglingClosure::NotAwaited : P.Why;
  if (auto It = LostAt.find(Result->Why); It != LostAt.end())
    std::tie(Result->LostAt, Result->By) = It->second;
  // Is it awaited on another way?
  if (Result->Why == DanglingClosure::NotAwaited &&
      Result->LostAt.isInvalid()) {
    if (!Settled.empty())
      Result->Why = DanglingClosure::Early;
    for (const auto &[At, List] : Events)
      for (const Event &E : List)
        if (E.Where.What == Destination::Awaited && !E.Where.GivenUpBy)
          Result->Why = DanglingClosure::Early;
  }
}

/// The life of \p VD ends.
void WorkFlow::ends(const VarDecl *VD, SourceLocation At, const State &S) {
  for (const Captured &C : What)
    if (C.Life == Captured::Local && C.Object == VD)
      for (const Progress &P : S)
        if (P.Now == Progress::Held || P.Now == Progress::Lost) {
          found(C, P, At);
          break;
        }
}

/// A throw leaves the scopes up to the next handler.
void WorkFlow::atThrow(const CXXThrowExpr *E, const State &S) {
  const Stmt *Left = Body.body();
  for (const Stmt *Inner = E, *P = Body.parent(E); P;
       Inner = P, P = Body.parent(P))
    if (const auto *Try = dyn_cast<CXXTryStmt>(P);
        Try && Try->getTryBlock() == Inner) {
      Left = Inner;
      break;
    }
  const SourceManager &SM = TU.context().getSourceManager();
  for (const Captured &C : What) {
    const auto *VD = dyn_cast_or_null<VarDecl>(C.Object);
    if (VD &&
        !SM.isBeforeInTranslationUnit(VD->getLocation(), Left->getBeginLoc()))
      ends(VD, E->getBeginLoc(), S);
  }
}

void WorkFlow::atExit(const State &S) {
  for (const Captured &C : What) {
    if (C.Life == Captured::Local)
      continue;
    for (const Progress &P : S) {
      if (P.Now != Progress::Held && P.Now != Progress::Lost)
        continue;
      // Whoever has the handle may see to somebody else's object.
      if (C.Life == Captured::Outer &&
          (Begin.Kind != HandleKind::Handle || P.Why == DanglingClosure::Kept ||
           P.Why == DanglingClosure::Returned))
        continue;
      found(C, P, Body.body()->getEndLoc());
      break;
    }
  }
}

/// Does the way out of \p Block over its \p Edge see to the handle in
/// \p Carrier: the end of a loop that awaits what it holds?
bool WorkFlow::settles(const CFGBlock &Block, unsigned Edge,
                       const ValueDecl *Carrier) {
  auto It = Settled.find(Carrier);
  const Stmt *Branch = Block.getTerminatorStmt();
  if (It == Settled.end() || !Branch)
    return false;
  // A part of a condition.
  while (Branch &&
         !isa<IfStmt, ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(Branch))
    Branch = Body.parent(Branch);
  return Branch && It->second.contains(Branch) &&
         (isa<IfStmt>(Branch) || Edge == 1);
}

void WorkFlow::transfer(const CFGBlock &Block, State &S, bool Report) {
  for (const CFGElement &Element : Block) {
    if (auto End = Element.getAs<CFGLifetimeEnds>()) {
      const VarDecl *VD = End->getVarDecl();
      if (Report) {
        const Stmt *Trigger = End->getTriggerStmt();
        SourceLocation At = Body.body()->getEndLoc();
        if (Trigger)
          At = isa<CompoundStmt>(Trigger) || Body.parent(Trigger) == nullptr
                   ? Trigger->getEndLoc()
                   : Trigger->getBeginLoc();
        ends(VD, At, S);
      }
      State After;
      for (Progress P : S) {
        if (P.Now == Progress::Held && P.In == VD)
          P = Begin.Kind == HandleKind::Handle ||
                      Begin.Kind == HandleKind::Future
                  ? Progress{Progress::Lost, DanglingClosure::NotAwaited,
                             nullptr}
                  : Progress{Progress::Ended};
        After.insert(P);
      }
      S = std::move(After);
      continue;
    }
    auto CS = Element.getAs<CFGStmt>();
    if (!CS)
      continue;
    const Stmt *Statement = CS->getStmt();
    if (Statement == Begin.At) {
      // An earlier one that was lost stays so.
      State After;
      for (const Progress &P : S)
        After.insert(P.Now == Progress::Lost ? P : Last);
      S = std::move(After);
      continue;
    }
    if (auto It = Events.find(Statement); It != Events.end())
      for (const Event &E : It->second) {
        State After;
        for (const Progress &P : S)
          After.insert(apply(E, P));
        S = std::move(After);
      }
    if (const auto *Throw = dyn_cast<CXXThrowExpr>(Statement); Throw && Report)
      atThrow(Throw, S);
    if (const auto *E = dyn_cast<Expr>(Statement))
      lookForWaits(E, S);
  }
}

std::optional<DanglingClosure> WorkFlow::run() {
  Last = begin();
  if (Last.Now == Progress::Ended)
    return std::nullopt;

  CFG::BuildOptions Options;
  Options.PruneTriviallyFalseEdges = true;
  Options.AddImplicitDtors = true;
  Options.AddInitializers = true;
  Options.AddLifetime = true;
  Options.setAllAlwaysAdd();
  std::unique_ptr<CFG> Graph = CFG::buildCFG(
      Body.function(), const_cast<Stmt *>(Body.body()), &TU.context(), Options);
  if (!Graph)
    return std::nullopt;

  PostOrderCFGView Order(Graph.get());
  llvm::DenseMap<const CFGBlock *, State> AtEntry;
  AtEntry[&Graph->getEntry()] = {Progress{}};
  // States are only ever added, so this ends.
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const CFGBlock *Block : Order) {
      auto It = AtEntry.find(Block);
      if (It == AtEntry.end())
        continue;
      State After = It->second;
      transfer(*Block, After, /*Report=*/false);
      unsigned Edge = 0;
      for (const CFGBlock *Next : Block->succs()) {
        unsigned This = Edge++;
        if (!Next)
          continue;
        State &Slot = AtEntry[Next];
        for (Progress P : After) {
          if (P.Now == Progress::Held && settles(*Block, This, P.In))
            P = {Progress::Ended};
          Changed |= Slot.insert(P).second;
        }
      }
    }
  }
  for (const CFGBlock *Block : Order)
    if (auto It = AtEntry.find(Block); It != AtEntry.end()) {
      State S = It->second;
      transfer(*Block, S, /*Report=*/true);
      if (Block == &Graph->getExit())
        atExit(S);
    }
  for (const Captured &C : What)
    if (Gone.contains(&C))
      Result->What.push_back(C);
  return Result;
}

//===----------------------------------------------------------------------===//
// Starts
//===----------------------------------------------------------------------===//

namespace {

class Finder {
public:
  explicit Finder(TranslationUnit &TU) : TU(TU) {}

  PoolCaptures run();

private:
  /// What a function does with a closure that it is given.
  enum class Fate : uint8_t { Elsewhere, HandsBack, Drops };
  Fate fateOf(const FunctionDecl *FD, const Expr *Run, HandleKind Kind);
  Fate fateThrough(const FunctionDecl *FD, const Offload &O, unsigned Depth);
  std::optional<Start> startOf(const Offload &O);
  std::optional<Start> outermost(const Offload &O);
  void threadBound(const Offload &O);
  void bound(const Offload &O, const ValueDecl *Name, QualType T,
             SourceLocation At);
  BodyShape &shape(const FunctionDecl *FD);

  TranslationUnit &TU;
  llvm::DenseMap<const FunctionDecl *, std::unique_ptr<BodyShape>> Shapes;
  PoolCaptures Out;
};

} // namespace

BodyShape &Finder::shape(const FunctionDecl *FD) {
  std::unique_ptr<BodyShape> &Slot = Shapes[FD->getCanonicalDecl()];
  if (!Slot)
    Slot = std::make_unique<BodyShape>(TU, FD);
  return *Slot;
}

static bool takesClosure(const Call &C, const Offload &O) {
  return llvm::any_of(C.Args, [&](const Expr *Arg) {
    return recordOf(Arg->getType()) == O.Lambda->getLambdaClass();
  });
}

/// The body of \p FD runs the closure by \p Run: what does its caller get?
Finder::Fate Finder::fateOf(const FunctionDecl *FD, const Expr *Run,
                            HandleKind Kind) {
  Destination D = shape(FD).destination(Run);
  if (Kind == HandleKind::None)
    return Fate::Elsewhere;
  if (D.What == Destination::Returned && !D.GivenUpBy)
    return Fate::HandsBack;
  // Its caller awaits the coroutine, and with it the work.
  if (D.What == Destination::Awaited && !D.GivenUpBy)
    return coroutineBody(FD) ? Fate::HandsBack : Fate::Elsewhere;
  if (D.What == Destination::Dropped && Kind == HandleKind::Handle)
    return Fate::Drops;
  return Fate::Elsewhere;
}

/// The same, when \p FD passes the closure of \p O on.
Finder::Fate Finder::fateThrough(const FunctionDecl *FD, const Offload &O,
                                 unsigned Depth) {
  if (FD->getCanonicalDecl() == O.In->getCanonicalDecl())
    return fateOf(FD, O.Made.Origin, handleKind(TU, O.Made.Origin->getType()));
  if (Depth == 0 || !TU.isAnalysable(FD))
    return Fate::Elsewhere;
  for (const Expr *E : shape(FD).calls())
    if (auto C = asCall(E); C && takesClosure(*C, O))
      switch (fateThrough(C->Callee, O, Depth - 1)) {
      case Fate::Elsewhere:
        break;
      case Fate::Drops:
        return Fate::Drops;
      case Fate::HandsBack:
        return fateOf(FD, E, handleKind(TU, E->getType()));
      }
  return Fate::Elsewhere;
}

/// The closure of \p O is a parameter of its function: the call, beside the
/// lambda, that hands it over.
std::optional<Start> Finder::outermost(const Offload &O) {
  const auto *Around =
      dyn_cast<FunctionDecl>(O.Lambda->getLambdaClass()->getDeclContext());
  if (!Around)
    return std::nullopt;
  for (const Expr *E : shape(Around).calls()) {
    auto C = asCall(E);
    if (!C || !takesClosure(*C, O))
      continue;
    Fate Now = fateThrough(C->Callee, O, /*Depth=*/3);
    if (Now != Fate::Elsewhere)
      return Start{&O, E, Around, Now == Fate::Drops,
                   handleKind(TU, E->getType())};
  }
  return std::nullopt;
}

std::optional<Start> Finder::startOf(const Offload &O) {
  if (O.How != Offload::Pool || !O.In || !O.Closure)
    return std::nullopt;
  if (const auto *DRE = dyn_cast<DeclRefExpr>(stripConversions(O.Closure));
      DRE && isa<ParmVarDecl>(DRE->getDecl()))
    return O.Lambda ? outermost(O) : std::nullopt;
  Start S{&O, O.Made.Origin, O.In};
  S.Kind = handleKind(TU, O.Made.Origin->getType());
  // One that gives the result has waited for it.
  if (S.Kind == HandleKind::None &&
      (!O.Made.Origin->getType()->isVoidType() ||
       !TU.facts().of(O.Made.Callee).Blocking.empty()))
    return std::nullopt;
  return S;
}

/// Are the arguments after the callable passed on to it?
static bool passesArguments(const FunctionDecl *FD) {
  const FunctionTemplateDecl *FTD = FD->getPrimaryTemplate();
  if (!FTD)
    return false;
  const FunctionDecl *Pattern = FTD->getTemplatedDecl();
  return Pattern->getNumParams() != 0 &&
         Pattern->getParamDecl(Pattern->getNumParams() - 1)->isParameterPack();
}

/// The class behind smart pointers.
static QualType pointedTo(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    return T->getPointeeType();
  const auto *Holder =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  if (Holder && Holder->isInStdNamespace() &&
      (isNamed(Holder, "unique_ptr") || isNamed(Holder, "shared_ptr")))
    return Holder->getTemplateArgs()[0].getAsType();
  return T;
}

void Finder::bound(const Offload &O, const ValueDecl *Name, QualType T,
                   SourceLocation At) {
  T = pointedTo(T);
  if (TU.facts().is(T, Role::ThreadBound))
    Out.Bound.push_back({&O, Name->getNameAsString(),
                         T.getCanonicalType().getUnqualifiedType(), At});
}

void Finder::threadBound(const Offload &O) {
  const LambdaExpr *LE = O.Lambda;
  if (LE) {
    BodyShape &Inside = shape(LE->getCallOperator());
    // A use that the library allows on any thread is none.
    auto IsUsed = [&](const ValueDecl *D) {
      return llvm::any_of(Inside.mentions(D), [&](const Expr *Mention) {
        for (const Stmt *P = Inside.parent(Mention); isa_and_nonnull<Expr>(P);
             P = Inside.parent(P))
          if (auto C = asCall(cast<Expr>(P));
              C && !isa<CXXConstructorDecl>(C->Callee))
            return !TU.facts().of(C->Callee).is(Role::Harmless);
        return true;
      });
    };
    llvm::SmallPtrSet<const ValueDecl *, 4> Seen;
    for (const LambdaCapture &Capture : LE->captures()) {
      if (!Capture.capturesVariable())
        continue;
      const ValueDecl *D = Capture.getCapturedVar();
      bool Owned = Capture.getCaptureKind() == LCK_ByCopy &&
                   !D->getType()->isReferenceType() &&
                   D->getType()->isRecordType();
      if (IsUsed(D) || Owned)
        bound(O, D, D->getType(), Capture.getLocation());
    }
    // Members, by way of `this`.
    const CXXMethodDecl *Op = LE->getCallOperator();
    for (const DeclContext *DC = Op->getParent()->getDeclContext(); DC;
         DC = DC->getParent())
      if (const auto *MD = dyn_cast<CXXMethodDecl>(DC);
          MD && !isClosure(MD->getParent())) {
        for (const FieldDecl *Field : MD->getParent()->fields())
          if (!Inside.mentions(Field).empty() && IsUsed(Field))
            bound(O, Field, Field->getType(),
                  Inside.mentions(Field).front()->getExprLoc());
        break;
      }
  }
  auto Given = [&](const Expr *Arg) {
    const Expr *E = written(Arg);
    if (auto C = asCall(E); C && C->Callee->isInStdNamespace() &&
                            C->Args.size() == 1 &&
                            !isa<CXXConstructorDecl>(C->Callee))
      E = written(C->Args.front());
    if (const ValueDecl *D = subjectOf(E);
        D && !isClosure(recordOf(D->getType())))
      bound(O, D, D->getType(), E->getExprLoc());
  };
  if (passesArguments(O.Made.Callee))
    for (const Expr *Arg : O.Made.Args)
      if (Arg != O.Closure)
        Given(Arg);
  if (auto C = asCall(written(O.Closure));
      C && C->Callee->isInStdNamespace() && isNamed(C->Callee, "bind"))
    for (const Expr *Arg : C->Args)
      Given(Arg);
}

PoolCaptures Finder::run() {
  for (const Offload &O : TU.offloads()) {
    if (O.How != Offload::Pool || !O.Closure)
      continue;
    threadBound(O);
    std::optional<Start> S = startOf(O);
    if (!S || !shape(S->In).contains(S->At))
      continue;
    Referents Refs(TU, S->In);
    llvm::SmallVector<Captured, 4> What;
    if (S->At == O.Made.Origin) {
      Refs.closure(O.Closure, What);
      if (passesArguments(O.Made.Callee))
        for (const Expr *Arg : O.Made.Args)
          if (Arg != O.Closure)
            Refs.argument(Arg, What);
    } else {
      Refs.closure(O.Lambda, What);
    }
    if (What.empty())
      continue;
    llvm::stable_sort(What, [&](const Captured &A, const Captured &B) {
      return A.At.getRawEncoding() < B.At.getRawEncoding();
    });
    if (auto Found = WorkFlow(TU, shape(S->In), *S, What).run())
      Out.Dangling.push_back(std::move(*Found));
  }
  return std::move(Out);
}

PoolCaptures unblock::analysis::findPoolCaptures(TranslationUnit &TU) {
  return Finder(TU).run();
}
