//===- AsyncCheck.cpp - What all async checks share -----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AsyncCheck.h"
#include "SharedAnalysis.h"
#include "lib/analysis/Includes.h"
#include "lib/report/FindingSink.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace clang::ast_matchers;
using namespace unblock;
using namespace unblock::analysis;
using namespace unblock::checks;
using namespace unblock::index;
using unblock::report::NoteKind;

namespace {
/// The first declaration that a traversal of the AST visits: the translation
/// unit itself, or the first of the declarations that it was narrowed to.
AST_MATCHER(Decl, beginsTraversal) {
  llvm::ArrayRef<Decl *> Scope = Finder->getASTContext().getTraversalScope();
  return !Scope.empty() && Scope.front() == &Node;
}
} // namespace

/// The values of the option \p Name, of all checks and of each of ours,
/// separated by semicolons. One analysis serves all checks, so what is told to
/// one of them counts for all.
static std::string ofAnyCheck(const tidy::ClangTidyCheck::OptionsView &Own,
                              const tidy::ClangTidyOptions &Options,
                              llvm::StringRef Name) {
  // Who asks for all options learns of this one.
  (void)Own.getLocalOrGlobal(Name, "");
  std::set<llvm::StringRef> Keys;
  for (const auto &Entry : Options.CheckOptions) {
    llvm::StringRef Key = Entry.getKey();
    if (Key == Name || (Key.starts_with("async-") && Key.consume_back(Name) &&
                        Key.ends_with(".")))
      Keys.insert(Entry.getKey());
  }
  std::string Values;
  for (llvm::StringRef Key : Keys)
    if (llvm::StringRef Value = Options.CheckOptions.find(Key)->second.Value;
        !Value.empty())
      Values += (Values.empty() ? "" : ";") + Value.str();
  return Values;
}

AsyncCheck::AsyncCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      ModelFiles(ofAnyCheck(Options, Context->getOptions(), "Models")),
      IndexFile(
          llvm::StringRef(ofAnyCheck(Options, Context->getOptions(), "Index"))
              .split(';')
              .first.str()) {}

void AsyncCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "Models", ModelFiles);
  Options.store(Opts, "Index", IndexFile);
}

void AsyncCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(decl(beginsTraversal()), this);
}

void AsyncCheck::check(const MatchFinder::MatchResult &Result) {
  Context = Result.Context;
  UnitModels &M = loadModels(*Context, ModelFiles);
  if (shared().Context != Context) {
    shared().Fixes.reset();
    shared().Unit = std::make_unique<TranslationUnit>(*Context, *M.Set);
    shared().Context = Context;
    UnitSink *Sink = UnitSink::current();
    if (Sink || !IndexFile.empty())
      shared().Builder =
          std::make_unique<UnitBuilder>(*shared().Unit, Sink && Sink->WantsAll);
  }
  ++shared().Checks;
  if (!M.Error.empty())
    configurationDiag("%0", DiagnosticIDs::Error) << M.Error;
  checkUnit(*shared().Unit);
}

void AsyncCheck::onEndOfTranslationUnit() {
  if (!Context)
    return;
  // Who takes the unit links it himself.
  if (!IndexFile.empty() && !UnitSink::current())
    emitAnswers();
  if (--shared().Checks == 0) {
    if (UnitSink *Sink = UnitSink::current()) {
      shared().Builder->addDefinitions();
      Sink->Taken = shared().Builder->finish();
    }
    shared().Builder.reset();
    shared().Answers.reset();
    shared().UnusedAllowances.clear();
    shared().Fixes.reset();
    shared().Unit.reset();
    shared().Inserted.clear();
    shared().Fixed.clear();
    shared().Context = nullptr;
  }
  Context = nullptr;
  Reported.clear();
  Open.clear();
  InPlaceQuestion.reset();
}

static report::Location locate(SourceLocation Loc, const ASTContext &Context) {
  report::Location Result;
  const SourceManager &SM = Context.getSourceManager();
  Loc = SM.getFileLoc(Loc);
  if (Loc.isInvalid())
    return Result;
  Result.File = SM.getFilename(Loc).str();
  Result.Line = SM.getSpellingLineNumber(Loc);
  Result.Column = SM.getSpellingColumnNumber(Loc);
  SourceLocation End =
      Lexer::getLocForEndOfToken(Loc, 0, SM, Context.getLangOpts());
  if (End.isValid()) {
    Result.EndLine = SM.getSpellingLineNumber(End);
    Result.EndColumn = SM.getSpellingColumnNumber(End);
  }
  return Result;
}

/// Is there a comment for clang-tidy on the line of \p Loc, or before it?
static bool mayBeSuppressed(SourceLocation Loc, const SourceManager &SM) {
  auto [File, Offset] = SM.getDecomposedLoc(Loc);
  llvm::StringRef Text = SM.getBufferData(File);
  llvm::StringRef Lines = Text.take_front(Text.find('\n', Offset));
  if (Lines.contains("NOLINTBEGIN"))
    return true;
  llvm::StringRef Before = Lines.take_front(Lines.rfind('\n'));
  size_t Previous = Before.rfind('\n') + 1;
  return Lines.substr(Previous).contains("NOLINT");
}

/// Puts \p D into the form in which it is reported; returns the directives that
/// its fixes need beside.
std::vector<FixItHint> AsyncCheck::prepare(Diagnosis &D) const {
  const SourceManager &SM = Context->getSourceManager();
  D.At = SM.getFileLoc(D.At);
  // All of a fix or nothing: a part of it may lie in a macro.
  if (!llvm::all_of(D.Fixes, [&](const FixItHint &Fix) {
        return Lexer::makeFileCharRange(Fix.RemoveRange, SM,
                                        Context->getLangOpts())
            .isValid();
      }))
    D.Fixes.clear();
  std::vector<FixItHint> Directives;
  if (!D.Fixes.empty()) {
    FileID File =
        SM.getFileID(SM.getFileLoc(D.Fixes.front().RemoveRange.getBegin()));
    for (const std::string &Header : D.Includes)
      if (std::optional<FixItHint> Fix = insertInclude(SM, File, Header))
        Directives.push_back(std::move(*Fix));
  }
  return Directives;
}

report::Finding
AsyncCheck::findingOf(const Diagnosis &D,
                      llvm::ArrayRef<FixItHint> Directives) const {
  const SourceManager &SM = Context->getSourceManager();
  report::Finding F;
  F.Check = getID().str();
  F.Severity = D.Severity;
  F.Kind = D.Kind;
  F.Callee = D.Callee;
  F.Where = locate(D.At, *Context);
  F.Message = D.Message;
  for (const Diagnosis::Note &N : D.Notes)
    F.Notes.push_back({N.Kind, locate(N.At, *Context), N.Message});
  auto Add = [&](const FixItHint &Fix) {
    CharSourceRange Range =
        Lexer::makeFileCharRange(Fix.RemoveRange, SM, Context->getLangOpts());
    unsigned Begin = SM.getFileOffset(Range.getBegin());
    F.Fixes.push_back({SM.getFilename(Range.getBegin()).str(), Begin,
                       SM.getFileOffset(Range.getEnd()) - Begin,
                       Fix.CodeToInsert});
  };
  llvm::for_each(D.Fixes, Add);
  llvm::for_each(Directives, Add);
  return F;
}

/// What the fixes of \p D do, to compare them.
static std::string textOf(const Diagnosis &D) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  for (const FixItHint &Fix : D.Fixes)
    OS << Fix.RemoveRange.getBegin().getRawEncoding() << ' '
       << Fix.RemoveRange.getEnd().getRawEncoding() << ' ' << Fix.CodeToInsert
       << '\n';
  return Text;
}

void AsyncCheck::emit(Diagnosis D) {
  const SourceManager &SM = Context->getSourceManager();
  if (!Reported.insert(SM.getFileLoc(D.At)).second)
    return;
  std::vector<FixItHint> Directives = prepare(D);
  if (report::FindingSink *Sink = report::FindingSink::current())
    Sink->found(findingOf(D, Directives));

  {
    DiagnosticBuilder Builder = diag(D.At, "%0");
    Builder << D.Message;
    // An editor applies one fix, clang-tidy all of them: of two that are the
    // same it would make neither. One that a comment suppresses is dropped with
    // its directives.
    bool IsWhole = areDiagsSelfContained() || mayBeSuppressed(D.At, SM);
    if (!IsWhole && !D.Fixes.empty() &&
        !shared().Fixed.insert(textOf(D)).second) {
      D.Fixes.clear();
      Directives.clear();
    }
    for (const FixItHint &Fix : D.Fixes)
      Builder << Fix;
    for (const FixItHint &Fix : Directives)
      if (IsWhole ||
          shared()
              .Inserted.emplace(Fix.RemoveRange.getBegin(), Fix.CodeToInsert)
              .second)
        Builder << Fix;
  }
  for (const Diagnosis::Note &N : D.Notes)
    diag(SM.getFileLoc(N.At), "%0", DiagnosticIDs::Note) << N.Message;
}

Rewrites &AsyncCheck::rewrites(TranslationUnit &TU) {
  if (!shared().Fixes)
    shared().Fixes = std::make_unique<Rewrites>(TU);
  return *shared().Fixes;
}

void AsyncCheck::fixInPlace(TranslationUnit &TU, const Offload *O,
                            Diagnosis &D) {
  if (O)
    addFixes(rewrites(TU).offload(*O), D);
}

void AsyncCheck::addFixes(const Rewrite &R, Diagnosis &D) {
  if (R) {
    llvm::append_range(D.Fixes, R.Fixes);
    llvm::append_range(D.Includes, R.Includes);
  } else if (!R.Problem.empty()) {
    D.Notes.push_back({NoteKind::Remedy, D.At, "no fix: " + R.Problem});
  }
}
