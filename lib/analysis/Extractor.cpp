//===- Extractor.cpp - From a body to its summary -------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A body is looked at three times:
//
//   1. BodyScan walks the statements and notes what needs the shape of the
//      source: operands of co_await, unevaluated operands, scopes in which
//      blocking is allowed, readiness idioms, loops.
//   2. For a coroutine that awaits something which moves it, the thread at each
//      suspension is computed over the CFG.
//   3. Extractor visits the elements of the CFG that can be reached, in which
//      implicit calls are explicit, and records the calls that matter.
//
//===----------------------------------------------------------------------===//

#include "AsyncUses.h"
#include "BodyScan.h"
#include "Loops.h"
#include "Names.h"
#include "TranslationUnit.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using namespace unblock::analysis;
using unblock::model::BlockingEntry;
using unblock::model::Category;
using unblock::model::Runs;
using unblock::model::Tier;

namespace {

//===----------------------------------------------------------------------===//
// Extractor
//===----------------------------------------------------------------------===//

class Extractor {
public:
  Extractor(TranslationUnit &TU, const FunctionDecl *FD, FunctionSummary &Out)
      : TU(TU), Context(TU.context()), FD(FD), Self(TU.idOf(FD)), Out(Out),
        Scan(TU) {}

  void run();

private:
  void scanInitialisers();
  void visitBlock(const CFGBlock &Block, OnThread Thread);
  void solveThreads(const CFG &Graph);
  void visitStmt(const Stmt *S);
  void visitOwned(const Stmt *S, SourceLocation At);
  void visitCall(const Call &C);
  void visitIndirectCall(const CallExpr *E);
  void visitDestructor(const CXXDestructorDecl *Dtor, SourceLocation At,
                       const ValueDecl *Object, const Expr *Temporary = nullptr,
                       bool MayBeOverridden = false);
  bool ownsAtEnd(const ValueDecl *Object, const Expr *Temporary);
  void visitOwner(const CXXRecordDecl *Owner, Site &S, const ValueDecl *Object,
                  const Expr *Temporary);
  void destroy(QualType T, SourceLocation At);
  void visitImplicitDestructor(const CXXDestructorDecl *Dtor);
  void addLoops(const CFG *Graph);
  bool isHarmless(const BlockingEntry &Entry, const Call &C);
  bool isUnbounded(const BlockingEntry &Entry, const Call &C);
  void addCallees(Site &S, const Call &C);
  void addExternal(Site &S, const FunctionDecl *Callee);
  void addCallables(Site &S, const Call &C, bool Runs);
  void addForeign(Site &S, const FunctionDecl *Callee);
  Site siteAt(SourceLocation Loc);
  void add(Site S, const Expr *Made = nullptr);

  TranslationUnit &TU;
  ASTContext &Context;
  const FunctionDecl *FD;
  const FunctionId Self;
  FunctionSummary &Out;
  BodyScan Scan;
  OnThread Current = OnThread::Entry;
  /// Set while a default argument is looked at: the call that it belongs to.
  SourceLocation OwnedAt;
  llvm::DenseMap<const CFGBlock *, OnThread> AtEntry;
};

} // namespace

void Extractor::scanInitialisers() {
  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(FD))
    for (const CXXCtorInitializer *Init : Ctor->inits())
      Scan.scan(Init->getInit());
}

void Extractor::run() {
  Stmt *Body = FD->getBody();
  if (!Body) {
    if (const auto *Dtor = dyn_cast<CXXDestructorDecl>(FD))
      visitImplicitDestructor(Dtor);
    return;
  }
  if (auto *Coroutine = dyn_cast<CoroutineBodyStmt>(Body))
    Body = Coroutine->getBody();

  Scan.scan(Body);
  scanInitialisers();
  for (const BodyScan::Scope &S : Scan.Allowances)
    Out.Allowances.push_back(S.Why);

  CFG::BuildOptions Options;
  Options.PruneTriviallyFalseEdges = true;
  Options.AddInitializers = true;
  Options.AddImplicitDtors = true;
  Options.AddTemporaryDtors = true;
  Options.AddCXXDefaultInitExprInCtors = true;
  Options.setAllAlwaysAdd();
  std::unique_ptr<CFG> Graph = CFG::buildCFG(FD, Body, &Context, Options);
  if (!Graph) {
    Out.HasUnknownCalls = true;
    return;
  }

  solveThreads(*Graph);
  if (auto It = AtEntry.find(&Graph->getExit()); It != AtEntry.end())
    switch (It->second) {
    case OnThread::Entry:
      Out.Exit = ExitThread::Unchanged;
      break;
    case OnThread::Loop:
      Out.Exit = ExitThread::Loop;
      break;
    case OnThread::Pool:
      Out.Exit = ExitThread::Pool;
      break;
    case OnThread::Unknown:
      Out.Exit = ExitThread::Unknown;
      break;
    }

  for (const CFGBlock *Block : llvm::reverse(*Graph))
    if (auto It = AtEntry.find(Block); It != AtEntry.end())
      visitBlock(*Block, It->second);
  addLoops(Graph.get());

  // Source order, whatever the shape of the graph.
  const SourceManager &SM = Context.getSourceManager();
  llvm::stable_sort(Out.Sites, [&](const Site &A, const Site &B) {
    return A.At.Raw != B.At.Raw &&
           SM.isBeforeInTranslationUnit(TU.location(A.At), TU.location(B.At));
  });
}

/// Computes the thread at the entry of each block that can be reached. The
/// graph has no edges from calls to handlers; a handler is entered with what
/// holds anywhere in its try block.
void Extractor::solveThreads(const CFG &Graph) {
  using StmtSet = llvm::SmallPtrSet<const Stmt *, 16>;
  std::vector<std::pair<const CFGBlock *, StmtSet>> Tries;
  for (const CFGBlock *Dispatch : Graph.try_blocks()) {
    StmtSet Inside;
    llvm::SmallVector<const Stmt *, 16> Work{
        cast<CXXTryStmt>(Dispatch->getTerminatorStmt())->getTryBlock()};
    while (!Work.empty())
      if (const Stmt *S = Work.pop_back_val(); S && Inside.insert(S).second)
        llvm::append_range(Work, S->children());
    Tries.push_back({Dispatch, std::move(Inside)});
  }

  bool Changed = true;
  auto Enter = [&](const CFGBlock *Block, OnThread Thread) {
    auto [Slot, New] = AtEntry.try_emplace(Block, Thread);
    OnThread Merged = New ? Thread : merge(Slot->second, Thread);
    Changed |= New || Merged != Slot->second;
    Slot->second = Merged;
  };
  Enter(&Graph.getEntry(), OnThread::Entry);
  // Threads only ever merge upwards, so this ends; without a suspension that
  // moves the coroutine it takes one round and one that finds nothing new.
  while (Changed) {
    Changed = false;
    // From the entry on: blocks are numbered backwards.
    for (const CFGBlock *Block : llvm::reverse(Graph)) {
      auto It = AtEntry.find(Block);
      if (It == AtEntry.end())
        continue;
      OnThread Thread = It->second;
      for (const CFGElement &Element : *Block) {
        auto CS = Element.getAs<CFGStmt>();
        if (!CS)
          continue;
        const Stmt *S = CS->getStmt();
        OnThread Before = Thread;
        if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(S))
          Thread = TU.threadAfter(cast<Expr>(S), FD, Thread);
        for (const auto &[Dispatch, Inside] : Tries)
          if (Inside.contains(S)) {
            Enter(Dispatch, Before);
            Enter(Dispatch, Thread);
          }
      }
      for (const CFGBlock *Next : Block->succs())
        if (Next)
          Enter(Next, Thread);
    }
  }
}

void Extractor::visitBlock(const CFGBlock &Block, OnThread Thread) {
  Current = Thread;
  for (const CFGElement &Element : Block) {
    switch (Element.getKind()) {
    case CFGElement::Statement:
    case CFGElement::Constructor:
    case CFGElement::CXXRecordTypedCall: {
      const Stmt *S = Element.castAs<CFGStmt>().getStmt();
      visitStmt(S);
      if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(S))
        Current = TU.threadAfter(cast<Expr>(S), FD, Current);
      break;
    }
    case CFGElement::AutomaticObjectDtor: {
      auto Dtor = Element.castAs<CFGAutomaticObjDtor>();
      visitDestructor(Dtor.getDestructorDecl(Context),
                      Dtor.getVarDecl()->getLocation(), Dtor.getVarDecl());
      break;
    }
    case CFGElement::TemporaryDtor: {
      auto Dtor = Element.castAs<CFGTemporaryDtor>();
      visitDestructor(Dtor.getDestructorDecl(Context),
                      Dtor.getBindTemporaryExpr()->getExprLoc(), nullptr,
                      Dtor.getBindTemporaryExpr());
      break;
    }
    case CFGElement::DeleteDtor: {
      auto Dtor = Element.castAs<CFGDeleteDtor>();
      visitDestructor(Dtor.getDestructorDecl(Context),
                      Dtor.getDeleteExpr()->getExprLoc(), nullptr,
                      /*Temporary=*/nullptr, /*MayBeOverridden=*/true);
      break;
    }
    case CFGElement::MemberDtor: {
      const FieldDecl *Field = Element.castAs<CFGMemberDtor>().getFieldDecl();
      destroy(Field->getType(), Field->getLocation());
      break;
    }
    case CFGElement::BaseDtor: {
      const CXXBaseSpecifier *Base =
          Element.castAs<CFGBaseDtor>().getBaseSpecifier();
      destroy(Base->getType(), Base->getBeginLoc());
      break;
    }
    default:
      break;
    }
  }
}

void Extractor::visitStmt(const Stmt *S) {
  if (Scan.Ignored.contains(S))
    return;
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(S)) {
    visitOwned(Default->getExpr(), Default->getUsedLocation());
    return;
  }
  const auto *E = dyn_cast<Expr>(S);
  if (!E)
    return;
  // The initialisers of members that an aggregate leaves out.
  if (const auto *ILE = dyn_cast<InitListExpr>(E)) {
    for (const Expr *Init : ILE->inits())
      if (const auto *Default = dyn_cast_or_null<CXXDefaultInitExpr>(Init))
        visitOwned(Default->getExpr(), E->getExprLoc());
    return;
  }
  // The allocation functions of a class.
  const FunctionDecl *Allocator = nullptr;
  if (const auto *New = dyn_cast<CXXNewExpr>(E))
    Allocator = New->getOperatorNew();
  else if (const auto *Delete = dyn_cast<CXXDeleteExpr>(E))
    Allocator = Delete->getOperatorDelete();
  if (Allocator) {
    Call C;
    C.Callee = Allocator;
    C.Origin = E;
    C.Loc = E->getExprLoc();
    visitCall(C);
    return;
  }
  if (auto C = asCall(E))
    visitCall(*C);
  else if (const auto *CE = dyn_cast<CallExpr>(E))
    visitIndirectCall(CE);
  // Default arguments are not elements of their own.
  llvm::ArrayRef<const Expr *> Args;
  if (const auto *CE = dyn_cast<CallExpr>(E))
    Args = llvm::ArrayRef<const Expr *>(CE->getArgs(), CE->getNumArgs());
  else if (const auto *CE = dyn_cast<CXXConstructExpr>(E))
    Args = llvm::ArrayRef<const Expr *>(CE->getArgs(), CE->getNumArgs());
  for (const Expr *Arg : Args)
    if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(Arg))
      visitOwned(Default->getExpr(), E->getExprLoc());
}

/// Calls in an expression that another declaration owns, made at \p At.
void Extractor::visitOwned(const Stmt *S, SourceLocation At) {
  if (!S || isa<LambdaExpr>(S))
    return;
  llvm::SaveAndRestore<SourceLocation> Restore(OwnedAt, At);
  for (const Stmt *Child : S->children())
    visitOwned(Child, At);
  if (const auto *E = dyn_cast<Expr>(S))
    if (auto C = asCall(E))
      visitCall(*C);
}

Site Extractor::siteAt(SourceLocation Loc) {
  if (OwnedAt.isValid())
    Loc = OwnedAt;
  // A macro is reported where it is used.
  Loc = Context.getSourceManager().getFileLoc(Loc);
  Site S;
  S.At = TranslationUnit::place(Loc);
  S.Thread = Scan.isInPlace(Loc) ? OnThread::Pool : Current;
  S.InLoop = Scan.isInLoop(Loc);
  Scan.repeat(S, Loc);
  S.Allowed = Scan.allowance(Loc);
  return S;
}

void Extractor::add(Site S, const Expr *Made) {
  if (!S.Blocks && S.Callees.empty() && S.Externals.empty() &&
      S.Overridable.empty() && S.RunsInline.empty() && S.CallsParams.empty() &&
      S.LoopsParams.empty() && S.Moves == Site::Stays && !S.Uses)
    return;
  TU.noteCall(Self, S.At, OwnedAt.isValid() ? nullptr : Made);
  // A destructor runs at each exit of its scope, at one place for the reader.
  for (Site &Old : Out.Sites)
    if (Old.At == S.At && Old.Callees == S.Callees &&
        Old.Externals == S.Externals && Old.Overridable == S.Overridable &&
        Old.Blocks.has_value() == S.Blocks.has_value() &&
        Old.Uses.has_value() == S.Uses.has_value() &&
        (!S.Blocks || Old.Blocks->Callee == S.Blocks->Callee)) {
      Old.Thread = merge(Old.Thread, S.Thread);
      return;
    }
  Out.Sites.push_back(std::move(S));
}

/// Uses of a blocking function that return at once, because the code made sure
/// of that before.
bool Extractor::isHarmless(const BlockingEntry &Entry, const Call &C) {
  bool InAwaiter = TranslationUnit::isAwaiterMember(FD);
  if (Entry.Descriptor >= 0) {
    // An awaiter asks the reactor first, and a function that looks for EAGAIN
    // expects a descriptor that does not block.
    if (InAwaiter || Scan.HandlesWouldBlock)
      return true;
    const ValueDecl *Fd = nullptr;
    if (unsigned(Entry.Descriptor) < C.Args.size())
      Fd = subjectOf(C.Args[Entry.Descriptor]);
    // One that comes from elsewhere may have been made so elsewhere.
    const auto *Local = dyn_cast_or_null<VarDecl>(Fd);
    bool IsLocal =
        Local && Local->isLocalVarDecl() && Local->getDeclContext() == FD;
    if (!IsLocal && TU.hasNonBlockingDescriptors())
      return true;
    if (!IsLocal && TU.hasEventfds() && C.Callee->getIdentifier() &&
        C.Callee->getName() == "write")
      return true;
    return Fd &&
           (Scan.NonBlockingFds.contains(Fd) || Scan.Polled.contains(Fd) ||
            Scan.wasAwaited(Fd, C.Origin->getBeginLoc()));
  }
  // A socket object that does not block, or that was asked first.
  if (Entry.Kind == Category::Network && Scan.HandlesWouldBlock)
    return true;
  if (Entry.Kind == Category::Network && C.Object) {
    const ValueDecl *Socket = subjectOf(C.Object);
    if (Socket &&
        (Scan.NonBlockingFds.contains(Socket) || Scan.Polled.contains(Socket)))
      return true;
  }
  if ((Entry.Kind == Category::Wait || Entry.Kind == Category::SyncWait) &&
      C.Object) {
    if (isResolved(C.Object))
      return true;
    // By the protocol, await_resume comes after the completion.
    if (InAwaiter && FD->getName() == "await_resume")
      return true;
    const ValueDecl *Subject = subjectOf(C.Object);
    if (!Subject)
      return false;
    SourceLocation Loc = C.Origin->getBeginLoc();
    return Scan.wasAwaited(Subject, Loc) || Scan.endedBefore(Subject, Loc);
  }
  return false;
}

/// Is there nothing that ends the wait, or begins it only when it is short?
bool Extractor::isUnbounded(const BlockingEntry &Entry, const Call &C) {
  const ValueDecl *Subject = nullptr;
  if (Entry.Descriptor >= 0 && unsigned(Entry.Descriptor) < C.Args.size())
    Subject = subjectOf(C.Args[Entry.Descriptor]);
  else if (C.Object)
    Subject = subjectOf(C.Object);
  else if (!C.Args.empty())
    Subject = subjectOf(C.Args.front());
  const IdentifierInfo *Name = C.Callee->getIdentifier();
  // What 'read' waits for depends on the descriptor.
  bool ReadsPeer = Entry.Descriptor >= 0 && Name &&
                   (Name->isStr("read") || Name->isStr("readv")) && Subject &&
                   Scan.Peers.contains(Subject);
  if (!Entry.Unbounded && !ReadsPeer)
    return false;
  bool SaysSo = llvm::any_of(
      Entry.When, [](const auto &Cond) { return Cond.Equals.has_value(); });
  if (Entry.Descriptor < 0 && (Entry.Kind != Category::Network || SaysSo))
    return true;
  if ((Scan.AsksForReadiness && Entry.Descriptor >= 0) ||
      (Subject && Scan.Limited.contains(Subject)))
    return false;
  // Elsewhere a limit may have been set for what comes from elsewhere.
  const auto *Local = dyn_cast_or_null<VarDecl>(Subject);
  return (Local && Local->isLocalVarDecl() && Local->getDeclContext() == FD) ||
         !TU.hasTimeLimits();
}

/// The constructor that `std::make_unique` and `std::make_shared` call, when
/// the number of arguments leaves no choice.
static const CXXConstructorDecl *madeBy(const Call &C) {
  const IdentifierInfo *Name = C.Callee->getIdentifier();
  const TemplateArgumentList *Args = C.Callee->getTemplateSpecializationArgs();
  if (!Name || !Args || Args->size() == 0 || !C.Callee->isInStdNamespace() ||
      !(Name->isStr("make_unique") || Name->isStr("make_shared")) ||
      Args->get(0).getKind() != TemplateArgument::Type)
    return nullptr;
  const CXXRecordDecl *Record = Args->get(0).getAsType()->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition())
    return nullptr;
  const CXXConstructorDecl *Found = nullptr;
  for (const CXXConstructorDecl *Ctor : Record->getDefinition()->ctors()) {
    if (Ctor->isDeleted() || Ctor->isCopyOrMoveConstructor() ||
        C.Args.size() < Ctor->getMinRequiredArguments() ||
        (C.Args.size() > Ctor->getNumParams() && !Ctor->isVariadic()))
      continue;
    // Overloads of a modelled class (a path as this or that string) are alike.
    if (Found && !isInSystem(Record))
      return nullptr;
    Found = Ctor;
  }
  return Found;
}

/// The name of the callee as a user knows it: a member of an internal base of
/// the standard library is one of the class that it was called on.
static std::string nameFor(const Call &C) {
  std::string Name = qualifiedName(C.Callee);
  if (C.Object && Name.find("::__") != std::string::npos)
    if (const CXXRecordDecl *Record =
            recordOf(stripConversions(C.Object)->getType()))
      return qualifiedName(Record) + "::" + lastComponent(C.Callee);
  return Name;
}

static Primitive annotated(const FunctionDecl *Callee, llvm::StringRef Why) {
  Primitive P;
  P.Callee = qualifiedName(Callee);
  P.Reason = "is annotated as blocking";
  if (Why != P.Reason)
    P.Reason += (": " + Why).str();
  return P;
}

void Extractor::visitCall(const Call &C) {
  if (Scan.Ignored.contains(C.Origin) ||
      Scan.isInChildProcess(C.Origin->getBeginLoc()))
    return;
  const FunctionFacts &Known = TU.facts().of(C.Callee);
  if (Known.NonBlocking)
    return;
  Site S = siteAt(C.Loc);
  S.Awaited = Scan.AwaitedOperands.contains(C.Origin);
  S.Polled = C.Object && Scan.Polled.contains(subjectOf(C.Object));
  S.StartedBy = Scan.Started.lookup(C.Origin);

  if (Known.Annotated.Blocking) {
    S.Blocks = annotated(C.Callee, *Known.Annotated.Blocking);
    add(std::move(S), C.Origin);
    return;
  }

  if (const BlockingEntry *Entry = TU.facts().blocking(C)) {
    // An overload that returns an awaitable is the async counterpart, awaited
    // here or elsewhere.
    bool MakesAwaitable = !C.Callee->getReturnType()->isReferenceType() &&
                          TU.isAwaitable(C.Callee->getReturnType());
    if (!S.Awaited && !MakesAwaitable &&
        !(Entry->Kind == Category::Cpu && Scan.Once.contains(C.Origin)) &&
        !isHarmless(*Entry, C))
      S.Blocks = primitiveOf(*Entry, nameFor(C));
    if (S.Blocks)
      S.Blocks->Unbounded = isUnbounded(*Entry, C);
  }
  S.Uses = useOf(TU, C, S.Blocks, Scan);
  // What a model knows needs no look at the body.
  bool Modelled = !Known.Blocking.empty() || !Known.Callables.empty() ||
                  Known.Annotated.Offloads;
  if (!Modelled)
    addCallees(S, C);
  if (const CXXConstructorDecl *Ctor = madeBy(C)) {
    Call Made;
    Made.Callee = Ctor;
    Made.Args = C.Args;
    Made.Origin = C.Origin;
    Made.Loc = C.Loc;
    visitCall(Made);
  }
  addCallables(S, C, !Known.Callables.empty() || Known.Annotated.Offloads);
  if (!Modelled && S.Callees.empty() && S.CallsParams.empty())
    addForeign(S, C.Callee);
  add(std::move(S), C.Origin);
}

/// Is the type of \p Param spelled in its function, not deduced or given?
static bool namesItsType(const ParmVarDecl *Param) {
  const auto *FD = dyn_cast<FunctionDecl>(Param->getDeclContext());
  const FunctionDecl *Pattern =
      FD ? FD->getTemplateInstantiationPattern() : nullptr;
  if (!Pattern)
    return true;
  unsigned I = Param->getFunctionScopeIndex();
  return I < Pattern->getNumParams() &&
         !Pattern->getParamDecl(I)->getType()->isDependentType();
}

void Extractor::addCallees(Site &S, const Call &C) {
  const FunctionDecl *Callee = C.Callee;

  // The call of a callable object: what matters is which object.
  if (C.Object && Callee->getOverloadedOperator() == OO_Call) {
    Callable Target = resolveCallable(
        C.Object, FD, [&](const VarDecl *VD) { return TU.isStable(VD); });
    // What a template or an erased type is given belongs to who passes it; a
    // class that the function names itself is evident.
    if (Target.Param && (isInSystem(Callee) || !namesItsType(Target.Param))) {
      S.CallsParams.push_back(Target.Param->getFunctionScopeIndex());
      return;
    }
    const auto *MD = cast<CXXMethodDecl>(Callee);
    if (Target.Target && !isClosure(MD->getParent()))
      Callee = Target.Target;
    else if (!Target && isClosure(MD->getParent()) &&
             (Out.IsCoroutine || TranslationUnit::isAwaiterMember(FD)))
      // A callable that the context holds: it belongs to who passed it.
      return;
  }

  const auto *MD = dyn_cast<CXXMethodDecl>(Callee);
  bool MayBeOverridden = false;
  llvm::SmallVector<const FunctionDecl *, 4> Targets;
  if (TU.isAnalysable(Callee))
    Targets.push_back(Callee);
  if (MD && MD->isVirtual() && C.Object) {
    bool Qualified = false;
    if (const auto *CE = dyn_cast<CXXMemberCallExpr>(C.Origin))
      if (const auto *ME =
              dyn_cast<MemberExpr>(CE->getCallee()->IgnoreParens()))
        Qualified = ME->hasQualifier();
    if (const CXXMethodDecl *Exact =
            MD->getDevirtualizedMethod(C.Object, /*IsAppleKext=*/false)) {
      Targets.clear();
      if (TU.isAnalysable(Exact))
        Targets.push_back(Exact);
      Callee = Exact;
    } else if (!Qualified) {
      MayBeOverridden = true;
      llvm::SmallVector<const FunctionDecl *, 4> Over;
      TU.overriders(MD, Over);
      for (const FunctionDecl *F : Over)
        if (TU.isAnalysable(F))
          Targets.push_back(F);
    }
  }
  for (const FunctionDecl *F : Targets)
    S.Callees.push_back(TU.idOf(F));
  if (Targets.empty())
    addExternal(S, Callee);
  if (MD && MD->isVirtual() && MayBeOverridden && !isInSystem(MD))
    S.Overridable.push_back(TU.idOf(MD));
}

/// Notes that another translation unit may define \p Callee.
void Extractor::addExternal(Site &S, const FunctionDecl *Callee) {
  if (isInSystem(Callee))
    return;
  Out.HasUnknownCalls = true;
  if (Callee->isExternallyVisible() && !Callee->isDependentContext() &&
      !Callee->isImplicit() && !Callee->isDefaulted() && !Callee->isDeleted() &&
      !Callee->isPureVirtual() && !Callee->getBuiltinID())
    S.Externals.push_back(TU.idOf(Callee));
}

/// Can a value of \p T be called? A number or a class of the user without a
/// call operator cannot.
static bool mayBeCalled(QualType T) {
  T = T.getNonReferenceType();
  if (T->isDependentType() || T->isFunctionType() ||
      T->isFunctionPointerType() || T->isMemberPointerType())
    return true;
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  return Record && (isInSystem(Record) || Record->isInStdNamespace() ||
                    callOperator(Record));
}

void Extractor::addCallables(Site &S, const Call &C, bool HasRule) {
  if (isa<CXXConstructorDecl>(C.Callee) &&
      TU.facts().is(C.Origin->getType(), unblock::model::Role::InPlaceScope)) {
    S.Moves = Site::InPlace;
    S.Mover = qualifiedName(cast<CXXConstructorDecl>(C.Callee)->getParent());
  }
  if (!HasRule && S.Callees.empty() && S.Externals.empty() &&
      S.Overridable.empty())
    return;
  auto Stable = [&](const VarDecl *VD) { return TU.isStable(VD); };
  for (unsigned I = 0; I != C.Args.size(); ++I) {
    std::optional<Facts::Runner> R;
    if (HasRule && !(R = TU.facts().runner(C, I)))
      continue;
    if (R && R->By == Runs::Pool && S.Moves == Site::Stays)
      S.Moves = Site::Pool;
    if (R && R->By == Runs::InPlace)
      S.Moves = Site::InPlace;
    if (S.Moves != Site::Stays && S.Mover.empty())
      S.Mover = nameFor(C);
    if (R && R->By != Runs::Inline && R->By != Runs::Loop)
      continue;
    Callable Target = resolveCallable(C.Args[I], FD, Stable);
    if (R && R->By == Runs::Loop) {
      // An evident target is a root; a parameter is the caller's.
      if (Target.Param && mayBeCalled(Target.Param->getType()))
        S.LoopsParams.push_back(Target.Param->getFunctionScopeIndex());
      continue;
    }
    if (R) {
      if (Target.Param && mayBeCalled(Target.Param->getType()))
        S.CallsParams.push_back(Target.Param->getFunctionScopeIndex());
      else if (Target.Target && TU.hasSummary(Target.Target))
        S.RunsInline.push_back(TU.idOf(Target.Target));
      continue;
    }
    if (Target.Param && mayBeCalled(Target.Param->getType()))
      S.Args.push_back({I, NoFunction, Target.Param->getFunctionScopeIndex()});
    else if (Target.Target && TU.hasSummary(Target.Target))
      S.Args.push_back({I, TU.idOf(Target.Target), std::nullopt});
  }
}

/// Code that nothing is known about, in another language as a rule.
void Extractor::addForeign(Site &S, const FunctionDecl *Callee) {
  const FunctionDecl *Definition = nullptr;
  if (!Callee->isExternC() || Callee->hasBody(Definition) ||
      Callee->getBuiltinID() || isInSystem(Callee) || Callee->isImplicit())
    return;
  const SourceManager &SM = Context.getSourceManager();
  Primitive P;
  P.Kind = Category::Ffi;
  P.Severity = Tier::Hazard;
  P.Callee = qualifiedName(Callee);
  P.Reason = "is foreign code that nothing is known about";
  P.Header = SM.getFilename(SM.getExpansionLoc(
                                Callee->getCanonicalDecl()->getLocation()))
                 .str();
  S.Blocks = std::move(P);
}

void Extractor::visitIndirectCall(const CallExpr *E) {
  if (E->isTypeDependent() || isa<CXXPseudoDestructorExpr>(E->getCallee()) ||
      Scan.isInChildProcess(E->getBeginLoc()))
    return;
  const Expr *Callee = E->getCallee()->IgnoreParens();
  if (const auto *BO = dyn_cast<BinaryOperator>(Callee); BO && BO->isPtrMemOp())
    Callee = BO->getRHS();
  Callable Target = resolveCallable(
      Callee, FD, [&](const VarDecl *VD) { return TU.isStable(VD); });
  if (Target.Target) {
    Call C;
    C.Callee = Target.Target;
    C.Args.assign(E->arg_begin(), E->arg_end());
    C.Origin = E;
    C.Loc = E->getExprLoc();
    visitCall(C);
    return;
  }
  Site S = siteAt(E->getExprLoc());
  if (Target.Param) {
    S.CallsParams.push_back(Target.Param->getFunctionScopeIndex());
    add(std::move(S));
    return;
  }
  Out.HasUnknownCalls = true;
  // A pointer that dlsym handed out.
  if (Target.Task)
    if (auto Made = asCall(Target.Task); Made && Made->Callee->isExternC() &&
                                         Made->Callee->getIdentifier() &&
                                         Made->Callee->getName() == "dlsym") {
      Primitive P;
      P.Kind = Category::Ffi;
      P.Severity = Tier::Hazard;
      P.Callee = "dlsym";
      P.Reason =
          "returned a pointer to foreign code that nothing is known about";
      S.Blocks = std::move(P);
      add(std::move(S));
    }
}

/// Does an object with a destructor that blocks still own what it waits for
/// when it is destroyed? A member or a base is taken to.
bool Extractor::ownsAtEnd(const ValueDecl *Object, const Expr *Temporary) {
  if (Temporary)
    return Scan.DroppedTemporaries.contains(Temporary);
  const auto *VD = dyn_cast_or_null<VarDecl>(Object);
  if (!VD)
    return true;
  auto WasReady = [&](const ValueDecl *D) {
    return llvm::any_of(Scan.Ready,
                        [&](const auto &R) { return R.second.contains(D); });
  };
  const auto *Made = dyn_cast_or_null<CXXConstructExpr>(
      VD->getInit() ? VD->getInit()->IgnoreImplicit() : nullptr);
  if (!VD->getInit() || (Made && Made->getNumArgs() == 0) ||
      Scan.GivenAway.contains(VD) || WasReady(VD))
    return false;
  // A thread that is known to have ended.
  auto It = Scan.ThreadUses.find(VD);
  return It == Scan.ThreadUses.end() || llvm::none_of(It->second, WasReady);
}

void Extractor::visitDestructor(const CXXDestructorDecl *Dtor,
                                SourceLocation At, const ValueDecl *Object,
                                const Expr *Temporary, bool MayBeOverridden) {
  if (!Dtor || Scan.isInChildProcess(At))
    return;
  const FunctionFacts &Known = TU.facts().of(Dtor);
  if (Known.NonBlocking)
    return;
  Site S = siteAt(At);
  if (Known.Annotated.Blocking) {
    S.Blocks = annotated(Dtor, *Known.Annotated.Blocking);
    add(std::move(S));
    return;
  }
  if (!Known.Blocking.empty()) {
    Call C;
    C.Callee = Dtor;
    C.Loc = At;
    const BlockingEntry *Entry = TU.facts().blocking(C);
    if (!Entry || !ownsAtEnd(Object, Temporary))
      return;
    S.Blocks = primitiveOf(*Entry, qualifiedName(Dtor));
    add(std::move(S));
    return;
  }
  if (Object &&
      TU.facts().is(Object->getType(), unblock::model::Role::Completer)) {
    if (!Scan.MovedAway.contains(Object)) {
      S.Uses = AsyncUse{AsyncUse::Ends, AsyncUse::Message,
                        Object->getNameAsString(), ""};
      add(std::move(S));
    }
    return;
  }
  if (Dtor->getParent()->isInStdNamespace()) {
    visitOwner(Dtor->getParent(), S, Object, Temporary);
    return;
  }
  // What was moved from, or returned, has nothing left to do as a rule.
  if (Dtor->getParent()->hasMoveConstructor() &&
      (Temporary ? Scan.MovedTemporaries.contains(Temporary)
                 : Object && Scan.MovedAway.contains(Object)))
    return;
  if (TU.isAnalysable(Dtor))
    S.Callees.push_back(TU.idOf(Dtor));
  else
    addExternal(S, Dtor);
  if (MayBeOverridden && Dtor->isVirtual()) {
    llvm::SmallVector<const FunctionDecl *, 4> Over;
    TU.overriders(Dtor, Over);
    for (const FunctionDecl *F : Over)
      if (TU.isAnalysable(F))
        S.Callees.push_back(TU.idOf(F));
    if (!isInSystem(Dtor))
      S.Overridable.push_back(TU.idOf(Dtor));
  }
  add(std::move(S));
}

/// Objects of the standard library destroy what they own. No model can say
/// that: it depends on their type arguments, and for a future on who made it.
void Extractor::visitOwner(const CXXRecordDecl *Owner, Site &S,
                           const ValueDecl *Object, const Expr *Temporary) {
  const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Owner);
  if (!Spec || !Spec->getIdentifier())
    return;
  llvm::StringRef Name = Spec->getName();
  if (Name == "future") {
    const auto *VD = dyn_cast_or_null<VarDecl>(Object);
    const Expr *Init = Temporary ? Temporary : VD ? VD->getInit() : nullptr;
    auto Made = Init ? asCall(stripConversions(Init)) : std::nullopt;
    if (!Made || qualifiedName(Made->Callee) != "std::async" ||
        !ownsAtEnd(Object, Temporary) ||
        (!Made->Args.empty() &&
         TU.facts().mentions(Made->Args.front(), {"deferred"}) &&
         !TU.facts().mentions(Made->Args.front(), {"async"})))
      return;
    Primitive P;
    P.Kind = Category::Wait;
    P.Callee = "std::future::~future";
    P.Reason = "waits until the function that 'std::async' started has ended";
    P.Unbounded = true;
    S.Blocks = std::move(P);
    add(std::move(S));
    return;
  }
  // Views, iterators and shared owners do not destroy.
  bool MayBeEmpty = Name == "unique_ptr" || Name == "optional";
  if (!MayBeEmpty &&
      !llvm::is_contained({"vector", "array", "list", "forward_list", "deque",
                           "pair", "tuple", "variant", "map", "multimap", "set",
                           "multiset", "unordered_map", "unordered_set",
                           "stack", "queue"},
                          Name))
    return;
  if (Temporary ? !Scan.DroppedTemporaries.contains(Temporary)
                : Scan.GivenAway.contains(Object) ||
                      (MayBeEmpty && Object && !ownsAtEnd(Object, nullptr)))
    return;
  SourceLocation At = TU.location(S.At);
  for (const TemplateArgument &Arg : Spec->getTemplateArgs().asArray()) {
    if (Arg.getKind() == TemplateArgument::Type)
      destroy(Arg.getAsType(), At);
    else if (Arg.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &Packed : Arg.pack_elements())
        if (Packed.getKind() == TemplateArgument::Type)
          destroy(Packed.getAsType(), At);
  }
}

void Extractor::visitImplicitDestructor(const CXXDestructorDecl *Dtor) {
  const CXXRecordDecl *Record = Dtor->getParent();
  for (const FieldDecl *Field : Record->fields())
    destroy(Field->getType(), Field->getLocation());
  for (const CXXBaseSpecifier &Base : Record->bases())
    destroy(Base.getType(), Base.getBeginLoc());
}

/// A member or a base of type \p T goes with its owner.
void Extractor::destroy(QualType T, SourceLocation At) {
  const CXXRecordDecl *Record =
      Context.getBaseElementType(T)->getAsCXXRecordDecl();
  if (Record && Record->hasDefinition())
    visitDestructor(Record->getDestructor(), At, nullptr);
}

void Extractor::addLoops(const CFG *Graph) {
  llvm::SmallVector<LongLoop, 2> Loops;
  const Stmt *Body = FD->getBody();
  if (const auto *Coroutine = dyn_cast<CoroutineBodyStmt>(Body))
    Body = Coroutine->getBody();
  findLongLoops(
      Body, Context, [&](const Expr *E) { return TU.suspends(E); }, Loops);
  for (const LongLoop &L : Loops) {
    // The block that decides about the loop knows whether it is reached, and
    // on which thread.
    std::optional<OnThread> Thread;
    for (const CFGBlock *Block : *Graph)
      if (Block->getTerminatorStmt() == L.Loop ||
          Block->getLoopTarget() == L.Loop)
        if (auto It = AtEntry.find(Block); It != AtEntry.end())
          Thread = It->second;
    if (!Thread || Scan.isInChildProcess(L.Loop->getBeginLoc()))
      continue;
    Current = *Thread;
    Site S = siteAt(L.Loop->getBeginLoc());
    Primitive P;
    P.Kind = Category::Cpu;
    P.Severity = Tier::Stall;
    P.Iterations = L.Iterations;
    P.Callee = "loop";
    P.Reason = L.Iterations == Primitive::Endless
                   ? "has no end and no suspension point"
                   : "makes " + std::to_string(L.Iterations) +
                         " iterations without a suspension point";
    S.Blocks = std::move(P);
    add(std::move(S));
  }
}

void unblock::analysis::extract(TranslationUnit &TU, const FunctionDecl *FD,
                                FunctionSummary &Out) {
  Extractor(TU, FD, Out).run();
}
