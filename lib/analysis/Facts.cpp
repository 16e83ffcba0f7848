//===- Facts.cpp - Models and annotations, asked about declarations -------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Facts.h"
#include "Names.h"
#include "lib/support/VersionCompat.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace unblock;
using namespace unblock::analysis;
using namespace unblock::model;

/// The declaration that a model can name: a member of a template, not of its
/// instantiation.
static const FunctionDecl *patternOf(const FunctionDecl *FD) {
  if (const FunctionDecl *Pattern = FD->getTemplateInstantiationPattern())
    FD = Pattern;
  return FD->getCanonicalDecl();
}

Annotations unblock::analysis::annotationsOf(const FunctionDecl *FD) {
  Annotations Result;
  for (const FunctionDecl *Redecl : FD->redecls()) {
    for (const auto *A : Redecl->specific_attrs<AnnotateAttr>()) {
      llvm::StringRef Name = A->getAnnotation();
      if (!Name.consume_front("unblock::"))
        continue;
      if (Name == "nonblocking")
        Result.NonBlocking = true;
      else if (Name == "async_context")
        Result.AsyncContext = true;
      else if (Name == "offloads")
        Result.Offloads = true;
      else if (Name == "hot_path")
        Result.HotPath = true;
      else if (Name == "blocking") {
        Result.Blocking = "is annotated as blocking";
        if (A->args_size() != 0)
          if (const auto *Why = dyn_cast<StringLiteral>(
                  (*A->args_begin())->IgnoreParenImpCasts()))
            Result.Blocking = Why->getString();
      }
    }
    Result.HotPath |= Redecl->hasAttr<HotAttr>();
    for (const FunctionEffectWithCondition &FE : Redecl->getFunctionEffects()) {
      if (FE.Cond.getCondition())
        continue;
      switch (FE.Effect.kind()) {
      case FunctionEffect::Kind::Blocking:
        Result.Blocking = "is annotated as blocking";
        break;
      case FunctionEffect::Kind::NonBlocking:
        Result.NonBlocking = true;
        break;
      default:
        break;
      }
    }
  }
  return Result;
}

bool Facts::isBuiltin(const BlockingEntry *Entry) const {
  return llvm::any_of(builtinDocuments(), [&](const Document &D) {
    return D.Blocking.begin() <= Entry && Entry < D.Blocking.end();
  });
}

const FunctionFacts &Facts::of(const FunctionDecl *FD) {
  FD = patternOf(FD);
  std::unique_ptr<FunctionFacts> &Slot = Functions[FD];
  if (Slot)
    return *Slot;
  Slot = std::make_unique<FunctionFacts>();
  FunctionFacts &F = *Slot;
  if (FD->hasAttrs() || FD->getType()->isFunctionProtoType())
    F.Annotated = annotationsOf(FD);
  F.NonBlocking = F.Annotated.NonBlocking;

  if (!Models.mayMention(lastComponent(FD), enclosingComponent(FD)))
    return F;
  F.Name = qualifiedName(FD);
  llvm::StringRef Name = F.Name;
  F.NonBlocking |= Models.isNonBlocking(Name);
  F.Callables = Models.callable(Name);
  F.Hops = Models.hop(Name);
  F.Roles = Models.rolesOfFunction(Name);
  for (const BlockingEntry *Entry : Models.blocking(Name)) {
    // A plain name of ours is a C function; a C++ function of the user may
    // well have the same name.
    if (!Name.contains("::") && !FD->isExternC() && isBuiltin(Entry))
      continue;
    F.Blocking.push_back(Entry);
  }
  return F;
}

llvm::StringRef Facts::typeName(QualType T) {
  const NamedDecl *D = recordOf(T);
  if (!D)
    if (const auto *ET =
            T.isNull() ? nullptr
                       : T.getNonReferenceType()->getAs<clang::EnumType>())
      D = ET->getDecl();
  if (!D)
    return "";
  auto [It, New] = TypeNames.try_emplace(D->getCanonicalDecl());
  if (New)
    It->second = qualifiedName(D);
  return It->second;
}

Match<TaskRule> Facts::task(QualType T) {
  llvm::StringRef Name = typeName(T);
  return Name.empty() ? Match<TaskRule>() : Models.task(Name);
}

bool Facts::is(QualType T, model::Role R) {
  llvm::StringRef Name = typeName(T);
  if (Name.empty())
    return false;
  if (Models.rolesOfType(Name).test(unsigned(R)))
    return true;
  const CXXRecordDecl *Record = recordOf(T);
  return Record && Record->hasDefinition() &&
         llvm::any_of(Record->getDefinition()->bases(),
                      [&](const CXXBaseSpecifier &Base) {
                        return is(Base.getType(), R);
                      });
}

bool Facts::isType(QualType T, llvm::ArrayRef<llvm::StringRef> Names) {
  llvm::StringRef Name = typeName(T);
  if (Name.empty())
    return false;
  if (llvm::any_of(Names,
                   [&](llvm::StringRef N) { return matchesName(N, Name); }))
    return true;
  const CXXRecordDecl *Record = recordOf(T);
  return Record && Record->hasDefinition() &&
         llvm::any_of(Record->bases(), [&](const CXXBaseSpecifier &Base) {
           return isType(Base.getType(), Names);
         });
}

/// The name of \p T as conditions spell it: `long`, `std::ratio<1, 1000>`.
static std::string spellingOf(QualType T) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record)
    return T.getCanonicalType().getUnqualifiedType().getAsString();
  std::string Name = qualifiedName(Record);
  const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Record);
  if (!Spec)
    return Name;
  std::string Args;
  for (const TemplateArgument &Arg : Spec->getTemplateArgs().asArray()) {
    Args += Args.empty() ? "" : ", ";
    if (Arg.getKind() == TemplateArgument::Integral)
      Args += llvm::toString(Arg.getAsIntegral(), 10);
    else if (Arg.getKind() == TemplateArgument::Type)
      Args += spellingOf(Arg.getAsType());
    else
      return Name;
  }
  return Name + '<' + Args + '>';
}

bool Facts::isOf(QualType T, llvm::ArrayRef<llvm::StringRef> Names) {
  const auto *Spec =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  return Spec &&
         llvm::any_of(Spec->getTemplateArgs().asArray(),
                      [&](const TemplateArgument &Arg) {
                        return Arg.getKind() == TemplateArgument::Type &&
                               llvm::is_contained(Names,
                                                  spellingOf(Arg.getAsType()));
                      });
}

/// The only scalar in \p V, looking through classes with one field.
static const APValue *onlyScalar(const APValue &V) {
  if (!V.isStruct())
    return &V;
  if (V.getStructNumBases() + V.getStructNumFields() != 1)
    return nullptr;
  return onlyScalar(V.getStructNumBases() ? V.getStructBase(0)
                                          : V.getStructField(0));
}

const Expr *Facts::valueOf(const VarDecl *VD) {
  return VD->getType().isConstQualified() || Stable(VD)
             ? VD->getAnyInitializer()
             : nullptr;
}

std::optional<int64_t> Facts::constantValue(const Expr *E) {
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    E = Default->getExpr();
  if (const auto *MTE = dyn_cast<MaterializeTemporaryExpr>(E))
    E = MTE->getSubExpr();
  if (E->isValueDependent() || E->isTypeDependent() || E->containsErrors())
    return std::nullopt;
  if (E->getType()->isPointerType() || E->getType()->isNullPtrType()) {
    if (E->isNullPointerConstant(Context, Expr::NPC_ValueDependentIsNotNull))
      return 0;
    return std::nullopt;
  }
  if (const auto *DRE = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts()))
    if (const auto *VD = dyn_cast<VarDecl>(DRE->getDecl());
        VD && VD->isLocalVarDecl() && !VD->getType().isConstQualified())
      if (const Expr *Init = valueOf(VD))
        return constantValue(Init);
  Expr::EvalResult Result;
  if (!E->EvaluateAsRValue(Result, Context) || Result.HasSideEffects)
    return std::nullopt;
  const APValue *V = onlyScalar(Result.Val);
  if (!V || !V->isInt() || V->getInt().getSignificantBits() > 64)
    return std::nullopt;
  return V->getInt().getExtValue();
}

bool Facts::mentions(const Expr *E, llvm::ArrayRef<llvm::StringRef> Names) {
  const SourceManager &SM = Context.getSourceManager();
  llvm::SmallVector<const Stmt *, 8> Work{E};
  // Bounds the walk through initialisers that mention each other.
  for (unsigned Steps = 0; !Work.empty() && Steps != 256; ++Steps) {
    const Stmt *S = Work.pop_back_val();
    if (!S)
      continue;
    for (SourceLocation Loc = S->getBeginLoc(); Loc.isMacroID();
         Loc = SM.getImmediateMacroCallerLoc(Loc))
      if (llvm::is_contained(Names, Lexer::getImmediateMacroName(
                                        Loc, SM, Context.getLangOpts())))
        return true;
    if (const auto *DRE = dyn_cast<DeclRefExpr>(S)) {
      if (const IdentifierInfo *Name = DRE->getDecl()->getIdentifier();
          Name && llvm::is_contained(Names, Name->getName()))
        return true;
      if (const auto *VD = dyn_cast<VarDecl>(DRE->getDecl()))
        Work.push_back(valueOf(VD));
    }
    if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(S))
      Work.push_back(Default->getExpr());
    llvm::append_range(Work, S->children());
  }
  return false;
}

bool Facts::holds(const Condition &Cond, const Call &C) {
  if (Cond.Params >= 0 && int(C.Callee->getNumParams()) != Cond.Params)
    return false;
  if (Cond.MinArgs >= 0 && int(C.spelledArgs()) < Cond.MinArgs)
    return false;
  if (Cond.MaxArgs >= 0 && int(C.spelledArgs()) > Cond.MaxArgs)
    return false;
  if (Cond.Arg == Condition::None)
    return true;

  const Expr *E = nullptr;
  if (Cond.Arg == Condition::Object)
    E = C.Object;
  else if (Cond.Arg >= 0 && unsigned(Cond.Arg) < C.Args.size())
    E = C.Args[Cond.Arg];
  if (!E)
    return false;
  if (Cond.Equals && constantValue(E) != Cond.Equals)
    return false;
  if (!Cond.Flags.empty() && !mentions(E, Cond.Flags))
    return false;
  if (!Cond.Types.empty() &&
      !isType(stripConversions(E)->getType(), Cond.Types) &&
      !isType(E->getType(), Cond.Types))
    return false;
  if (!Cond.Of.empty() && !isOf(stripConversions(E)->getType(), Cond.Of) &&
      !isOf(E->getType(), Cond.Of))
    return false;
  return true;
}

const BlockingEntry *Facts::blocking(const Call &C) {
  auto First = [&](const FunctionFacts &F) -> const BlockingEntry * {
    for (const BlockingEntry *Entry : F.Blocking) {
      auto Holds = [&](const Condition &Cond) { return holds(Cond, C); };
      if (llvm::all_of(Entry->When, Holds) &&
          llvm::none_of(Entry->Unless, Holds))
        return Entry;
    }
    return nullptr;
  };
  const FunctionFacts &F = of(C.Callee);
  if (F.NonBlocking)
    return nullptr;
  if (!F.Blocking.empty())
    return First(F);
  // An overrider whose body is out of sight is taken to do what the function
  // does that it overrides.
  if (const auto *MD = dyn_cast<CXXMethodDecl>(C.Callee);
      MD && MD->isVirtual() && !isa<CXXDestructorDecl>(MD) && !MD->hasBody())
    for (const CXXMethodDecl *Base : MD->overridden_methods())
      if (const BlockingEntry *Entry = First(of(Base)))
        return Entry;
  return nullptr;
}

Runs Facts::executorKind(QualType T, unsigned Depth) {
  if (Depth == 0 || T.isNull())
    return Runs::Unknown;
  llvm::StringRef Name = typeName(T);
  if (!Name.empty())
    if (Match<ExecutorRule> M = Models.executor(Name))
      return M.Rule->Kind;
  const CXXRecordDecl *Record = recordOf(T);
  if (!Record)
    return Runs::Unknown;
  // The executor of a context is a class nested in it; strands, guards and
  // smart pointers name what they wrap as a template argument.
  if (const auto *Outer = dyn_cast<CXXRecordDecl>(Record->getDeclContext()))
    if (Runs Kind = executorKind(compat::tagType(Context, Outer), Depth - 1);
        Kind != Runs::Unknown)
      return Kind;
  if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Record))
    for (const TemplateArgument &Arg : Spec->getTemplateArgs().asArray())
      if (Arg.getKind() == TemplateArgument::Type)
        if (Runs Kind = executorKind(Arg.getAsType(), Depth - 1);
            Kind != Runs::Unknown)
          return Kind;
  if (Record->hasDefinition())
    for (const CXXBaseSpecifier &Base : Record->bases())
      if (Runs Kind = executorKind(Base.getType(), Depth - 1);
          Kind != Runs::Unknown)
        return Kind;
  return Runs::Unknown;
}

Runs Facts::executorKind(const Expr *E) {
  for (unsigned Steps = 0; E && Steps != 16; ++Steps) {
    E = stripConversions(E);
    if (Runs Kind = executorKind(E->getType(), 4); Kind != Runs::Unknown)
      return Kind;
    // A type-erased executor is what it was made from.
    if (const auto *UO = dyn_cast<UnaryOperator>(E)) {
      E = UO->getSubExpr();
    } else if (const auto *DRE = dyn_cast<DeclRefExpr>(E)) {
      const auto *VD = dyn_cast<VarDecl>(DRE->getDecl());
      E = VD ? valueOf(VD) : nullptr;
    } else if (auto C = asCall(E)) {
      if (Match<ExecutorRule> M = Models.executor(qualifiedName(C->Callee)))
        return M.Rule->Kind;
      if (C->Object && C->Args.empty())
        E = C->Object; // ctx.get_executor()
      else if (!C->Args.empty())
        E = C->Args.front(); // any_io_executor(ex), make_strand(ex)
      else
        return Runs::Unknown;
    } else {
      return Runs::Unknown;
    }
  }
  return Runs::Unknown;
}

static const Expr *argument(const Call &C, int Arg) {
  if (Arg == Condition::Object)
    return C.Object;
  return Arg >= 0 && unsigned(Arg) < C.Args.size() ? C.Args[Arg] : nullptr;
}

/// The executor that \p Arg, a handler or a completion token, is bound to:
/// perhaps inside of further adaptors, or in a variable.
const Expr *Facts::boundExecutor(const Expr *Arg, unsigned Depth) {
  if (Depth == 0)
    return nullptr;
  Arg = stripConversions(Arg);
  if (const auto *DRE = dyn_cast<DeclRefExpr>(Arg)) {
    const auto *VD = dyn_cast<VarDecl>(DRE->getDecl());
    const Expr *Init = VD ? valueOf(VD) : nullptr;
    return Init ? boundExecutor(Init, Depth - 1) : nullptr;
  }
  auto Token = asCall(Arg);
  if (!Token)
    return nullptr;
  if (const IdentifierInfo *Name = Token->Callee->getIdentifier();
      Name && Name->isStr("bind_executor") && !Token->Args.empty())
    return Token->Args.front();
  for (const Expr *Inner : Token->Args)
    if (const Expr *Found = boundExecutor(Inner, Depth - 1))
      return Found;
  return nullptr;
}

std::optional<Facts::Runner> Facts::runner(const Call &C, unsigned Arg) {
  const FunctionFacts &F = of(C.Callee);
  if (F.Annotated.Offloads)
    return Runner{Runs::Pool};
  for (const Match<CallableRule> &M : F.Callables) {
    if (M.Rule->CallableArg >= 0 && unsigned(M.Rule->CallableArg) != Arg)
      continue;
    if (!llvm::all_of(M.Rule->When,
                      [&](const Condition &Cond) { return holds(Cond, C); }))
      continue;
    Runner Result{M.Rule->By, M.Rule, M.From};
    // A handler that is bound to an executor runs there, whoever is given it.
    const Expr *Bound = Result.By == Runs::Loop || Result.By == Runs::Executor
                            ? boundExecutor(C.Args[Arg])
                            : nullptr;
    Runs BoundTo = Bound ? executorKind(Bound) : Runs::Unknown;
    if (BoundTo != Runs::Unknown) {
      Result.By = BoundTo;
    } else if (Result.By == Runs::Executor) {
      const Expr *Ex = argument(C, M.Rule->ExecutorArg);
      Result.By = Ex ? executorKind(Ex) : Runs::Unknown;
    }
    return Result;
  }
  return std::nullopt;
}

std::optional<Runs> Facts::hop(const Call &C) {
  for (const Match<HopRule> &M : of(C.Callee).Hops) {
    if (M.Rule->To != Runs::Executor)
      return M.Rule->To;
    const Expr *Ex = nullptr;
    if (M.Rule->ExecutorArg != HopRule::Token)
      Ex = argument(C, M.Rule->ExecutorArg);
    else
      for (const Expr *Arg : C.Args)
        if ((Ex = boundExecutor(Arg)))
          break;
    if (Ex)
      return executorKind(Ex);
    if (M.Rule->ExecutorArg != HopRule::Token)
      return Runs::Unknown;
  }
  return std::nullopt;
}
