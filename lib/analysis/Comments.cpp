//===- Comments.cpp - Comments that stand at a call -----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Comments.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMapContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using namespace unblock::analysis;

/// Is there a word in the comment \p Text that is meant for people?
static bool saysSomething(llvm::StringRef Text) {
  Text = Text.ltrim("/*!<- \t");
  return !Text.starts_with("NOLINT") && !Text.starts_with("clang-format") &&
         !Text.starts_with("IWYU") && llvm::any_of(Text, llvm::isAlpha);
}

/// The statement of a block that \p S is part of, and whether it is the only
/// one in the body of a function.
static const Stmt *statementOf(const Stmt *S, ASTContext &Context,
                               const FunctionDecl *&Whole) {
  DynTypedNode Node = DynTypedNode::create(*S);
  // A variable's declaration stands between an initialiser and its statement.
  for (const Stmt *Last = S;;) {
    DynTypedNodeList Parents = Context.getParents(Node);
    if (Parents.empty())
      return Last;
    Node = Parents[0];
    if (const auto *Block = Node.get<CompoundStmt>()) {
      if (Block->size() == 1)
        for (const DynTypedNode &Outer : Context.getParents(Node)) {
          Whole = Outer.get<FunctionDecl>();
          if (const auto *Body = Outer.get<CoroutineBodyStmt>())
            for (const DynTypedNode &Owner : Context.getParents(*Body))
              Whole = Owner.get<FunctionDecl>();
        }
      return Last;
    }
    if (Node.get<FunctionDecl>() || Node.get<LambdaExpr>() ||
        Node.get<CoroutineBodyStmt>())
      return Last;
    if (const Stmt *Parent = Node.get<Stmt>())
      Last = Parent;
  }
}

namespace {
/// The text of one file.
struct Text {
  const SourceManager &SM;
  const LangOptions &LangOpts;
  FileID File;
  llvm::StringRef Code;

  unsigned offset(SourceLocation Loc) const {
    auto [In, Offset] = SM.getDecomposedExpansionLoc(Loc);
    return In == File ? Offset : 0;
  }

  /// Does a comment end in the line above \p Loc?
  bool isAbove(SourceLocation Loc) const {
    size_t Line = Code.rfind('\n', offset(Loc));
    if (Line == llvm::StringRef::npos)
      return false;
    for (llvm::StringRef Rest = Code.take_front(Line);;) {
      auto [Before, Above] = Rest.rsplit('\n');
      if (!Rest.contains('\n'))
        std::swap(Before, Above);
      Above = Above.trim();
      if (Above.ends_with("*/"))
        return true;
      if (!Above.starts_with("//"))
        return false;
      if (saysSomething(Above))
        return true;
      Rest = Before;
    }
  }

  /// Is there a comment in the part [Begin, End), or right behind it, up to
  /// the end of the line?
  bool isIn(SourceLocation Begin, SourceLocation End) const {
    SourceLocation FileStart = SM.getLocForStartOfFile(File);
    Lexer Lex(FileStart, LangOpts, Code.begin(), Code.begin() + offset(Begin),
              Code.end());
    Lex.SetCommentRetentionState(true);
    unsigned Last = offset(End);
    Token Tok;
    for (bool AtEnd = false; !AtEnd;) {
      AtEnd = Lex.LexFromRawLexer(Tok);
      unsigned At = SM.getFileOffset(Tok.getLocation());
      if (Tok.is(tok::comment)) {
        if (saysSomething(Code.substr(At, Tok.getLength())))
          return true;
      } else if (At > Last) {
        return false;
      }
    }
    return false;
  }

  /// The same from the end of the statement to the end of its line.
  bool isAfter(SourceLocation End) const {
    llvm::StringRef Rest =
        Code.substr(offset(Lexer::getLocForEndOfToken(SM.getExpansionLoc(End),
                                                      0, SM, LangOpts)))
            .split('\n')
            .first.ltrim(";)} \t");
    return (Rest.starts_with("//") || Rest.starts_with("/*")) &&
           saysSomething(Rest);
  }
};
} // namespace

bool unblock::analysis::isDocumented(TranslationUnit &TU, const Offload &O) {
  ASTContext &Context = TU.context();
  const SourceManager &SM = Context.getSourceManager();
  const Stmt *Made = O.Made.Origin;
  if (!Made && O.Guard)
    Made = O.Guard->getInit();
  if (!Made)
    return true;

  const FunctionDecl *Whole = nullptr;
  const Stmt *Statement = statementOf(Made, Context, Whole);
  FileID File = SM.getFileID(SM.getExpansionLoc(Statement->getBeginLoc()));
  Text T{SM, Context.getLangOpts(), File, SM.getBufferData(File)};
  if (T.isAbove(SM.getExpansionLoc(Statement->getBeginLoc())) ||
      (Whole && T.isAbove(SM.getExpansionLoc(Whole->getBeginLoc()))))
    return true;
  SourceLocation End = Statement->getEndLoc();
  if (T.isAfter(End))
    return true;
  const auto *Closure =
      O.Closure ? dyn_cast<LambdaExpr>(O.Closure->IgnoreImplicit()) : nullptr;
  if (Closure)
    End = Closure->getBody()->getBeginLoc();
  if (T.isIn(Statement->getBeginLoc(), End))
    return true;

  // An allowance gives its reason.
  if (const FunctionDecl *Body = bodyOf(TU, O);
      Body && O.How != Offload::Scope &&
      !TU.summary(TU.idOf(Body)).Allowances.empty())
    return true;
  if (O.In && TU.isAnalysable(O.In))
    for (const Site &At : TU.summary(TU.idOf(O.In)).Sites)
      if (At.Moves == Site::InPlace && At.Allowed &&
          TU.location(At.At) == SM.getFileLoc(O.at()))
        return true;
  return false;
}
