//===- Calls.cpp - Calls and callables in normal form ---------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Calls.h"
#include "lib/model/Model.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;
using namespace unblock::analysis;

unsigned Call::spelledArgs() const {
  unsigned N = 0;
  for (const Expr *Arg : Args)
    N += !isa<CXXDefaultArgExpr>(Arg);
  return N;
}

std::optional<Call> unblock::analysis::asCall(const Expr *E) {
  Call C;
  C.Origin = E;
  C.Loc = E->getExprLoc();
  if (const auto *CE = dyn_cast<CallExpr>(E)) {
    C.Callee = CE->getDirectCallee();
    if (!C.Callee)
      return std::nullopt;
    llvm::ArrayRef<const Expr *> Args(CE->getArgs(), CE->getNumArgs());
    if (const auto *MCE = dyn_cast<CXXMemberCallExpr>(CE)) {
      C.Object = MCE->getImplicitObjectArgument();
    } else if (const auto *MD = dyn_cast<CXXMethodDecl>(C.Callee);
               isa<CXXOperatorCallExpr>(CE) && MD && !Args.empty()) {
      // Of a static call operator, too, the first argument is the object.
      C.Object = Args.front();
      Args = Args.drop_front();
    }
    C.Args.assign(Args.begin(), Args.end());
    if (!isa<CXXOperatorCallExpr>(CE))
      C.Loc = CE->getBeginLoc().isMacroID() ? CE->getBeginLoc()
                                            : CE->getExprLoc();
    return C;
  }
  if (const auto *CE = dyn_cast<CXXConstructExpr>(E)) {
    C.Callee = CE->getConstructor();
    C.Args.assign(CE->arg_begin(), CE->arg_end());
    C.Loc = CE->getLocation();
    return C;
  }
  if (const auto *CE = dyn_cast<CXXInheritedCtorInitExpr>(E)) {
    C.Callee = CE->getConstructor();
    C.Loc = CE->getLocation();
    return C;
  }
  return std::nullopt;
}

/// The outermost namespaces that the built-in profiles name; of Boost, its
/// libraries' (`boost::asio`).
static const llvm::StringSet<> &libraryNamespaces() {
  static const llvm::StringSet<> Names = [] {
    llvm::StringSet<> Result;
    auto Add = [&](llvm::ArrayRef<llvm::StringRef> Qualified) {
      for (llvm::StringRef Name : Qualified) {
        auto [First, Rest] = Name.split("::");
        if (First == "boost")
          Result.insert(("boost::" + Rest.split("::").first).str());
        else if (!Rest.empty() && !First.contains('*'))
          Result.insert(First);
      }
    };
    for (const unblock::model::Document &D : unblock::model::builtinDocuments())
      for (const unblock::model::Profile &P : D.Profiles) {
        for (const auto &Rule : P.Tasks)
          Add(Rule.Types);
        for (const auto &Rule : P.Executors)
          Add(Rule.Types);
        for (const auto &Rule : P.Callables)
          Add(Rule.Names);
        Add(P.Primitives);
      }
    return Result;
  }();
  return Names;
}

/// Is \p D part of a library that the models know, in a copy that is not
/// included as a system header? It lies in a folder of the library's name.
static bool isVendored(const Decl *D, SourceLocation Loc,
                       const SourceManager &SM) {
  if (SM.isInMainFile(Loc))
    return false;
  const NamespaceDecl *Outer = nullptr, *Second = nullptr;
  for (const DeclContext *DC = D->getDeclContext(); DC; DC = DC->getParent())
    if (const auto *NS = dyn_cast<NamespaceDecl>(DC);
        NS && !NS->isInline() && NS->getIdentifier()) {
      Second = Outer;
      Outer = NS;
    }
  if (const auto *NS = dyn_cast<NamespaceDecl>(D); NS && !Outer)
    Outer = NS;
  if (!Outer || !Outer->getIdentifier())
    return false;
  std::string Name = Outer->getName().str();
  if (Name == "boost" && Second)
    Name += ("::" + Second->getName()).str();
  if (!libraryNamespaces().contains(Name))
    return false;
  std::string Folder = ("/" + Outer->getName() + "/").str();
  return SM.getFilename(Loc).contains(Folder);
}

bool unblock::analysis::isInSystem(const Decl *D) {
  const SourceManager &SM = D->getASTContext().getSourceManager();
  SourceLocation Loc = SM.getExpansionLoc(D->getLocation());
  return Loc.isInvalid() || SM.isInSystemHeader(Loc) ||
         isVendored(D, Loc, SM);
}

bool unblock::analysis::isClosure(const CXXRecordDecl *Record) {
  return Record && Record->isLambda();
}

const CXXRecordDecl *unblock::analysis::recordOf(QualType T) {
  if (T.isNull())
    return nullptr;
  T = T.getNonReferenceType();
  while (T->isPointerType())
    T = T->getPointeeType();
  if (const CXXRecordDecl *Record = T->getAsCXXRecordDecl())
    return Record;
  // A dependent specialisation still names its template.
  if (const auto *TST = T->getAs<TemplateSpecializationType>())
    if (const auto *CTD = dyn_cast_or_null<ClassTemplateDecl>(
            TST->getTemplateName().getAsTemplateDecl()))
      return CTD->getTemplatedDecl();
  return nullptr;
}

const CXXMethodDecl *
unblock::analysis::callOperator(const CXXRecordDecl *Record) {
  if (!Record || !Record->hasDefinition())
    return nullptr;
  Record = Record->getDefinition();
  const CXXMethodDecl *Found = nullptr;
  auto Take = [&](const CXXMethodDecl *MD) {
    if (Found)
      return false;
    Found = MD;
    return true;
  };
  for (const Decl *D : Record->decls()) {
    if (const auto *MD = dyn_cast<CXXMethodDecl>(D)) {
      if (MD->getOverloadedOperator() == OO_Call && !Take(MD))
        return nullptr;
    } else if (const auto *FTD = dyn_cast<FunctionTemplateDecl>(D)) {
      const auto *Pattern = dyn_cast<CXXMethodDecl>(FTD->getTemplatedDecl());
      if (!Pattern || Pattern->getOverloadedOperator() != OO_Call)
        continue;
      for (const FunctionDecl *Spec : FTD->specializations())
        if (Spec->hasBody()) {
          Pattern = cast<CXXMethodDecl>(Spec);
          break;
        }
      if (!Take(Pattern))
        return nullptr;
    }
  }
  return Found;
}

/// Which argument of a function carries the callable through to its result;
/// -1 for other functions. These change where or with what a callable runs,
/// never what it does.
static int carriedArg(const FunctionDecl *FD) {
  const IdentifierInfo *Name = FD->getIdentifier();
  if (!Name || !(FD->isInStdNamespace() || isInSystem(FD)))
    return -1;
  return llvm::StringSwitch<int>(Name->getName())
      // std and boost
      .Cases({"move", "forward", "ref", "cref", "move_if_noexcept"}, 0)
      .Cases({"bind", "bind_front", "bind_back", "mem_fn", "not_fn"}, 0)
      .Cases({"make_copyable_function", "protect"}, 0)
      // asio, beast
      .Cases({"bind_front_handler", "bind_handler"}, 0)
      .Cases({"bind_executor", "bind_allocator", "bind_cancellation_slot",
              "bind_immediate_executor"},
             1)
      .Default(-1);
}

const Expr *unblock::analysis::stripConversions(const Expr *E) {
  while (E) {
    const Expr *Inner = E->IgnoreParenImpCasts();
    if (const auto *MTE = dyn_cast<MaterializeTemporaryExpr>(Inner))
      Inner = MTE->getSubExpr();
    else if (const auto *BTE = dyn_cast<CXXBindTemporaryExpr>(Inner))
      Inner = BTE->getSubExpr();
    else if (const auto *EWC = dyn_cast<ExprWithCleanups>(Inner))
      Inner = EWC->getSubExpr();
    else if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Inner))
      Inner = Cast->getSubExpr();
    else if (const auto *OVE = dyn_cast<OpaqueValueExpr>(Inner);
             OVE && OVE->getSourceExpr())
      Inner = OVE->getSourceExpr();
    else if (const auto *CE = dyn_cast<CXXConstructExpr>(Inner);
             CE && CE->getNumArgs() == 1 &&
             CE->getConstructor()->isCopyOrMoveConstructor())
      Inner = CE->getArg(0);
    else if (const auto *Call = dyn_cast<CallExpr>(Inner);
             Call && Call->getNumArgs() == 1 && Call->getDirectCallee() &&
             Call->getDirectCallee()->isInStdNamespace() &&
             carriedArg(Call->getDirectCallee()) == 0 &&
             Call->getDirectCallee()->getName() != "bind_front")
      Inner = Call->getArg(0);
    if (Inner == E)
      return E;
    E = Inner;
  }
  return E;
}

Callable unblock::analysis::resolveCallable(const Expr *E,
                                            const FunctionDecl *Within,
                                            IsStable Stable) {
  // Every step goes to a sub-expression or to an initialiser that precedes it,
  // but a variable may be initialised with itself.
  for (unsigned Steps = 0; E && Steps != 32; ++Steps) {
    E = stripConversions(E);
    if (E->isTypeDependent() && !isa<LambdaExpr, DeclRefExpr>(E))
      return {};

    if (const auto *LE = dyn_cast<LambdaExpr>(E))
      return {.Target = callOperator(LE->getLambdaClass())};

    if (const auto *UO = dyn_cast<UnaryOperator>(E)) {
      if (UO->getOpcode() != UO_AddrOf && UO->getOpcode() != UO_Deref)
        return {};
      E = UO->getSubExpr();
      continue;
    }

    if (const auto *DRE = dyn_cast<DeclRefExpr>(E)) {
      const ValueDecl *D = DRE->getDecl();
      if (const auto *FD = dyn_cast<FunctionDecl>(D))
        return {.Target = FD};
      if (const auto *Param = dyn_cast<ParmVarDecl>(D)) {
        if (Within && Param->getDeclContext() == Within)
          return {.Param = Param};
        return {};
      }
      const auto *VD = dyn_cast<VarDecl>(D);
      if (!VD || VD->isInitCapture())
        return {};
      if (isClosure(recordOf(VD->getType())))
        return {.Target = callOperator(recordOf(VD->getType()))};
      if (const Expr *Init = VD->getAnyInitializer();
          Init && (VD->getType().isConstQualified() || Stable(VD))) {
        E = Init;
        continue;
      }
      return {};
    }

    if (const auto *CE = dyn_cast<CallExpr>(E)) {
      const FunctionDecl *FD = CE->getDirectCallee();
      if (!FD)
        return {};
      if (int Arg = carriedArg(FD); Arg >= 0 && unsigned(Arg) < CE->getNumArgs()) {
        E = CE->getArg(Arg);
        continue;
      }
      // A lambda that is converted to a pointer.
      if (const auto *MCE = dyn_cast<CXXMemberCallExpr>(CE);
          MCE && isa<CXXConversionDecl>(FD) &&
          isClosure(cast<CXXMethodDecl>(FD)->getParent())) {
        E = MCE->getImplicitObjectArgument();
        continue;
      }
      // A function that makes a lambda.
      if (const CXXRecordDecl *Record = recordOf(CE->getType());
          isClosure(Record))
        return {.Target = callOperator(Record)};
      return {.Task = CE};
    }

    if (const auto *CE = dyn_cast<CXXConstructExpr>(E)) {
      // std::function and kin hold what they were made from; a class of the
      // user is called through its own operator.
      const CXXRecordDecl *Record = CE->getConstructor()->getParent();
      if (!(Record->isInStdNamespace() || isInSystem(Record)) ||
          CE->getNumArgs() == 0)
        return {.Target = callOperator(Record)};
      E = CE->getArg(0);
      continue;
    }

    if (const auto *ILE = dyn_cast<InitListExpr>(E)) {
      if (const CXXRecordDecl *Record = recordOf(ILE->getType());
          Record && !isInSystem(Record))
        return {.Target = callOperator(Record)};
      if (ILE->getNumInits() != 1)
        return {};
      E = ILE->getInit(0);
      continue;
    }

    // An object of a class of the user.
    if (const CXXRecordDecl *Record = recordOf(E->getType());
        Record && !isInSystem(Record) && !isa<MemberExpr, CXXThisExpr>(E))
      return {.Target = callOperator(Record)};
    return {};
  }
  return {};
}

void unblock::analysis::collectMentions(const Stmt *S, DeclSet &Out) {
  if (!S)
    return;
  if (const auto *DRE = dyn_cast<DeclRefExpr>(S))
    Out.insert(DRE->getDecl());
  else if (const auto *ME = dyn_cast<MemberExpr>(S))
    if (isa<FieldDecl>(ME->getMemberDecl()))
      Out.insert(ME->getMemberDecl());
  if (const auto *LE = dyn_cast<LambdaExpr>(S))
    for (const LambdaCapture &Capture : LE->captures())
      if (Capture.capturesVariable())
        Out.insert(Capture.getCapturedVar());
  if (const auto *OVE = dyn_cast<OpaqueValueExpr>(S))
    return collectMentions(OVE->getSourceExpr(), Out);
  for (const Stmt *Child : S->children())
    collectMentions(Child, Out);
}

const ValueDecl *unblock::analysis::subjectOf(const Expr *E) {
  for (unsigned Steps = 0; E && Steps != 8; ++Steps) {
    E = stripConversions(E);
    if (const auto *DRE = dyn_cast<DeclRefExpr>(E))
      return DRE->getDecl();
    if (const auto *UO = dyn_cast<UnaryOperator>(E)) {
      E = UO->getSubExpr();
    } else if (const auto *ASE = dyn_cast<ArraySubscriptExpr>(E)) {
      E = ASE->getBase();
    } else if (const auto *ME = dyn_cast<MemberExpr>(E)) {
      return ME->getMemberDecl();
    } else if (auto C = asCall(E); C && C->Object) {
      E = C->Object;
    } else {
      return nullptr;
    }
  }
  return nullptr;
}
