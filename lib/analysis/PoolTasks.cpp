//===- PoolTasks.cpp - Coroutines that are given to a pool ----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PoolTasks.h"
#include "Coroutines.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace unblock::analysis;
using unblock::model::Runs;

static bool isLazy(TranslationUnit &TU, QualType T) {
  if (T.isNull() || T->isDependentType() || T->isPointerType() ||
      T->isReferenceType() || !T->isRecordType())
    return false;
  if (auto Rule = TU.facts().task(T))
    return Rule.Rule->Lazy;
  llvm::StringRef Name = TU.facts().typeName(T);
  return !TU.facts().models().isGenerator(Name) && isLazyTask(recordOf(T));
}

/// Is \p T the type \p Task, or does it hold a value of it?
static bool holds(QualType T, QualType Task, unsigned Depth = 3) {
  T = T.getNonReferenceType();
  if (ASTContext::hasSameUnqualifiedType(T, Task))
    return true;
  const auto *Spec =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  return Depth != 0 && Spec &&
         llvm::any_of(Spec->getTemplateArgs().asArray(),
                      [&](const TemplateArgument &Arg) {
                        return Arg.getKind() == TemplateArgument::Type &&
                               holds(Arg.getAsType(), Task, Depth - 1);
                      });
}

namespace {

/// Looks in a body for a use of the task that calling a parameter gives.
class TaskUse {
public:
  explicit TaskUse(const ParmVarDecl *Param) : Param(Param) {}

  bool visit(const Stmt *S, bool Taken = false) {
    if (!S)
      return false;
    if (const auto *LE = dyn_cast<LambdaExpr>(S))
      return visit(LE->getBody());
    if (const auto *CE = dyn_cast<CallExpr>(S)) {
      if (calls(CE))
        return Taken;
      const FunctionDecl *Callee = CE->getDirectCallee();
      bool Passes = Callee && Callee->isInStdNamespace() &&
                    (isNamed(Callee, "move") || isNamed(Callee, "forward"));
      return llvm::any_of(CE->children(), [&](const Stmt *Child) {
        return visit(Child, Taken || !Passes);
      });
    }
    if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S))
      return visit(Suspend->getOperand(), true);
    if (const auto *Suspend = dyn_cast<DependentCoawaitExpr>(S))
      return visit(Suspend->getOperand(), true);
    if (isa<CompoundStmt, DeclStmt>(S))
      Taken = isa<DeclStmt>(S); // a variable may be awaited
    return llvm::any_of(S->children(),
                        [&](const Stmt *Child) { return visit(Child, Taken); });
  }

private:
  bool names(const Expr *E) {
    const auto *DRE = dyn_cast<DeclRefExpr>(stripConversions(E));
    return DRE && (DRE->getDecl() == Param ||
                   // captured by a nested lambda
                   DRE->getDecl()->getDeclName() == Param->getDeclName());
  }
  bool calls(const CallExpr *CE) {
    if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(CE))
      return Op->getOperator() == OO_Call && names(Op->getArg(0));
    const FunctionDecl *Callee = CE->getDirectCallee();
    if (Callee && Callee->isInStdNamespace() && isNamed(Callee, "invoke"))
      return names(CE->getArg(0));
    return !Callee && names(CE->getCallee());
  }
  const ParmVarDecl *Param;
};

class Finder {
public:
  explicit Finder(TranslationUnit &TU)
      : TU(TU), SM(TU.context().getSourceManager()) {}

  std::vector<PoolTask> run();

private:
  bool awaitsItself(const Offload &O, QualType Task);
  std::string starter(const Offload &O);
  void replace(const Offload &O, PoolTask &T);
  std::string text(SourceRange Range) {
    return Lexer::getSourceText(CharSourceRange::getTokenRange(Range), SM,
                                TU.context().getLangOpts())
        .str();
  }

  TranslationUnit &TU;
  const SourceManager &SM;
};

} // namespace

/// Does the callee, or what it is known to return, say that it awaits the task?
bool Finder::awaitsItself(const Offload &O, QualType Task) {
  const FunctionDecl *Callee = O.Made.Callee;
  const FunctionDecl *Definition = nullptr;
  if (TU.isAnalysable(Callee) && Callee->hasBody(Definition)) {
    unsigned I = 0;
    while (I != O.Made.Args.size() && O.Made.Args[I] != O.Closure)
      ++I;
    if (I < Definition->getNumParams() &&
        TaskUse(Definition->getParamDecl(I)).visit(Definition->getBody()))
      return true;
  }
  if (O.How == Offload::InPlace || isa<CXXConstructorDecl>(Callee))
    return false;
  QualType Result = O.Made.Origin->getType().getNonReferenceType();
  if (ASTContext::hasSameUnqualifiedType(Result, Task))
    return true;
  return isa_and_nonnull<ClassTemplateSpecializationDecl>(recordOf(Result)) &&
         !holds(Result, Task);
}

/// The function that starts tasks, beside the one that takes closures: `spawn`
/// of `spawn_blocking`.
std::string Finder::starter(const Offload &O) {
  if (!O.From || O.How != Offload::Pool)
    return "";
  std::string Full = qualifiedName(O.Made.Callee);
  auto [Scope, Name] = llvm::StringRef(Full).rsplit("::");
  if (Name.empty())
    std::swap(Scope, Name);
  for (const unblock::model::CallableRule &Rule : O.From->Callables)
    if (Rule.By == Runs::Loop)
      for (llvm::StringRef Other : Rule.Names) {
        auto [OtherScope, OtherName] = Other.rsplit("::");
        if (OtherName.empty())
          std::swap(OtherScope, OtherName);
        if (OtherScope == Scope && Name.starts_with(OtherName) &&
            Name.drop_front(OtherName.size()).starts_with("_"))
          return Other.str();
      }
  return "";
}

/// Can the function of that name be called as things are?
static bool isDeclared(ASTContext &Context, llvm::StringRef Qualified) {
  const DeclContext *Scope = Context.getTranslationUnitDecl();
  for (;;) {
    auto [First, Rest] = Qualified.split("::");
    auto Found = Scope->lookup(&Context.Idents.get(First));
    if (Rest.empty() || Found.empty())
      return !Found.empty();
    const DeclContext *Next = nullptr;
    for (const NamedDecl *D : Found)
      if (const auto *DC = dyn_cast<DeclContext>(D))
        Next = DC;
    if (!Next)
      return false;
    Scope = Next;
    Qualified = Rest;
  }
}

/// Would a task of \p FD refer to its arguments when they are gone?
static bool refersToArguments(const FunctionDecl *FD) {
  if (const auto *MD = dyn_cast<CXXMethodDecl>(FD);
      MD && MD->isInstance() && !isClosure(MD->getParent()))
    return true;
  return llvm::any_of(FD->parameters(), [](const ParmVarDecl *Param) {
    const CXXRecordDecl *Record = recordOf(Param->getType());
    return Param->getType()->isReferenceType() ||
           Param->getType()->isPointerType() ||
           (Record && Record->hasAttr<PointerAttr>());
  });
}

void Finder::replace(const Offload &O, PoolTask &T) {
  const auto *CE = dyn_cast<CallExpr>(O.Made.Origin);
  if (T.Starter.empty() || !CE || !O.In || O.Made.spelledArgs() != 1)
    return;
  // What is done with a handle must fit the other one, too.
  BodyShape Body(TU, O.In);
  if (!Body.contains(CE))
    return;
  Destination D = Body.destination(CE);
  if (D.What == Destination::Awaited && isa_and_nonnull<CoawaitExpr>(D.At))
    D = Body.destination(cast<Expr>(D.At));
  if (D.What != Destination::Dropped)
    return;
  SourceLocation Name;
  const Expr *Callee = CE->getCallee()->IgnoreParenImpCasts();
  if (const auto *DRE = dyn_cast<DeclRefExpr>(Callee))
    Name = DRE->getLocation();
  else if (const auto *ME = dyn_cast<MemberExpr>(Callee))
    Name = ME->getMemberLoc();
  const Expr *Given = O.Closure->IgnoreUnlessSpelledInSource();
  if (Name.isInvalid() || Name.isMacroID() ||
      Given->getBeginLoc().isMacroID() || Given->getEndLoc().isMacroID())
    return;
  if (const auto *LE = dyn_cast<LambdaExpr>(Given)) {
    if (T.IsCoroutine) {
      // The captures of the lambda would be gone before its task ends.
      if (!LE->captures().empty() || LE->getCallOperator()->getNumParams() != 0)
        return;
      T.Replacement = text(LE->getSourceRange()) + "()";
    } else {
      // [a] { return f(a); }
      const auto *Block = dyn_cast<CompoundStmt>(LE->getBody());
      const auto *Return = Block && Block->size() == 1
                               ? dyn_cast<ReturnStmt>(Block->body_front())
                               : nullptr;
      const Expr *Made = Return && Return->getRetValue()
                             ? Return->getRetValue()->IgnoreImplicit()
                             : nullptr;
      if (const auto *Copy = dyn_cast_or_null<CXXConstructExpr>(Made))
        Made = stripConversions(Copy);
      auto C = Made && isa<CallExpr>(Made) ? asCall(Made) : std::nullopt;
      if (!C || refersToArguments(C->Callee) || Made->getBeginLoc().isMacroID())
        return;
      for (const LambdaCapture &Capture : LE->captures())
        if (LE->isInitCapture(&Capture))
          return;
      T.Replacement = text(Made->getSourceRange());
    }
  } else {
    const Expr *Named = Given;
    if (const auto *UO = dyn_cast<UnaryOperator>(Named);
        UO && UO->getOpcode() == UO_AddrOf)
      Named = UO->getSubExpr()->IgnoreUnlessSpelledInSource();
    const auto *DRE = dyn_cast<DeclRefExpr>(Named);
    if (!DRE || !isa<FunctionDecl>(DRE->getDecl()))
      return;
    T.Replacement = text(DRE->getSourceRange()) + "()";
  }
  T.Name = Name;
  T.IsStarterDeclared = isDeclared(TU.context(), T.Starter);
  T.Argument = Given->getSourceRange();
}

std::vector<PoolTask> Finder::run() {
  std::vector<PoolTask> Out;
  for (const Offload &O : TU.offloads()) {
    const FunctionDecl *FD = O.Target.Target;
    if (O.How == Offload::Scope || !FD || !O.Closure)
      continue;
    if (const FunctionDecl *Definition = FD->getDefinition())
      FD = Definition;
    // What is inside of such a function has been said where it is called.
    if (O.In && isa<DeclRefExpr>(stripConversions(O.Closure)) &&
        !TU.facts().of(O.In).Callables.empty())
      continue;
    QualType Task = FD->getReturnType();
    if (!isLazy(TU, Task) || TU.isGenerator(FD) || awaitsItself(O, Task))
      continue;
    PoolTask T;
    T.Work = &O;
    T.At = O.at();
    // A helper is in between.
    if (const auto *DRE = dyn_cast<DeclRefExpr>(stripConversions(O.Closure));
        DRE && isa<ParmVarDecl>(DRE->getDecl()) && O.Lambda)
      T.At = O.Lambda->getBeginLoc();
    T.Maker = FD;
    T.Task = Task;
    T.IsCoroutine = coroutineBody(FD);
    if (TU.facts().task(Task).From == O.From)
      T.Starter = starter(O);
    replace(O, T);
    Out.push_back(std::move(T));
  }
  return Out;
}

std::vector<PoolTask> unblock::analysis::findPoolTasks(TranslationUnit &TU) {
  return Finder(TU).run();
}
