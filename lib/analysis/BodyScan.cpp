//===- BodyScan.cpp - What the shape of a body tells ----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BodyScan.h"
#include "Loops.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace clang;
using namespace unblock::analysis;
using unblock::model::Runs;

namespace {

class Scanner : public RecursiveASTVisitor<Scanner> {
public:
  Scanner(TranslationUnit &TU, BodyScan &Out)
      : TU(TU), Context(TU.context()), SM(Context.getSourceManager()),
        Out(Out) {}

  /// Lambdas are functions of their own.
  bool TraverseLambdaExpr(LambdaExpr *LE) {
    for (Expr *Init : LE->capture_inits())
      if (Init && !TraverseStmt(Init))
        return false;
    return true;
  }
  bool TraverseDecl(Decl *D) {
    // Local classes, too.
    if (D && isa<TagDecl>(D))
      return true;
    return RecursiveASTVisitor::TraverseDecl(D);
  }

  bool VisitCoroutineSuspendExpr(CoroutineSuspendExpr *E) {
    // The calls that the expression stands for belong to the awaiter.
    for (Expr *Implied :
         {E->getReadyExpr(), E->getSuspendExpr(), E->getResumeExpr()})
      ignore(Implied);
    for (const Expr *Common = E->getCommonExpr(); Common;) {
      const Expr *Stripped = stripConversions(Common);
      const auto *CE = dyn_cast<CallExpr>(Stripped);
      if (!CE || (Stripped == operandOf(E) && !isa<CoyieldExpr>(E)))
        break;
      // await_transform(x), x.operator co_await(), promise.yield_value(x)
      Out.Ignored.insert(CE);
      Common = nullptr;
      if (Stripped == operandOf(E))
        break;
      if (const auto *MCE = dyn_cast<CXXMemberCallExpr>(CE);
          MCE && MCE->getNumArgs() == 0)
        Common = MCE->getImplicitObjectArgument();
      else if (CE->getNumArgs() != 0)
        Common = CE->getArg(0);
    }
    suspended(E);
    return true;
  }
  bool VisitDependentCoawaitExpr(DependentCoawaitExpr *E) {
    suspended(E);
    return true;
  }

  bool VisitCoreturnStmt(CoreturnStmt *S) {
    // The promise's own member; what it is given belongs to the body.
    if (const Expr *Promise = S->getPromiseCall())
      Out.Ignored.insert(stripConversions(Promise));
    if (S->getOperand())
      moved(S->getOperand());
    return true;
  }

  bool VisitConstantExpr(ConstantExpr *E) {
    if (E->hasAPValueResult())
      ignore(E->getSubExpr());
    return true;
  }
  bool VisitCXXNoexceptExpr(CXXNoexceptExpr *E) {
    ignore(E->getOperand());
    return true;
  }
  bool VisitCXXTypeidExpr(CXXTypeidExpr *E) {
    if (!E->isTypeOperand() && !E->isPotentiallyEvaluated())
      ignore(E->getExprOperand());
    return true;
  }
  bool VisitUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *E) {
    if (!E->isArgumentType())
      ignore(E->getArgumentExpr());
    return true;
  }

  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *E) {
    // Bound to the object of a call, not to a parameter.
    if (const Expr *Object = E->getImplicitObjectArgument())
      Objects.insert(Object->IgnoreParenImpCasts());
    return true;
  }
  bool VisitMaterializeTemporaryExpr(MaterializeTemporaryExpr *E) {
    if (!E->isBoundToLvalueReference() && !Objects.contains(E))
      Out.MovedTemporaries.insert(E->getSubExpr()->IgnoreParenCasts());
    return true;
  }
  bool VisitReturnStmt(ReturnStmt *S) {
    if (S->getRetValue()) {
      moved(S->getRetValue());
      awaitedElsewhere(S->getRetValue());
    }
    return true;
  }

  bool VisitCompoundStmt(CompoundStmt *S) {
    for (const Stmt *Child : S->body()) {
      if (const auto *E = dyn_cast<Expr>(Child)) {
        if (const auto *EWC = dyn_cast<ExprWithCleanups>(E))
          E = EWC->getSubExpr();
        Out.DroppedTemporaries.insert(E->IgnoreParenCasts());
      }
      const auto *DS = dyn_cast<DeclStmt>(Child);
      if (!DS || !DS->isSingleDecl())
        continue;
      if (const auto *Guard = dyn_cast<VarDecl>(DS->getSingleDecl());
          Guard &&
          TU.facts().is(Guard->getType(), unblock::model::Role::InPlaceScope))
        Out.InPlace.push_back({DS->getEndLoc(), S->getEndLoc()});
      for (const auto *A : DS->getSingleDecl()->specific_attrs<AnnotateAttr>())
        if (A->getAnnotation() == "unblock::allow_blocking") {
          Allowance Why{
              TranslationUnit::place(SM.getExpansionLoc(DS->getBeginLoc())),
              ""};
          if (A->args_size() != 0)
            if (const auto *Text = dyn_cast<StringLiteral>(
                    (*A->args_begin())->IgnoreParenImpCasts()))
              Why.Reason = Text->getString().str();
          Out.Allowances.push_back(
              {SourceRange(DS->getEndLoc(), S->getEndLoc()), Why});
        }
    }
    return true;
  }

  bool VisitForStmt(ForStmt *S) {
    return inLoop(S, {S->getCond(), S->getInc(), S->getBody()});
  }
  bool VisitWhileStmt(WhileStmt *S) {
    return inLoop(S, {S->getCond(), S->getBody()});
  }
  bool VisitDoStmt(DoStmt *S) {
    return inLoop(S, {S->getBody(), S->getCond()});
  }
  bool VisitCXXForRangeStmt(CXXForRangeStmt *S) {
    return inLoop(S, {S->getBody()});
  }

  /// `if (pid == 0) { ... }` after a fork is another process.
  bool VisitIfStmt(IfStmt *S) {
    if (S->isNonNegatedConsteval())
      ignore(S->getThen());
    else if (S->isNegatedConsteval())
      ignore(S->getElse());
    const Expr *Cond =
        S->getCond() ? S->getCond()->IgnoreParenImpCasts() : nullptr;
    const Expr *Pid = nullptr;
    bool InParent = false; // in the branch that is taken
    if (const auto *BO = dyn_cast_or_null<BinaryOperator>(Cond)) {
      InParent = BO->getOpcode() == BO_NE || BO->getOpcode() == BO_GT;
      if (BO->getOpcode() == BO_EQ || InParent) {
        if (TU.facts().constantValue(BO->getRHS()) == 0)
          Pid = BO->getLHS();
        else if (TU.facts().constantValue(BO->getLHS()) == 0)
          Pid = BO->getRHS();
      }
    } else if (const auto *UO = dyn_cast_or_null<UnaryOperator>(Cond)) {
      if (UO->getOpcode() == UO_LNot)
        Pid = UO->getSubExpr();
    }
    if (Pid && isFork(Pid)) {
      if (InParent && S->getElse())
        Out.ChildProcess.push_back(S->getElse()->getSourceRange());
      else if (!InParent)
        Out.ChildProcess.push_back(S->getThen()->getSourceRange());
    }
    return true;
  }
  /// `switch (fork()) { case 0: ... }`, too.
  bool VisitSwitchStmt(SwitchStmt *S) {
    const auto *Body = dyn_cast<CompoundStmt>(S->getBody());
    if (!Body || !isFork(S->getCond()))
      return true;
    SourceLocation Begin;
    for (const Stmt *Child : Body->body()) {
      const auto *Label = dyn_cast<SwitchCase>(Child);
      if (Label && Begin.isValid()) {
        Out.ChildProcess.push_back({Begin, Label->getBeginLoc()});
        Begin = {};
      }
      if (const auto *Case = dyn_cast_or_null<CaseStmt>(Label);
          Case && TU.facts().constantValue(Case->getLHS()) == 0)
        Begin = Case->getBeginLoc();
    }
    if (Begin.isValid())
      Out.ChildProcess.push_back({Begin, Body->getEndLoc()});
    return true;
  }

  bool VisitIntegerLiteral(IntegerLiteral *E) {
    SourceLocation Loc = E->getLocation();
    if (Loc.isMacroID())
      Out.HandlesWouldBlock |= isWouldBlock(
          Lexer::getImmediateMacroName(Loc, SM, Context.getLangOpts()));
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (const IdentifierInfo *Name = E->getDecl()->getIdentifier())
      Out.HandlesWouldBlock |= isWouldBlock(Name->getName());
    return true;
  }

  bool VisitVarDecl(VarDecl *VD) {
    if (!VD->getInit())
      return true;
    if (VD->isConstexpr() || VD->hasAttr<ConstInitAttr>())
      ignore(VD->getInit());
    if (VD->isStaticLocal())
      Out.Once.insert(VD->getInit()->IgnoreImplicit());
    // What an awaited `resolve()` gives is ready.
    if (isResolved(VD->getInit())) {
      Out.Ready.push_back({VD->getEndLoc(), DeclSet()});
      Out.Ready.back().second.insert(VD);
    }
    // A descriptor that is made non-blocking, and a thread that runs a closure.
    if (auto C = asCall(stripConversions(VD->getInit()))) {
      Out.AwaitedElsewhere.insert(C->Origin);
      if (makesPeer(*C))
        Out.Peers.insert(VD);
      if (makesNonBlocking(*C))
        Out.NonBlockingFds.insert(VD);
      if (isa<CXXConstructorDecl>(C->Callee))
        for (const Expr *Arg : C->Args)
          if (const auto *LE = dyn_cast<LambdaExpr>(stripConversions(Arg)))
            collectMentions(LE, Out.ThreadUses[VD]);
    }
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->isAssignmentOp())
      if (auto C = asCall(stripConversions(E->getRHS()));
          C && makesNonBlocking(*C))
        if (const ValueDecl *Subject = subjectOf(E->getLHS()))
          Out.NonBlockingFds.insert(Subject);
    return true;
  }
  bool VisitCallExpr(CallExpr *E) {
    auto C = asCall(E);
    if (!C)
      return true;
    start(*C);
    const IdentifierInfo *Name = C->Callee->getIdentifier();
    if (!Name)
      return true;
    limits(*C);
    const FunctionFacts &Known = TU.facts().of(C->Callee);
    bool Awaits = llvm::any_of(Known.Blocking, [](const auto *Entry) {
      return Entry->Kind == unblock::model::Category::SyncWait;
    });
    if (Awaits && C->Object)
      awaitedElsewhere(C->Object);
    for (unsigned I = 0; I != C->Args.size(); ++I) {
      auto R = TU.facts().runner(*C, I);
      if (Awaits || (R && R->By == unblock::model::Runs::Loop) ||
          (isa<CallExpr>(stripConversions(C->Args[I])) &&
           TU.isAwaitable(C->Callee->getReturnType())))
        awaitedElsewhere(C->Args[I]);
    }
    if (C->Callee->isInStdNamespace() &&
        (Name->isStr("move") || Name->isStr("forward")) && C->Args.size() == 1)
      moved(C->Args.front());
    if (C->Object &&
        llvm::is_contained(
            {"non_blocking", "native_non_blocking", "setBlocking"},
            Name->getName()) &&
        C->spelledArgs() != 0)
      if (const ValueDecl *Subject = subjectOf(C->Object))
        Out.NonBlockingFds.insert(Subject);
    if (C->Object &&
        llvm::is_contained({"detach", "join", "swap", "release", "get", "wait"},
                           Name->getName()))
      Out.GivenAway.insert(subjectOf(C->Object));
    // fcntl(fd, F_SETFL, ... | O_NONBLOCK), ioctl(fd, FIONBIO, &on)
    if ((Name->isStr("fcntl") || Name->isStr("ioctl")) && C->Args.size() >= 2 &&
        llvm::any_of(C->Args, [&](const Expr *Arg) {
          return TU.facts().mentions(Arg,
                                     {"O_NONBLOCK", "O_NDELAY", "FIONBIO"});
        }))
      if (const ValueDecl *Fd = subjectOf(C->Args.front()))
        Out.NonBlockingFds.insert(Fd);
    // future.wait_for(0s), task.is_ready()
    if (C->Object &&
        ((llvm::is_contained({"wait_for", "wait_until", "try_wait"},
                             Name->getName()) &&
          !C->Args.empty() && TU.facts().constantValue(C->Args.front()) == 0) ||
         llvm::is_contained({"is_ready", "isReady", "ready", "isFinished",
                             "is_finished", "done", "hasValue"},
                            Name->getName())))
      if (const ValueDecl *Subject = subjectOf(C->Object))
        Out.Ready.push_back({E->getBeginLoc(), DeclSet()}),
            Out.Ready.back().second.insert(Subject);
    return true;
  }

private:
  void awaitedElsewhere(const Stmt *S) {
    if (!S || isa<LambdaExpr>(S))
      return;
    if (const auto *E = dyn_cast<Expr>(S))
      Out.AwaitedElsewhere.insert(E);
    for (const Stmt *Child : S->children())
      awaitedElsewhere(Child);
  }

  /// Calls that set a time limit, or that ask for readiness with one.
  void limits(const Call &C) {
    std::string Name = C.Callee->getName().lower();
    const Expr *Subject = C.Object         ? C.Object
                          : C.Args.empty() ? nullptr
                                           : C.Args.front();
    if (!Subject)
      return;
    if (C.Callee->isExternC()) {
      if (llvm::is_contained({"poll", "ppoll", "select", "pselect",
                              "epoll_wait", "epoll_pwait", "epoll_pwait2",
                              "zmq_poll"},
                             Name))
        Out.AsksForReadiness = true;
      if (Name == "pipe" || Name == "pipe2")
        Out.Peers.insert(subjectOf(Subject));
      if (Name == "socketpair" && C.Args.size() == 4)
        Out.Peers.insert(subjectOf(C.Args[3]));
    }
    static constexpr llvm::StringLiteral Words[] = {
        "timeout", "expires", "deadline", "ready",  "readable",
        "poll",    "avail",   "pending",  "select", "wait_for"};
    if (TU.setsTimeLimit(C) || (TU.facts().of(C.Callee).Blocking.empty() &&
                                llvm::any_of(Words, [&](llvm::StringRef Word) {
                                  return llvm::StringRef(Name).contains(Word);
                                })))
      if (const ValueDecl *D = subjectOf(Subject))
        Out.Limited.insert(D);
  }

  static bool makesPeer(const Call &C) {
    return C.Callee->isExternC() && C.Callee->getIdentifier() &&
           llvm::is_contained({"accept", "accept4", "socket"},
                              C.Callee->getName());
  }

  void suspended(Expr *E) {
    Out.Suspensions.push_back(E);
    const Expr *Operand = operandOf(E);
    if (!Operand)
      return;
    if (isa<CoawaitExpr, DependentCoawaitExpr>(E))
      Out.AwaitedOperands.insert(Operand);
    DeclSet Mentions;
    collectMentions(Operand, Mentions);
    if (auto C = asCall(Operand);
        C && C->Object && C->Callee->getIdentifier()) {
      std::string Name = C->Callee->getName().lower();
      if (llvm::any_of(llvm::ArrayRef<llvm::StringRef>{"poll", "wait", "ready",
                                                       "readable", "writable"},
                       [&](llvm::StringRef Word) {
                         return llvm::StringRef(Name).contains(Word);
                       }))
        Out.Polled.insert(subjectOf(C->Object));
    }
    Out.Ready.push_back({E->getBeginLoc(), std::move(Mentions)});
  }

  bool inLoop(const Stmt *Loop, std::initializer_list<const Stmt *> Repeated) {
    uint64_t Trips = maxTrips(Loop, Context).value_or(Primitive::Endless);
    // `do ... while (false)` is no loop.
    if (isa<DoStmt>(Loop) && Trips == 1)
      return true;
    if (waitsForTime(Loop))
      Trips = 1;
    for (const Stmt *S : Repeated)
      if (S)
        Out.Loops.push_back({S->getSourceRange(), Loop->getBeginLoc(), Trips});
    return true;
  }

  /// \p C may start a task that one of its arguments makes.
  void start(const Call &C) {
    const FunctionFacts &Known = TU.facts().of(C.Callee);
    if (Known.Callables.empty() && !Known.Annotated.Offloads)
      return;
    for (unsigned I = 0; I != C.Args.size(); ++I) {
      std::optional<Facts::Runner> R = TU.facts().runner(C, I);
      if (!R || R->By == Runs::Inline)
        continue;
      const Expr *Made =
          resolveCallable(C.Args[I], nullptr, [&](const VarDecl *VD) {
            return TU.isStable(VD);
          }).Task;
      if (!Made)
        continue;
      // A runtime that is named may be another one.
      bool Named = C.Object || (R->Rule && R->Rule->By == Runs::Executor);
      Out.Started[Made] = R->By == Runs::Pool      ? Site::PoolThread
                          : R->By == Runs::InPlace ? Site::PoolThread
                          : R->By != Runs::Loop    ? Site::Anybody
                          : Named                  ? Site::OtherLoop
                                                   : Site::Runtime;
    }
  }

  void ignore(const Stmt *S) {
    if (!S || !Out.Ignored.insert(S).second)
      return;
    for (const Stmt *Child : S->children())
      ignore(Child);
  }

  static bool isWouldBlock(llvm::StringRef Name) {
    return llvm::is_contained(
        {"EAGAIN", "EWOULDBLOCK", "EINPROGRESS", "would_block", "try_again",
         "SSL_ERROR_WANT_READ", "SSL_ERROR_WANT_WRITE", "LIBSSH2_ERROR_EAGAIN",
         "CURLE_AGAIN", "operation_would_block",
         "resource_unavailable_try_again"},
        Name);
  }
  bool isFork(const Expr *E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *DRE = dyn_cast<DeclRefExpr>(E))
      if (const auto *VD = dyn_cast<VarDecl>(DRE->getDecl()))
        if (const Expr *Init = VD->getAnyInitializer())
          E = Init->IgnoreParenImpCasts();
    if (const auto *BO = dyn_cast<BinaryOperator>(E);
        BO && BO->isAssignmentOp())
      E = BO->getRHS()->IgnoreParenImpCasts();
    auto C = asCall(E);
    return C && C->Callee->getIdentifier() &&
           (C->Callee->getName() == "fork" || C->Callee->getName() == "vfork");
  }
  bool makesNonBlocking(const Call &C) {
    return llvm::any_of(C.Args, [&](const Expr *Arg) {
      return TU.facts().mentions(
          Arg, {"SOCK_NONBLOCK", "O_NONBLOCK", "EFD_NONBLOCK", "TFD_NONBLOCK",
                "SFD_NONBLOCK", "IN_NONBLOCK", "GRND_NONBLOCK"});
    });
  }

  void moved(const Expr *E) {
    if (const ValueDecl *Subject = subjectOf(E)) {
      Out.GivenAway.insert(Subject);
      Out.MovedAway.insert(Subject);
    }
  }

  TranslationUnit &TU;
  ASTContext &Context;
  const SourceManager &SM;
  BodyScan &Out;
  llvm::SmallPtrSet<const Expr *, 8> Objects;
};

} // namespace

void BodyScan::scan(Stmt *S) { Scanner(TU, *this).TraverseStmt(S); }

bool unblock::analysis::isResolved(const Expr *E) {
  const auto *Await = dyn_cast<CoawaitExpr>(stripConversions(E));
  auto C = Await ? asCall(operandOf(Await)) : std::nullopt;
  return C && C->Callee->getIdentifier() &&
         llvm::is_contained({"resolve", "when_ready"}, C->Callee->getName());
}

bool BodyScan::wasAwaited(const ValueDecl *Subject, SourceLocation Loc) const {
  const SourceManager &SM = TU.context().getSourceManager();
  return Subject && llvm::any_of(Ready, [&](const auto &R) {
           return R.second.contains(Subject) &&
                  SM.isBeforeInTranslationUnit(R.first, Loc);
         });
}

bool BodyScan::endedBefore(const ValueDecl *Thread, SourceLocation Loc) const {
  auto It = ThreadUses.find(Thread);
  return It != ThreadUses.end() &&
         llvm::any_of(It->second,
                      [&](const ValueDecl *D) { return wasAwaited(D, Loc); });
}

bool BodyScan::isInPlace(SourceLocation Loc) const {
  return llvm::any_of(InPlace,
                      [&](SourceRange Range) { return contains(Range, Loc); });
}

bool BodyScan::isInLoop(SourceLocation Loc) const {
  return llvm::any_of(Loops,
                      [&](const Loop &L) { return contains(L.Range, Loc); });
}

void BodyScan::repeat(Site &S, SourceLocation Loc) const {
  for (const Loop &L : Loops) {
    if (L.Trips == 1 || !contains(L.Range, Loc))
      continue;
    // The innermost one whose end is not in sight, if there is one.
    if (S.Repeats != Primitive::Endless || L.Trips == Primitive::Endless)
      S.Loop = TranslationUnit::place(L.At);
    S.Repeats = L.Trips == Primitive::Endless
                    ? Primitive::Endless
                    : llvm::SaturatingMultiply(S.Repeats, L.Trips);
  }
}

bool BodyScan::isInChildProcess(SourceLocation Loc) const {
  return llvm::any_of(ChildProcess,
                      [&](SourceRange R) { return contains(R, Loc); });
}

std::optional<uint32_t> BodyScan::allowance(SourceLocation Loc) const {
  for (uint32_t I = Allowances.size(); I-- != 0;)
    if (contains(Allowances[I].Range, Loc))
      return I;
  return std::nullopt;
}

bool BodyScan::contains(SourceRange Range, SourceLocation Loc) const {
  const SourceManager &SM = TU.context().getSourceManager();
  Loc = SM.getExpansionLoc(Loc);
  SourceLocation Begin = SM.getExpansionLoc(Range.getBegin());
  SourceLocation End = SM.getExpansionLoc(Range.getEnd());
  return (Begin == Loc || SM.isBeforeInTranslationUnit(Begin, Loc)) &&
         SM.isBeforeInTranslationUnit(Loc, End);
}
