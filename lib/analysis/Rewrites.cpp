//===- Rewrites.cpp - Fixes that await instead of blocking ----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Rewrites.h"
#include "Coroutines.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using namespace unblock::analysis;
using llvm::StringRef;
using unblock::model::Profile;
using unblock::model::RewriteRule;

//===----------------------------------------------------------------------===//
// Source text
//===----------------------------------------------------------------------===//

namespace {
/// Text that takes the place of a part of an expression.
struct Patch {
  SourceRange Range;
  std::string Text;
};
} // namespace

/// The text of \p Range with \p Patches; empty when it is not written in one
/// piece, or when the preprocessor changes within what it is.
static std::string textOf(const ASTContext &Context, SourceRange Range,
                          llvm::ArrayRef<Patch> Patches = {}) {
  const SourceManager &SM = Context.getSourceManager();
  const LangOptions &Lang = Context.getLangOpts();
  auto FileRange = [&](SourceRange R) {
    return Lexer::makeFileCharRange(CharSourceRange::getTokenRange(R), SM,
                                    Lang);
  };
  CharSourceRange Whole = FileRange(Range);
  if (Whole.isInvalid())
    return "";
  bool Invalid = false;
  StringRef Text = Lexer::getSourceText(Whole, SM, Lang, &Invalid);
  if (Invalid)
    return "";
  llvm::SmallVector<StringRef, 4> Lines;
  Text.split(Lines, '\n');
  for (StringRef Line : llvm::drop_begin(Lines))
    if (Line.ltrim().starts_with("#"))
      return "";
  unsigned Begin = SM.getFileOffset(Whole.getBegin()), At = 0;
  std::string Result;
  for (const Patch &P : Patches) {
    CharSourceRange Part = FileRange(P.Range);
    if (Part.isInvalid())
      return "";
    unsigned From = SM.getFileOffset(Part.getBegin()) - Begin;
    unsigned To = SM.getFileOffset(Part.getEnd()) - Begin;
    if (From < At || To > Text.size())
      return "";
    Result += (Text.slice(At, From) + P.Text).str();
    At = To;
  }
  return Result + Text.substr(At).str();
}

static bool mentionsWord(StringRef Text, StringRef Word) {
  auto IsPart = [](char C) { return llvm::isAlnum(C) || C == '_'; };
  for (size_t At = 0; (At = Text.find(Word, At)) != StringRef::npos; ++At) {
    StringRef After = Text.substr(At + Word.size());
    if ((At == 0 || !IsPart(Text[At - 1])) &&
        (After.empty() || !IsPart(After.front())))
      return true;
  }
  return false;
}

//===----------------------------------------------------------------------===//
// Places
//===----------------------------------------------------------------------===//

const SourceTree &Rewrites::tree(const FunctionDecl *FD) {
  std::unique_ptr<SourceTree> &Tree = Trees[FD];
  if (!Tree)
    Tree = std::make_unique<SourceTree>(FD);
  return *Tree;
}

/// Does something in \p E, part of a template, depend on a parameter of that?
/// The type of a closure always does, and so does the place that a call is
/// told; what they are made from need not.
static bool isIndependentPattern(const Expr *E) {
  bool Independent = true;
  SourceTree::walk(E, [&](const Stmt *S) {
    const auto *Part = dyn_cast<Expr>(S);
    if (!Part || !Independent)
      return Independent;
    if (Part == E && isa<CallExpr>(Part))
      return true;
    if (isa<CXXDefaultArgExpr>(Part))
      return false;
    // The callee, when an argument is a closure.
    if (const auto *Name = dyn_cast<UnresolvedLookupExpr>(Part);
        Name && isa<CallExpr>(E) && cast<CallExpr>(E)->getCallee() == Part) {
      Independent = !Name->hasExplicitTemplateArgs() &&
                    !Name->getQualifier().isDependent();
      return false;
    }
    Independent = isa<LambdaExpr>(Part) || !Part->isInstantiationDependent();
    return Independent;
  });
  return Independent;
}

/// Is \p E the same code in every instance of the template around, if any?
static bool isIndependent(const FunctionDecl *In, const Expr *E) {
  if (In->isDependentContext())
    return !E->isInstantiationDependent();
  const FunctionDecl *Pattern = In->getTemplateInstantiationPattern();
  if (!Pattern) {
    for (const DeclContext *DC = In->getParent(); DC; DC = DC->getParent())
      if (const auto *FD = dyn_cast<FunctionDecl>(DC);
          FD && FD->isTemplateInstantiation())
        return false;
    return true;
  }
  bool Found = false;
  if (const Stmt *Body = Pattern->getBody())
    SourceTree::walk(Body, [&](const Stmt *S) {
      const auto *Written = dyn_cast<Expr>(S);
      Found |= Written && Written->getSourceRange() == E->getSourceRange() &&
               Written->getStmtClass() == E->getStmtClass() &&
               isIndependentPattern(Written);
      return !Found;
    });
  return Found;
}

namespace {
enum class ValueUse {
  None,     ///< nobody looks at the value
  CastAway, ///< only a cast to void does
  Taken,
};
} // namespace

static ValueUse useOfValue(const SourceTree &Tree, const Expr *E) {
  const Stmt *Child = E;
  const Stmt *P = Tree.writtenParent(Child);
  if (const auto *Cast = dyn_cast_or_null<ExplicitCastExpr>(P);
      Cast && Cast->getCastKind() == CK_ToVoid) {
    return useOfValue(Tree, Cast) == ValueUse::None ? ValueUse::CastAway
                                                    : ValueUse::Taken;
  }
  bool Unused = false;
  if (isa_and_nonnull<CompoundStmt, LabelStmt, SwitchCase, AttributedStmt>(P))
    Unused = true;
  else if (const auto *S = dyn_cast_or_null<IfStmt>(P))
    Unused = S->getThen() == Child || S->getElse() == Child;
  else if (const auto *S = dyn_cast_or_null<ForStmt>(P))
    Unused =
        S->getBody() == Child || S->getInc() == Child || S->getInit() == Child;
  else if (const auto *S = dyn_cast_or_null<WhileStmt>(P))
    Unused = S->getBody() == Child;
  else if (const auto *S = dyn_cast_or_null<DoStmt>(P))
    Unused = S->getBody() == Child;
  else if (const auto *S = dyn_cast_or_null<CXXForRangeStmt>(P))
    Unused = S->getBody() == Child;
  return Unused ? ValueUse::None : ValueUse::Taken;
}

/// Does a prefix operator in the place of \p E bind less than what follows?
static bool needsParentheses(const SourceTree &Tree, const Expr *E) {
  const Stmt *Child = E;
  const Stmt *P = Tree.writtenParent(Child);
  if (isa_and_nonnull<MemberExpr>(P))
    return true;
  if (const auto *ASE = dyn_cast_or_null<ArraySubscriptExpr>(P))
    return ASE->getLHS() == Child;
  if (const auto *UO = dyn_cast_or_null<UnaryOperator>(P))
    return UO->isPostfix();
  if (const auto *Op = dyn_cast_or_null<CXXOperatorCallExpr>(P))
    switch (Op->getOperator()) {
    case OO_Subscript:
    case OO_Call:
    case OO_Arrow:
      return Op->getArg(0) == Child;
    case OO_PlusPlus:
    case OO_MinusMinus:
      return Op->getNumArgs() == 2;
    default:
      return false;
    }
  if (const auto *CE = dyn_cast_or_null<CallExpr>(P))
    return CE->getCallee() == Child;
  return false;
}

/// The guard, or the mutex, that is locked by the function itself at \p E.
std::string Rewrites::lockHeld(const FunctionDecl *In, const Expr *E) {
  const SourceTree &Tree = tree(In);
  std::string Guard;
  auto Look = [&](const Stmt *S) {
    if (const auto *DS = dyn_cast_or_null<DeclStmt>(S))
      for (const Decl *D : DS->decls())
        if (const auto *VD = dyn_cast<VarDecl>(D);
            VD && Kinds.isGuard(VD->getType()))
          Guard = VD->getNameAsString();
  };
  const Stmt *Child = E;
  for (const Stmt *P = Tree.parent(E); P && Guard.empty();
       Child = P, P = Tree.parent(P)) {
    if (const auto *Block = dyn_cast<CompoundStmt>(P)) {
      for (const Stmt *S : Block->body()) {
        if (S == Child)
          break;
        Look(S);
      }
    } else if (const auto *If = dyn_cast<IfStmt>(P)) {
      if (If->getInit() != Child)
        Look(If->getInit());
    } else if (const auto *Switch = dyn_cast<SwitchStmt>(P)) {
      if (Switch->getInit() != Child)
        Look(Switch->getInit());
    } else if (const auto *For = dyn_cast<ForStmt>(P)) {
      if (For->getInit() != Child)
        Look(For->getInit());
    }
  }
  if (!Guard.empty())
    return Guard;

  // Locked by hand, and not yet unlocked in the order of the source.
  const SourceManager &SM = TU.context().getSourceManager();
  DeclSet Locked;
  SourceTree::walk(Tree.root(), [&](const Stmt *S) {
    if (isa<LambdaExpr>(S))
      return false;
    const auto *Made = dyn_cast<Expr>(S);
    auto C = Made && !Made->isTypeDependent() ? asCall(Made) : std::nullopt;
    if (!C || !SM.isBeforeInTranslationUnit(C->Loc, E->getExprLoc()))
      return true;
    LockAction Action = LockAction::None;
    const ValueDecl *Mutex = nullptr;
    if (C->Object && Kinds.isMutex(C->Object->getType())) {
      Action = memberAction(C->Callee);
      Mutex = subjectOf(C->Object);
    } else if (!C->Object && !C->Args.empty()) {
      Action = functionAction(C->Callee);
      Mutex = subjectOf(C->Args.front());
    }
    if (!Mutex)
      return true;
    if (Action == LockAction::Lock || Action == LockAction::Try)
      Locked.insert(Mutex);
    else if (Action == LockAction::Unlock)
      Locked.erase(Mutex);
    return true;
  });
  return Locked.empty() ? "" : (*Locked.begin())->getNameAsString();
}

/// The call by which C's functions tell what went wrong, to the thread that
/// made the call.
static bool readsLastError(const Stmt *S) {
  const auto *CE = dyn_cast<CallExpr>(S);
  const FunctionDecl *FD = CE ? CE->getDirectCallee() : nullptr;
  return FD && FD->getIdentifier() &&
         llvm::is_contained({"__errno_location", "__errno", "_errno", "__error",
                             "perror", "GetLastError", "WSAGetLastError"},
                            FD->getName());
}

std::optional<std::string> Rewrites::problemOfPlace(const FunctionDecl *In,
                                                    const Expr *E) {
  const SourceTree &Tree = tree(In);
  if (!Tree.contains(E))
    return "";
  if (!isIndependent(In, E))
    return "the call is another in each instance of the template";
  if (E->getBeginLoc().isMacroID() || E->getEndLoc().isMacroID())
    return "the call is part of a macro";
  const Stmt *Child = E;
  for (const Stmt *P = Tree.parent(E); P; Child = P, P = Tree.parent(P)) {
    // GCC 12 refuses it.
    if (isa<CXXStdInitializerListExpr>(P))
      return "the call is an element of a list in braces; give its value a "
             "name before";
    if (isa<LambdaExpr>(P))
      return "the call initialises a capture; make it before the lambda";
    if (isa<CXXCatchStmt>(P))
      return "'co_await' is not possible in a handler; leave it first";
    if (const auto *DS = dyn_cast<DeclStmt>(P))
      for (const Decl *D : DS->decls())
        if (const auto *VD = dyn_cast<VarDecl>(D); VD && VD->isStaticLocal())
          return "'co_await' is not possible in the initialiser of a static "
                 "variable";
    if (const auto *If = dyn_cast<IfStmt>(P);
        If && If->isConstexpr() && If->getCond() == Child)
      return "";
  }
  if (std::string Lock = lockHeld(In, E); !Lock.empty())
    return "'" + Lock +
           "' is locked here, and a lock must not be held while the task "
           "waits; unlock it before";
  return std::nullopt;
}

const Profile *Rewrites::profileOf(const FunctionDecl *Coroutine) {
  return TU.facts().task(Coroutine->getReturnType()).From;
}

//===----------------------------------------------------------------------===//
// Counterparts
//===----------------------------------------------------------------------===//

/// Does a namespace around \p In have one of the name that \p Code begins a
/// qualified name with? The code means the outermost.
static bool isHidden(const FunctionDecl *In, StringRef Code) {
  ASTContext &Context = In->getASTContext();
  auto IsPart = [](char C) { return llvm::isAlnum(C) || C == '_'; };
  for (size_t At = 0; (At = Code.find("::", At)) != StringRef::npos; At += 2) {
    StringRef Before = Code.take_front(At);
    StringRef Name = Before.take_back(
        Before.size() - (Before.find_last_not_of(
                             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
                             "XYZ0123456789_") +
                         1));
    if (Name.empty() || Before.drop_back(Name.size()).ends_with("::") ||
        !llvm::all_of(Name, IsPart))
      continue;
    DeclarationName Id(&Context.Idents.get(Name));
    for (const DeclContext *DC = In->getDeclContext();
         DC && !DC->isTranslationUnit(); DC = DC->getParent())
      if (!isa<FunctionDecl>(DC))
        for (const NamedDecl *D : DC->lookup(Id))
          if (isa<NamespaceDecl, NamespaceAliasDecl, TypeDecl>(D))
            return true;
  }
  return false;
}

/// \p Template with its placeholders filled in by \p Fill.
static std::string expand(StringRef Template,
                          llvm::function_ref<std::string(StringRef)> Fill) {
  std::string Result;
  while (!Template.empty()) {
    auto [Before, Rest] = Template.split('{');
    Result += Before;
    if (Rest.data() == nullptr || Before.size() == Template.size())
      break;
    StringRef Name =
        Rest.take_while([](char C) { return llvm::isAlnum(C) || C == '-'; });
    if (Name.empty() || !Rest.substr(Name.size()).starts_with("}")) {
      Result += '{';
      Template = Rest;
      continue;
    }
    Result += Fill(Name);
    Template = Rest.substr(Name.size() + 1);
  }
  return Result;
}

static bool contains(const SourceTree &Tree, const Expr *Outer,
                     const Expr *Inner) {
  return Tree.isWithin(Inner, Outer);
}

std::optional<Rewrite> Rewrites::counterpart(const FunctionDecl *In,
                                             const Expr *E, const Profile &P) {
  std::optional<Call> C = asCall(E);
  if (!C || P.Rewrites.empty())
    return std::nullopt;
  const SourceTree &Tree = tree(In);
  std::string Name = qualifiedName(C->Callee);
  std::string Type = TU.facts().typeName(In->getReturnType()).str();
  auto Matches = [](StringRef Name) {
    return
        [Name](StringRef Pattern) { return model::matchesName(Pattern, Name); };
  };
  const RewriteRule *Rule = nullptr;
  for (const RewriteRule &R : P.Rewrites)
    if (llvm::any_of(R.Names, Matches(Name)) &&
        (R.In.empty() || llvm::any_of(R.In, Matches(Type))) &&
        (R.InOf.empty() || Facts::isOf(In->getReturnType(), R.InOf)) &&
        (StringRef(Name).contains("::") || C->Callee->isExternC() ||
         !TU.facts().of(C->Callee).Blocking.empty()) &&
        llvm::all_of(R.When, [&](const model::Condition &Cond) {
          return TU.facts().holds(Cond, *C);
        })) {
      Rule = &R;
      break;
    }
  if (!Rule)
    return std::nullopt;
  if (Rule->WholeFile)
    return wholeFile(In, E, *C, *Rule);
  if (!isa<CallExpr>(E))
    return std::nullopt;
  if (!Rule->Value && !E->getType()->isVoidType() &&
      useOfValue(Tree, E) == ValueUse::Taken)
    return std::nullopt;

  // Arguments that block have fixes of their own, which become part of this.
  std::vector<Patch> Inner;
  Rewrite Result;
  for (const Expr *Other : Blocking[In])
    if (Other != E && contains(Tree, E, Other))
      if (Rewrite R = make(In, Other)) {
        Inner.push_back(
            {Other->getSourceRange(), R.Fixes.front().CodeToInsert});
        llvm::append_range(Result.Includes, R.Includes);
      }
  const SourceManager &SM = TU.context().getSourceManager();
  llvm::sort(Inner, [&](const Patch &A, const Patch &B) {
    return SM.isBeforeInTranslationUnit(A.Range.getBegin(), B.Range.getBegin());
  });
  bool Complete = true;
  auto TextOf = [&](const Expr *Part) {
    std::vector<Patch> Patches;
    for (const Patch &In : Inner)
      if (!SM.isBeforeInTranslationUnit(In.Range.getBegin(),
                                        Part->getBeginLoc()) &&
          !SM.isBeforeInTranslationUnit(Part->getEndLoc(), In.Range.getEnd()))
        Patches.push_back(In);
    std::string Text = textOf(TU.context(), Part->getSourceRange(), Patches);
    Complete &= !Text.empty();
    return Text;
  };

  auto [Namespace, Last] = StringRef(Type).rsplit("::");
  if (Last.empty())
    Namespace = "";
  std::string Path;
  for (StringRef Rest = Namespace; !Rest.empty();) {
    auto [First, Next] = Rest.split("::");
    Path += (Path.empty() ? "" : "/") + First.str();
    Rest = Next;
  }
  // The object of `p->f()` is what `p` points to.
  std::string With = Rule->With.str(), Object;
  if (With.find("{object}") != std::string::npos) {
    const Expr *Of = C->Object ? C->Object->IgnoreImplicit() : nullptr;
    if (!Of || isa<CXXThisExpr>(Of))
      return std::nullopt;
    const auto *Arrow = dyn_cast<CXXOperatorCallExpr>(Of);
    bool IsPointer = Of->getType()->isPointerType();
    if (Arrow && Arrow->getOperator() == OO_Arrow) {
      Of = Arrow->getArg(0);
      IsPointer = true;
    }
    Object = TextOf(Of);
    for (size_t At = 0;
         IsPointer && (At = With.find("{object}", At)) != std::string::npos;) {
      size_t After = At + StringRef("{object}").size();
      if (After < With.size() && With[After] == '.')
        With.replace(After, 1, "->");
      else
        With.insert(At, 1, '*');
      At = With.find('}', At);
    }
  }
  llvm::SmallVector<bool, 4> Mentioned(C->Args.size());
  std::string Text = expand(With, [&](StringRef Word) -> std::string {
    if (Word == "namespace")
      return Namespace.str();
    if (Word == "name")
      return C->Callee->getNameAsString();
    if (Word == "object")
      return Object;
    unsigned Arg = 0;
    if (Word.getAsInteger(10, Arg) || Arg >= C->spelledArgs()) {
      Complete = false;
      return "";
    }
    Mentioned[Arg] = true;
    return TextOf(C->Args[Arg]);
  });
  for (unsigned I = 0; I < C->spelledArgs(); ++I) {
    // An argument that is dropped may have meant something.
    Complete &= Mentioned[I] ||
                llvm::any_of(Rule->When, [&](const model::Condition &Cond) {
                  return Cond.Arg == int(I) && Cond.Equals;
                });
    const Expr *Written = C->Args[I]->IgnoreImplicit();
    Complete &= !(Written->getType()->isRealFloatingType() &&
                  C->Args[I]->getType()->isIntegerType());
  }
  if (!Complete)
    return std::nullopt;
  for (StringRef Header : Rule->Includes)
    Result.Includes.push_back(
        expand(Header, [&](StringRef Word) { return Path; }));
  replace(Result, In, E, With, std::move(Text));
  return Result;
}

//===----------------------------------------------------------------------===//
// Streams that are read to the end
//===----------------------------------------------------------------------===//

/// The only variable that \p S declares.
static const VarDecl *onlyVariable(const Stmt *S) {
  const auto *DS = dyn_cast_or_null<DeclStmt>(S);
  return DS && DS->isSingleDecl() ? dyn_cast<VarDecl>(DS->getSingleDecl())
                                  : nullptr;
}

static StringRef className(QualType T) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  return Record && Record->isInStdNamespace() && Record->getIdentifier()
             ? Record->getName()
             : "";
}

static unsigned countMentions(const Stmt *S, const ValueDecl *D) {
  unsigned N = 0;
  SourceTree::walk(S, [&](const Stmt *Part) {
    const auto *DRE = dyn_cast<DeclRefExpr>(Part);
    N += DRE && DRE->getDecl() == D;
    return true;
  });
  return N;
}

/// The call of the member \p Name of \p Object in \p S, made without arguments.
static const Expr *findMemberCall(const Stmt *S, const VarDecl *Object,
                                  StringRef Name) {
  const Expr *Found = nullptr;
  SourceTree::walk(S, [&](const Stmt *Part) {
    const auto *CE = dyn_cast<CXXMemberCallExpr>(Part);
    const CXXMethodDecl *MD = CE ? CE->getMethodDecl() : nullptr;
    if (MD && MD->getIdentifier() && MD->getName() == Name &&
        CE->getNumArgs() == 0)
      if (const auto *DRE = dyn_cast<DeclRefExpr>(
              CE->getImplicitObjectArgument()->IgnoreParenImpCasts());
          DRE && DRE->getDecl() == Object)
        Found = CE;
    return !Found;
  });
  return Found;
}

/// Two ways to read a file are known well enough:
///
///   std::ifstream in(path);
///   std::string text(std::istreambuf_iterator<char>(in), {});
///
///   std::ifstream in(path);
///   std::ostringstream buffer;
///   buffer << in.rdbuf();
///   ... buffer.str() ...
std::optional<Rewrite> Rewrites::wholeFile(const FunctionDecl *In,
                                           const Expr *E, const Call &C,
                                           const RewriteRule &Rule) {
  const SourceTree &Tree = tree(In);
  const ASTContext &Context = TU.context();
  const Stmt *Child = E;
  const Stmt *First = Tree.writtenParent(Child);
  const VarDecl *File = onlyVariable(First);
  const auto *Block =
      File ? dyn_cast_or_null<CompoundStmt>(Tree.parent(First)) : nullptr;
  if (!Block || C.spelledArgs() == 0 ||
      className(File->getType()) != "basic_ifstream" ||
      countMentions(Tree.root(), File) != 1 ||
      (C.spelledArgs() > 1 && TU.facts().mentions(C.Args[1], {"ate"})))
    return std::nullopt;
  llvm::ArrayRef<Stmt *> Rest(Block->body_begin(), Block->body_end());
  Rest = Rest.drop_front(llvm::find(Rest, First) - Rest.begin() + 1);
  std::string Await = expand(Rule.With, [&](StringRef Word) {
    return Word == "0" ? textOf(Context, C.Args[0]->getSourceRange()) : "";
  });

  const Stmt *Last = nullptr;
  std::string Text;
  const VarDecl *Second = Rest.empty() ? nullptr : onlyVariable(Rest[0]);
  const Expr *Init = Second ? Second->getInit() : nullptr;
  StringRef Class = Second ? className(Second->getType()) : "";
  if (Init && Class == "basic_string" && countMentions(Init, File) == 1) {
    const auto *Made = dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit());
    if (!Made || Made->getNumArgs() < 2)
      return std::nullopt;
    for (unsigned I = 0; I != 2; ++I)
      if (className(Made->getArg(I)->getType()) != "istreambuf_iterator")
        return std::nullopt;
    if (countMentions(Made->getArg(0), File) != 1)
      return std::nullopt;
    Last = Rest[0];
    Text = textOf(Context,
                  SourceRange(Last->getBeginLoc(), Second->getLocation()));
    if (Text.empty())
      return std::nullopt;
    Text += " = " + Await + ";";
  } else if (Init && Rest.size() >= 3 &&
             (Class == "basic_ostringstream" ||
              Class == "basic_stringstream") &&
             countMentions(Tree.root(), Second) == 2) {
    const auto *Made = dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit());
    const auto *Output = dyn_cast<Expr>(Rest[1]);
    const auto *Op =
        Output ? dyn_cast<CXXOperatorCallExpr>(Output->IgnoreImplicit())
               : nullptr;
    const Expr *Result = findMemberCall(Rest[2], Second, "str");
    auto IsDefault = [](const Expr *Arg) {
      return isa<CXXDefaultArgExpr>(Arg);
    };
    if (!Made || !llvm::all_of(Made->arguments(), IsDefault) || !Op ||
        Op->getOperator() != OO_LessLess ||
        countMentions(Op->getArg(0), Second) != 1 ||
        Op->getArg(1)->IgnoreImplicit() != findMemberCall(Op, File, "rdbuf") ||
        !Result || isa<LambdaExpr>(Rest[2]))
      return std::nullopt;
    for (const Stmt *P = Tree.parent(Result); P != Rest[2]; P = Tree.parent(P))
      if (isa<LambdaExpr, CompoundStmt>(P))
        return std::nullopt;
    if (isa<ForStmt, WhileStmt, DoStmt>(Rest[2]))
      return std::nullopt;
    Last = Rest[2];
    if (needsParentheses(Tree, Result))
      Await = "(" + Await + ")";
    Text = textOf(Context, Last->getSourceRange(),
                  {{Result->getSourceRange(), Await}});
  }
  if (!Last || Text.empty())
    return std::nullopt;
  SourceRange Whole(First->getBeginLoc(), Last->getEndLoc());
  // Comments in between would be lost.
  std::string Old = textOf(Context, Whole);
  if (Old.empty() || StringRef(Old).contains("//") ||
      StringRef(Old).contains("/*"))
    return std::nullopt;
  Rewrite Result;
  for (StringRef Header : Rule.Includes)
    Result.Includes.push_back(Header.str());
  Result.Fixes.push_back(FixItHint::CreateReplacement(
      Lexer::makeFileCharRange(CharSourceRange::getTokenRange(Whole),
                               Context.getSourceManager(),
                               Context.getLangOpts()),
      Text));
  Gone.push_back(Whole);
  return Result;
}

//===----------------------------------------------------------------------===//
// Closures
//===----------------------------------------------------------------------===//

static bool isMovableResult(QualType T) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record)
    return !T->isArrayType();
  if (!Record->hasDefinition())
    return false;
  Record = Record->getDefinition();
  if (Record->needsImplicitMoveConstructor() &&
      !Record->defaultedMoveConstructorIsDeleted())
    return true;
  if (Record->needsImplicitCopyConstructor() &&
      !Record->defaultedCopyConstructorIsDeleted())
    return true;
  return llvm::any_of(Record->ctors(), [](const CXXConstructorDecl *Ctor) {
    return Ctor->isCopyOrMoveConstructor() && !Ctor->isDeleted() &&
           Ctor->getAccess() == AS_public;
  });
}

/// Is the object that \p E names only read, as if by a copy?
static bool isTakenByValue(const SourceTree &Tree, const Expr *E) {
  const Stmt *S = E;
  const Stmt *P = Tree.parent(S);
  while (isa_and_nonnull<ImplicitCastExpr>(P) &&
         cast<ImplicitCastExpr>(P)->getCastKind() == CK_NoOp)
    P = Tree.parent(S = P);
  if (const auto *Cast = dyn_cast_or_null<ImplicitCastExpr>(P))
    return Cast->getCastKind() == CK_LValueToRValue;
  const auto *CE = dyn_cast_or_null<CXXConstructExpr>(P);
  return CE && CE->getConstructor()->isCopyConstructor() &&
         CE->getConstructor()->getParent()->getCanonicalDecl() ==
             (E->getType()->getAsCXXRecordDecl()
                  ? E->getType()->getAsCXXRecordDecl()->getCanonicalDecl()
                  : nullptr);
}

/// Is \p T `std::string`?
static bool isString(QualType T) {
  const auto *Spec = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  return Spec && Spec->isInStdNamespace() && Spec->getIdentifier() &&
         Spec->getName() == "basic_string" &&
         Spec->getTemplateArgs()[0].getAsType()->isCharType();
}

static std::string closureOf(const Captures &C, StringRef Body) {
  return "[" + llvm::join(C.List, ", ") + "]" +
         (C.Mutable ? "() mutable { " : " { ") + Body.str() + " }";
}

Rewrite Rewrites::wrap(const FunctionDecl *In, const Expr *E,
                       const Profile &P) {
  Rewrite Result;
  auto Fail = [&](const llvm::Twine &Why) {
    Result.Problem = Why.str();
    return Result;
  };
  if (P.OffloadWith.empty())
    return Result;
  ASTContext &Context = TU.context();
  const SourceTree &Tree = tree(In);
  std::optional<Call> C = asCall(E);
  if (isa<CXXConstructExpr>(E)) {
    const Stmt *Child = E;
    const auto *DS = dyn_cast_or_null<DeclStmt>(Tree.writtenParent(Child));
    const auto *VD = DS && DS->isSingleDecl()
                         ? dyn_cast<VarDecl>(DS->getSingleDecl())
                         : nullptr;
    return Fail(VD ? "'" + VD->getName() +
                         "' goes on to block where it is used; move all that "
                         "uses it into one closure"
                   : llvm::Twine("the object goes on to block where it is "
                                 "used; move all of that into one closure"));
  }
  if (!C || isa<CXXConversionDecl>(C->Callee))
    return Result;
  ValueUse Use = useOfValue(Tree, E);
  bool IsVoid = E->getType()->isVoidType();
  bool Discards = IsVoid || Use == ValueUse::None;
  if (!Discards) {
    if (E->isGLValue() && !isTakenByValue(Tree, E))
      return Fail("the call returns a reference, and a closure's would dangle "
                  "when the task is cancelled; copy what it refers to");
    if (!isMovableResult(E->getType()))
      return Fail("the result of the call cannot be moved out of a closure");
  }
  bool ReadsError = false;
  const SourceManager &SM = Context.getSourceManager();
  SourceTree::walk(Tree.root(), [&](const Stmt *S) {
    ReadsError |= readsLastError(S) && !Tree.isWithin(S, E) &&
                  SM.isBeforeInTranslationUnit(SM.getFileLoc(E->getBeginLoc()),
                                               SM.getFileLoc(S->getBeginLoc()));
    return !ReadsError;
  });
  if (ReadsError)
    return Fail("the error number that is looked at afterwards stays on the "
                "thread that makes the call; return it from the closure");

  const auto &Calls = Blocking[In];
  CaptureFinder Finder(TU, In, Tree, Calls);
  // What has to be evaluated before: what awaits, calls of other functions, and
  // what cannot itself be in the closure while its value can.
  llvm::SmallVector<const Expr *, 2> Outside;
  if (isa<CallExpr>(E) && !isa<CXXOperatorCallExpr>(E))
    for (unsigned I = 0; I < C->spelledArgs(); ++I) {
      const Expr *Written = C->Args[I]->IgnoreUnlessSpelledInSource();
      // A member alone, not the object around it.
      const auto *Member = dyn_cast<MemberExpr>(Written);
      bool Stays =
          !Finder.find(C->Args[I]).Problem.empty() ||
          (Member && isa<FieldDecl>(Member->getMemberDecl()) &&
           !Member->isArrow() && Finder.isCheapToCopy(Written->getType()) &&
           Finder.problemOfHolding(Written->getType(), "").empty() &&
           isa<DeclRefExpr>(Member->getBase()->IgnoreParens()));
      SourceTree::walk(C->Args[I], [&](const Stmt *S) {
        if (const auto *Part = dyn_cast<Expr>(S))
          Stays |= !Finder.mayMove(Part);
        return !Stays;
      });
      if (Stays)
        Outside.push_back(C->Args[I]);
    }
  Captures Found = Finder.find(E, Outside);
  if (!Found.Problem.empty())
    return Fail(Found.Problem);

  std::vector<Patch> Patches;
  std::string Whole = textOf(Context, E->getSourceRange());
  if (Whole.empty())
    return Result;
  unsigned Number = 0;
  for (unsigned I = 0; I < C->spelledArgs(); ++I) {
    const Expr *Arg = C->Args[I];
    if (!llvm::is_contained(Outside, Arg))
      continue;
    const Expr *Written = Arg->IgnoreUnlessSpelledInSource();
    QualType T = Written->getType().getUnqualifiedType();
    QualType Wanted = Arg->getType().getUnqualifiedType();
    // A text that the callee is given as a pointer can be made an object here.
    std::string Conversion;
    bool IsBorrowed = mayRefer(T) || T->isArrayType();
    if (IsBorrowed && TU.facts().typeName(Wanted) == "std::filesystem::path")
      Conversion = "std::filesystem::path";
    else if (IsBorrowed && isString(Wanted))
      Conversion = "std::string";
    std::string Name;
    do
      Name = "arg" + (Number++ == 0 ? "" : std::to_string(Number));
    while (mentionsWord(Whole, Name) ||
           llvm::any_of(Found.List, [&](StringRef Item) {
             return mentionsWord(Item, Name);
           }));
    std::string Text = textOf(Context, Written->getSourceRange());
    if (Text.empty() || Text.front() == '{')
      return Result;
    std::string Why = Finder.find(Arg).Problem;
    auto FailWith = [&](const llvm::Twine &Else) {
      return Fail(Why.empty() ? Else : Why);
    };
    if (!Conversion.empty()) {
      Text = Conversion + "(" + Text + ")";
      T = Wanted;
    }
    QualType Param = I < C->Callee->getNumParams()
                         ? C->Callee->getParamDecl(I)->getType()
                         : QualType();
    bool IsConstRef = !Param.isNull() && Param->isLValueReferenceType() &&
                      Param->getPointeeType().isConstQualified();
    bool IsTaken = Param.isNull() || !Param->isReferenceType() || IsConstRef ||
                   Param->isRValueReferenceType();
    if (!IsTaken || T->isArrayType() ||
        !Finder.problemOfHolding(T, Text).empty() ||
        (Conversion.empty() && Written->isGLValue() &&
         !Finder.isCheapToCopy(T)))
      return FailWith("the closure cannot have a value of its own for '" +
                      Text + "'");
    bool Moves =
        T->isRecordType() && !IsConstRef && !T.isTriviallyCopyableType(Context);
    // Before what is moved: the text may use that.
    Found.List.insert(Found.List.begin() + Patches.size(), Name + " = " + Text);
    Found.Mutable |= Moves;
    Found.Destroys |= T.isDestructedType() != QualType::DK_none;
    if (!T->isScalarType())
      Found.Held.push_back(T);
    Patches.push_back(
        {Written->getSourceRange(), Moves ? "std::move(" + Name + ")" : Name});
  }
  if (!Discards && mayReferTo(E->getType(), Found.Held))
    return Fail("the result may refer to what only the closure holds; return "
                "a value from it");

  std::string Body = textOf(Context, E->getSourceRange(), Patches);
  if (Body.empty())
    return Result;
  Body = (Discards ? "" : "return ") + Body + ";";
  offload(Result, In, E, P, closureOf(Found, Body), Found.Destroys);
  return Result;
}

void Rewrites::replace(Rewrite &R, const FunctionDecl *In, const Expr *E,
                       StringRef Code, std::string Text) {
  ASTContext &Context = TU.context();
  CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(E->getSourceRange()),
      Context.getSourceManager(), Context.getLangOpts());
  if (Range.isInvalid())
    return;
  if (isHidden(In, Code)) {
    R.Problem = "'" + Code.split("::").first.rsplit(' ').second.str() +
                "' means something else here";
    return;
  }
  if (needsParentheses(tree(In), E))
    Text = "(" + Text + ")";
  R.Fixes.push_back(FixItHint::CreateReplacement(Range, Text));
}

void Rewrites::offload(Rewrite &R, const FunctionDecl *In, const Expr *E,
                       const Profile &P, std::string Closure, bool Owns) {
  for (StringRef Header : P.OffloadIncludes)
    R.Includes.push_back(Header.str());
  replace(R, In, E, P.OffloadWith,
          expand(P.OffloadWith, [&](StringRef) { return Closure; }));
  if (R && Owns)
    Owning[E] = {std::move(Closure), P.OffloadWith.str()};
}

//===----------------------------------------------------------------------===//
// Closures with a name
//===----------------------------------------------------------------------===//

/// The statement before which what \p E begins with can be evaluated just as
/// well, and be declared there; null when there is none.
static const Stmt *statementOf(const ASTContext &Context,
                               const SourceTree &Tree, const Expr *E) {
  auto IsBlock = [&](const Stmt *S) {
    if (!isa_and_nonnull<CompoundStmt>(S))
      return false;
    const Stmt *P = Tree.parent(S);
    // Nothing may jump over a declaration.
    return !isa_and_nonnull<SwitchStmt, SwitchCase, LabelStmt, StmtExpr>(P) &&
           llvm::none_of(S->children(), [](const Stmt *Part) {
             return isa_and_nonnull<SwitchCase, LabelStmt>(Part);
           });
  };
  const Stmt *Child = E;
  const Stmt *P = Tree.parent(Child);
  for (; isa_and_nonnull<Expr>(P); Child = P, P = Tree.parent(P)) {
    // It may not be evaluated at all, or after something that matters.
    const auto *BO = dyn_cast<BinaryOperator>(P);
    const auto *Choice = dyn_cast<AbstractConditionalOperator>(P);
    if ((BO && BO->isLogicalOp() && BO->getLHS() != Child) ||
        (Choice && Choice->getCond() != Child) || isa<LambdaExpr>(P))
      return nullptr;
    if (!isa<CoroutineSuspendExpr>(P))
      for (const Stmt *Other : P->children())
        if (const auto *Part = dyn_cast_or_null<Expr>(Other);
            Part && Part != Child && !isa<CXXDefaultArgExpr>(Part) &&
            !(BO && BO->isLogicalOp()) && !Choice &&
            Part->HasSideEffects(Context))
          return nullptr;
  }
  if (const auto *DS = dyn_cast_or_null<DeclStmt>(P)) {
    const auto *VD =
        DS->isSingleDecl() ? dyn_cast<VarDecl>(DS->getSingleDecl()) : nullptr;
    if (!VD)
      return nullptr;
    Child = P;
    P = Tree.parent(P);
  } else if (isa_and_nonnull<ReturnStmt, CoreturnStmt>(P)) {
    Child = P;
    P = Tree.parent(P);
  }
  if (const auto *If = dyn_cast_or_null<IfStmt>(P);
      If && !If->getInit() &&
      (If->getCond() == Child || If->getConditionVariableDeclStmt() == Child)) {
    Child = P;
    P = Tree.parent(P);
  } else if (const auto *For = dyn_cast_or_null<CXXForRangeStmt>(P);
             For && !For->getInit() && For->getRangeInit() == Child) {
    Child = P;
    P = Tree.parent(P);
  }
  return IsBlock(P) ? Child : nullptr;
}

StringRef Rewrites::nameFor(const FunctionDecl *In, const Expr *E) {
  const ASTContext &Context = TU.context();
  const SourceManager &SM = Context.getSourceManager();
  auto [It, New] = Names.try_emplace(SM.getFileLoc(E->getBeginLoc()));
  if (!New)
    return It->second;
  const FunctionDecl *Outermost = In;
  for (const DeclContext *DC = In->getParent(); DC; DC = DC->getParent())
    if (const auto *FD = dyn_cast<FunctionDecl>(DC))
      Outermost = FD;
  StringRef Text = Lexer::getSourceText(
      CharSourceRange::getTokenRange(Outermost->getSourceRange()), SM,
      Context.getLangOpts());
  if (Text.empty())
    return "";
  SourceLocation Whose = SM.getFileLoc(Outermost->getBeginLoc());
  auto IsMember = [&](StringRef Name) {
    for (const DeclContext *DC = In->getParent(); DC; DC = DC->getParent())
      if (isa<CXXRecordDecl>(DC) &&
          !DC->lookup(&TU.context().Idents.get(Name)).empty())
        return true;
    return false;
  };
  std::string Name = "work";
  for (unsigned I = 2; mentionsWord(Text, Name) || IsMember(Name) ||
                       !Taken.emplace(Whose, Name).second;
       ++I)
    Name = "work" + std::to_string(I);
  It->second = std::move(Name);
  return It->second;
}

/// GCC 12 destroys the captures of a closure twice when it is a temporary in an
/// expression that awaits. With a name it is none.
Rewrite Rewrites::named(Rewrite R, const FunctionDecl *In, const Expr *E) {
  auto It = Owning.find(E);
  if (It == Owning.end() || R.Fixes.size() != 1)
    return R;
  const ASTContext &Context = TU.context();
  const SourceManager &SM = Context.getSourceManager();
  const Stmt *S = statementOf(Context, tree(In), E);
  if (!S || S->getBeginLoc().isMacroID())
    return R;
  CharSourceRange Call = R.Fixes.front().RemoveRange;
  SourceLocation Begin = S->getBeginLoc();
  auto [File, From] = SM.getDecomposedLoc(Begin);
  auto [CallFile, To] = SM.getDecomposedLoc(Call.getBegin());
  if (File != CallFile || To < From)
    return R;
  StringRef Buffer = SM.getBufferData(File);
  StringRef Before = Buffer.slice(From, To);
  if (Before.contains('\n') &&
      textOf(Context, S->getSourceRange()).empty()) // directives
    return R;
  StringRef Name = nameFor(In, E);
  if (Name.empty())
    return R;
  StringRef Line = Buffer.take_front(From).rsplit('\n').second;
  StringRef Indentation = Line.take_while(llvm::isSpace);
  std::string Await = expand(It->second.With, [&](StringRef) {
    return "std::move(" + Name.str() + ")";
  });
  if (needsParentheses(tree(In), E))
    Await = "(" + Await + ")";
  R.Fixes.front() = FixItHint::CreateReplacement(
      CharSourceRange::getCharRange(Begin, Call.getEnd()),
      ("auto " + Name + " = " + It->second.Text + ";\n" + Indentation + Before +
       Await)
          .str());
  return R;
}

//===----------------------------------------------------------------------===//
// Rewrites
//===----------------------------------------------------------------------===//

Rewrite Rewrites::make(const FunctionDecl *In, const Expr *E) {
  if (auto It = Made.find(E); It != Made.end())
    return It->second;
  Rewrite Result;
  const Profile *P = profileOf(In);
  if (P && (!P->Rewrites.empty() || !P->OffloadWith.empty())) {
    if (std::optional<std::string> Problem = problemOfPlace(In, E)) {
      if (!P->OffloadWith.empty())
        Result.Problem = *Problem;
    } else if (std::optional<Rewrite> R = counterpart(In, E, *P)) {
      Result = std::move(*R);
    } else {
      Result = wrap(In, E, *P);
    }
  }
  llvm::sort(Result.Includes);
  Result.Includes.erase(llvm::unique(Result.Includes), Result.Includes.end());
  return Made[E] = std::move(Result);
}

Rewrite Rewrites::await(const FunctionDecl *In, const Expr *E,
                        const Profile *Library) {
  if (!coroutineBody(In)) {
    Rewrite Result;
    const auto *MD = dyn_cast<CXXMethodDecl>(In);
    if (MD && isClosure(MD->getParent()) && Library &&
        !Library->OffloadWith.empty())
      Result.Problem =
          "'co_await' is not possible in a lambda that is no coroutine";
    return Result;
  }
  const SourceManager &SM = TU.context().getSourceManager();
  for (SourceRange Range : Gone)
    if (!Made.contains(E) &&
        SM.isBeforeInTranslationUnit(Range.getBegin(), E->getBeginLoc()) &&
        !SM.isBeforeInTranslationUnit(Range.getEnd(), E->getBeginLoc()))
      return {};
  // What is part of a call that has a fix goes with that.
  const SourceTree &Tree = tree(In);
  const auto &Calls = Blocking[In];
  for (const Stmt *P = Tree.contains(E) ? Tree.parent(E) : nullptr; P;
       P = Tree.parent(P))
    if (const auto *Outer = dyn_cast<Expr>(P);
        Outer && Calls.contains(Outer) && make(In, Outer))
      return {};
  return named(make(In, E), In, E);
}

Rewrite Rewrites::offload(const Offload &O) {
  // All of a function, so that names do not depend on who asks first.
  for (const Offload &Other : TU.offloads())
    if (Other.In == O.In && !Moved.contains(&Other)) {
      Rewrite R = moveToPool(Other);
      Moved[&Other] = named(std::move(R), Other.In, Other.Made.Origin);
    }
  return Moved.lookup(&O);
}

/// Is what \p S mentions another object, or out of bounds, on another thread?
static std::string mentionsThread(CaptureFinder &Finder, const Stmt *S) {
  std::string Problem;
  SourceTree::walk(S, [&](const Stmt *Part) {
    const ValueDecl *D = nullptr;
    if (const auto *DRE = dyn_cast<DeclRefExpr>(Part))
      D = DRE->getDecl();
    else if (const auto *ME = dyn_cast<MemberExpr>(Part))
      D = ME->getMemberDecl();
    const auto *VD = dyn_cast_or_null<VarDecl>(D);
    if (!VD || !VD->hasGlobalStorage())
      return Problem.empty();
    if (VD->getTLSKind() != VarDecl::TLS_None)
      Problem =
          "'" + VD->getNameAsString() + "' is another object on another thread";
    else if (Finder.isThreadBound(VD->getType()))
      Problem = "'" + VD->getNameAsString() + "' must stay on its thread";
    return Problem.empty();
  });
  return Problem;
}

Rewrite Rewrites::moveToPool(const Offload &O) {
  Rewrite Result;
  auto Fail = [&](const llvm::Twine &Why) {
    Result.Problem = Why.str();
    return Result;
  };
  const FunctionDecl *In = O.In;
  const Expr *E = O.Made.Origin;
  if (!O.isInPlace() || !In)
    return Result;
  if (!coroutineBody(In)) {
    const auto *MD = dyn_cast<CXXMethodDecl>(In);
    if (!O.From || O.From->OffloadWith.empty())
      return Result;
    return Fail(MD && isClosure(MD->getParent())
                    ? "'co_await' is not possible in a lambda that is no "
                      "coroutine"
                    : "'co_await' is not possible in '" +
                          In->getNameAsString() + "', which is no coroutine");
  }
  const Profile *P = profileOf(In);
  if (!P || P->OffloadWith.empty())
    return Result;
  if (O.How == Offload::Scope)
    return Fail("what the guard covers is no closure; put the part that blocks "
                "into one");
  if (!isa_and_nonnull<CallExpr>(E) || O.Made.spelledArgs() != 1)
    return Result;
  if (std::optional<std::string> Problem = problemOfPlace(In, E))
    return Fail(*Problem);
  ASTContext &Context = TU.context();
  const SourceTree &Tree = tree(In);
  CaptureFinder Finder(TU, In, Tree, Blocking[In]);

  // What is just as wrong on another thread must go on being reported.
  if (!InPlaceUses) {
    InPlaceUses.emplace();
    findInPlaceUses(TU, *InPlaceUses);
  }
  if (llvm::any_of(*InPlaceUses,
                   [&](const InPlaceUse &Use) { return Use.By == &O; }))
    return Fail("the closure waits for asynchronous work, which is to be "
                "awaited outside of it");
  if (!findWays(TU, O, [](const Site &At) {
         return At.Blocks && !At.Allowed &&
                At.Blocks->Iterations == Primitive::Endless;
       }).empty())
    return Fail("the closure has no end, and would keep a thread of the pool");

  bool IsTaken =
      !E->getType()->isVoidType() && useOfValue(Tree, E) == ValueUse::Taken;
  if (!E->getType()->isVoidType()) {
    if (E->isGLValue() && IsTaken)
      return Fail("the closure returns a reference; return a value from it");
    if (!E->isGLValue() && !isMovableResult(E->getType()))
      return Fail("the result cannot be moved out of the closure");
    if (TU.facts().task(E->getType()))
      return Fail("the closure returns a task; await that, without a closure");
  }

  const Expr *Closure = O.Closure->IgnoreUnlessSpelledInSource();
  const auto *LE = dyn_cast<LambdaExpr>(Closure);
  const LambdaExpr *Behind = LE ? LE : O.Lambda;
  std::string Text = textOf(Context, Closure->getSourceRange());
  if (Text.empty())
    return Result;
  llvm::SmallVector<QualType, 4> Held;
  bool Owns = true, Destroys = false;
  if (Behind) {
    if (coroutineBody(Behind->getCallOperator()))
      return Result;
    if (std::string Why = mentionsThread(Finder, Behind->getBody());
        !Why.empty())
      return Fail(Why);
    for (const LambdaCapture &C : Behind->captures()) {
      if (C.capturesThis() || C.getCaptureKind() == LCK_ByRef) {
        Owns = false;
        continue;
      }
      if (!C.capturesVariable())
        return Result;
      const ValueDecl *VD = C.getCapturedVar();
      QualType T = VD->getType().getNonReferenceType();
      if (std::string Why =
              Finder.problemOfHolding(T, VD->getName(), dyn_cast<VarDecl>(VD));
          !Why.empty())
        return Fail(Why);
      if (!T->isScalarType())
        Held.push_back(T);
      Destroys |= T.isDestructedType() != QualType::DK_none;
    }
  } else if (!Closure->getType()->isFunctionType()) {
    if (std::string Why = Finder.problemOfHolding(Closure->getType(), Text);
        !Why.empty())
      return Fail(Why);
    Destroys = Closure->getType().isDestructedType() != QualType::DK_none;
  }
  if (!Owns) {
    bool HasInit =
        llvm::any_of(Behind->captures(), [&](const LambdaCapture &C) {
          return Behind->isInitCapture(&C);
        });
    if (!LE || HasInit)
      return Fail("the closure refers to the frame of the task, which may be "
                  "gone when the task is cancelled; capture copies");
    Captures Found = Finder.find(LE->getBody());
    if (!Found.Problem.empty())
      return Fail(Found.Problem);
    bool IsMutable = !LE->getCallOperator()->isConst();
    if (Found.Mutable && !IsMutable && LE->hasExplicitParameters())
      return Result;
    Held = Found.Held;
    Destroys = Found.Destroys;
    std::string Introducer = "[" + llvm::join(Found.List, ", ") + "]";
    if (Found.Mutable && !IsMutable)
      Introducer += "() mutable";
    Text = textOf(Context, LE->getSourceRange(),
                  {{LE->getIntroducerRange(), Introducer}});
    if (Text.empty())
      return Result;
  } else if (Closure->isLValue() && !Closure->getType()->isFunctionType()) {
    // In place it is the object itself that is called; the pool has a copy.
    const FunctionDecl *Op = callOperator(recordOf(Closure->getType()));
    if (Op && !cast<CXXMethodDecl>(Op)->isConst())
      return Fail("'" + Text +
                  "' changes when it is called, and the pool would call a "
                  "copy");
    const auto *VD = dyn_cast_or_null<VarDecl>(subjectOf(Closure));
    if (VD && Destroys && isa<DeclRefExpr>(Closure) &&
        !VD->getType().isConstQualified() && Finder.isLastUse(VD, Closure))
      Text = "std::move(" + Text + ")";
    else if (!Finder.isCheapToCopy(Closure->getType()))
      return Fail("'" + Text +
                  "' would have to be copied, which may be expensive or "
                  "impossible");
    Destroys = false; // it has a name
  } else if (Closure->isXValue()) {
    Destroys = false;
  }
  if (IsTaken && mayReferTo(E->getType(), Held))
    return Fail("the result may refer to what only the closure holds; return "
                "a value from it");
  offload(Result, In, E, *P, std::move(Text), Destroys);
  return Result;
}
