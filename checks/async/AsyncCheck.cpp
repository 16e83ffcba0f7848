//===- AsyncCheck.cpp - What all async checks share -----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AsyncCheck.h"
#include "lib/analysis/Includes.h"
#include "lib/analysis/Rewrites.h"
#include "lib/report/FindingSink.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/MemoryBuffer.h"
#include <set>

using namespace clang;
using namespace clang::ast_matchers;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::model::ModelSet;
using unblock::report::NoteKind;

//===----------------------------------------------------------------------===//
// The shared analysis
//===----------------------------------------------------------------------===//

namespace {

/// The models of the last translation unit are kept for the next: most files
/// of a project have the same.
struct Models {
  std::string Key; ///< names and contents of the user's files
  std::unique_ptr<ModelSet> Set;
  std::string Error;
};

/// One translation unit is analysed at a time on a thread; clangd has several
/// threads.
struct SharedAnalysis {
  ASTContext *Context = nullptr;
  std::unique_ptr<TranslationUnit> Unit;
  Models UserModels;
  /// Directives that a fix inserts: clang-tidy would insert each again.
  std::set<std::pair<SourceLocation, std::string>> Inserted;
};

} // namespace

static thread_local SharedAnalysis Shared;

static std::vector<std::string> userModelFiles(ASTContext &Context,
                                               llvm::StringRef Listed) {
  std::vector<std::string> Files;
  const SourceManager &SM = Context.getSourceManager();
  if (OptionalFileEntryRef Main = SM.getFileEntryRefForID(SM.getMainFileID())) {
    llvm::SmallString<128> Path(Main->getName());
    SM.getFileManager().makeAbsolutePath(Path);
    if (std::string Nearest = unblock::model::findUserModels(Path);
        !Nearest.empty())
      Files.push_back(std::move(Nearest));
  }
  llvm::SmallVector<llvm::StringRef, 2> Names;
  Listed.split(Names, ';', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Name : Names)
    Files.push_back(Name.trim().str());
  return Files;
}

static Models &loadModels(ASTContext &Context, llvm::StringRef Listed) {
  std::vector<std::string> Files = userModelFiles(Context, Listed);
  std::string Key;
  for (const std::string &File : Files) {
    Key += File + '\n';
    if (auto Buffer = llvm::MemoryBuffer::getFile(File))
      Key += (*Buffer)->getBuffer();
  }
  Models &M = Shared.UserModels;
  if (M.Set && M.Key == Key)
    return M;
  M.Key = std::move(Key);
  M.Set = std::make_unique<ModelSet>();
  M.Error.clear();
  for (const std::string &File : Files)
    if (llvm::Error E = M.Set->addFile(File))
      M.Error += (M.Error.empty() ? "" : "\n") + llvm::toString(std::move(E));
  return M;
}

//===----------------------------------------------------------------------===//
// AsyncCheck
//===----------------------------------------------------------------------===//

namespace {
/// The first declaration that a traversal of the AST visits: the translation
/// unit itself, or the first of the declarations that it was narrowed to.
AST_MATCHER(Decl, beginsTraversal) {
  llvm::ArrayRef<Decl *> Scope = Finder->getASTContext().getTraversalScope();
  return !Scope.empty() && Scope.front() == &Node;
}
} // namespace

AsyncCheck::AsyncCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      ModelFiles(Options.getLocalOrGlobal("Models", "")) {}

void AsyncCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "Models", ModelFiles);
}

void AsyncCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(decl(beginsTraversal()), this);
}

void AsyncCheck::check(const MatchFinder::MatchResult &Result) {
  Context = Result.Context;
  Models &M = loadModels(*Context, ModelFiles);
  if (Shared.Context != Context) {
    Shared.Unit = std::make_unique<TranslationUnit>(*Context, *M.Set);
    Shared.Context = Context;
  }
  if (!M.Error.empty())
    configurationDiag("%0", DiagnosticIDs::Error) << M.Error;
  checkUnit(*Shared.Unit);
}

void AsyncCheck::onEndOfTranslationUnit() {
  // All checks have run by now.
  Shared.Unit.reset();
  Shared.Inserted.clear();
  Shared.Context = nullptr;
  Context = nullptr;
  Reported.clear();
}

static unblock::report::Location locate(SourceLocation Loc,
                                        const ASTContext &Context) {
  unblock::report::Location Result;
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

void AsyncCheck::emit(Diagnosis D) {
  const SourceManager &SM = Context->getSourceManager();
  D.At = SM.getFileLoc(D.At);
  if (!Reported.insert(D.At).second)
    return;
  // All of a fix or nothing: a part of it may lie in a macro.
  auto RangeOf = [&](const FixItHint &Fix) {
    return Lexer::makeFileCharRange(Fix.RemoveRange, SM,
                                    Context->getLangOpts());
  };
  if (!llvm::all_of(D.Fixes, [&](const FixItHint &Fix) {
        return RangeOf(Fix).isValid();
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

  if (report::FindingSink *Sink = report::FindingSink::current()) {
    report::Finding F;
    F.Check = getID().str();
    F.Severity = D.Severity;
    F.Kind = D.Kind;
    F.Callee = D.Callee;
    F.Where = locate(D.At, *Context);
    F.Message = D.Message;
    for (const Diagnosis::Note &N : D.Notes)
      F.Notes.push_back({N.Kind, locate(N.At, *Context), N.Message});
    for (const FixItHint &Fix :
         llvm::concat<const FixItHint>(D.Fixes, Directives)) {
      CharSourceRange Range = RangeOf(Fix);
      unsigned Begin = SM.getFileOffset(Range.getBegin());
      F.Fixes.push_back({SM.getFilename(Range.getBegin()).str(), Begin,
                         SM.getFileOffset(Range.getEnd()) - Begin,
                         Fix.CodeToInsert});
    }
    Sink->found(std::move(F));
  }

  {
    DiagnosticBuilder Builder = diag(D.At, "%0");
    Builder << D.Message;
    for (const FixItHint &Fix : D.Fixes)
      Builder << Fix;
    // An editor applies one fix, clang-tidy all of them. One that a comment
    // suppresses is dropped with its directives.
    bool IsWhole = areDiagsSelfContained() || mayBeSuppressed(D.At, SM);
    for (const FixItHint &Fix : Directives)
      if (IsWhole ||
          Shared.Inserted.emplace(Fix.RemoveRange.getBegin(), Fix.CodeToInsert)
              .second)
        Builder << Fix;
  }
  for (const Diagnosis::Note &N : D.Notes)
    diag(SM.getFileLoc(N.At), "%0", DiagnosticIDs::Note) << N.Message;
}

//===----------------------------------------------------------------------===//
// Wording
//===----------------------------------------------------------------------===//

static std::string quote(llvm::StringRef Name) {
  return ("'" + Name + "'").str();
}

std::string unblock::checks::describe(TranslationUnit &TU, const Root &R) {
  const FunctionSummary &S = TU.summary(R.Function);
  switch (R.Kind) {
  case RootKind::Coroutine:
    return S.IsLambda ? "a coroutine lambda" : "coroutine " + quote(S.Name);
  case RootKind::AwaiterMember:
    return "awaiter member " + quote(S.Name);
  case RootKind::PromiseHook:
    return "promise member " + quote(S.Name);
  case RootKind::LoopCallback:
    return "a callback of " + quote(R.Runner);
  case RootKind::Annotated:
    return "async context " + quote(S.Name);
  }
  llvm_unreachable("covered switch");
}

std::string unblock::checks::describe(TranslationUnit &TU,
                                      const FunctionDecl *FD) {
  if (const Root *R = TU.root(FD))
    return describe(TU, *R);
  const FunctionSummary &S = TU.summary(TU.idOf(FD));
  if (S.IsLambda)
    return S.IsCoroutine ? "a coroutine lambda" : "a lambda";
  return (S.IsCoroutine ? "coroutine " : "function ") + quote(S.Name);
}

std::string unblock::checks::calleeName(TranslationUnit &TU, const Chain &C) {
  if (C.Steps.size() == 1)
    return C.End->Callee;
  return TU.summary(C.Steps.front().Callee).Name;
}

void AsyncCheck::noteContext(TranslationUnit &TU, const Root &R, Diagnosis &D) {
  SourceLocation Begin = R.Decl->getLocation();
  if (R.Kind == RootKind::LoopCallback) {
    D.Notes.push_back({NoteKind::Context, TU.location(R.RunnerAt),
                       "handed to '" + R.Runner + "' here"});
    return;
  }
  std::string Text = describe(TU, R) + " begins here";
  if (R.Decl->isTemplateInstantiation()) {
    std::string Name;
    llvm::raw_string_ostream OS(Name);
    R.Decl->getNameForDiagnostic(OS,
                                 R.Decl->getASTContext().getPrintingPolicy(),
                                 /*Qualified=*/true);
    Text += ", instantiated as " + quote(Name);
  }
  D.Notes.push_back({NoteKind::Context, Begin, std::move(Text)});
}

void AsyncCheck::noteWay(TranslationUnit &TU, llvm::ArrayRef<Step> Way,
                         llvm::StringRef End, Diagnosis &D) {
  for (const Step &S : Way) {
    llvm::StringRef Callee = S.Callee == NoFunction
                                 ? End
                                 : llvm::StringRef(TU.summary(S.Callee).Name);
    D.Notes.push_back(
        {NoteKind::Chain, TU.location(S.At->At),
         ("'" + TU.summary(S.Caller).Name + "' calls '" + Callee + "' here")
             .str()});
  }
}

void AsyncCheck::noteRunner(const Offload &O, Diagnosis &D) {
  std::string Runner = quote(runnerName(O));
  D.Notes.push_back({NoteKind::Context, O.at(),
                     O.How == Offload::Scope
                         ? Runner + " guards the block from here on"
                         : Runner + " is called here"});
}

SourceLocation AsyncCheck::placeOf(const Offload &O, SourceLocation Inside) {
  bool WasHandedIn =
      O.In && O.In->isTemplateInstantiation() && O.Lambda &&
      !O.Lambda->getLambdaClass()->getDeclContext()->Equals(O.In);
  return WasHandedIn ? Inside : O.at();
}

/// The last part of \p Remedy note: what to do instead.
static std::string remedy(TranslationUnit &TU, const Root &R,
                          const Primitive &P) {
  if (!P.Remedy.empty())
    return "instead, " + P.Remedy;
  const unblock::model::Profile *Library = R.Library;
  if (!Library)
    return "";
  std::string Replace;
  for (const unblock::model::RemedyRule &Rule : Library->Remedies)
    if (Rule.Kind == P.Kind && !Rule.Replace.empty())
      Replace = Rule.Replace.str();
  std::string Text;
  if (!Replace.empty())
    Text = "instead, " + Replace;
  if (!Library->Offload.empty())
    Text += (Text.empty() ? "move the call off the worker with "
                          : ", or move the call off the worker with ") +
            quote(Library->Offload);
  return Text;
}

void AsyncCheck::checkOccurrences(
    TranslationUnit &TU, CategorySet Wanted,
    llvm::function_ref<bool(const Primitive &)> Accept,
    llvm::function_ref<std::string(const Occurrence &, const Chain &)> Word,
    Fix How) {
  std::vector<std::pair<const Occurrence *, Chain>> Found;
  Rewrites Fixes(TU);
  for (const Occurrence &O : TU.occurrences()) {
    if (O.At->Allowed)
      continue;
    // Lambdas of the context itself are looked at on their own.
    auto IsOwnLambda = [&](FunctionId F) {
      return TU.summary(F).IsLambda && TU.isWithin(F, O.In->Decl);
    };
    std::optional<Chain> C =
        TU.effects().chain(O.Function, *O.At, Wanted, IsOwnLambda);
    if (!C || !Accept(*C->End) || (C->End->OnDescriptor && O.At->Polled))
      continue;
    if (const Expr *E = TU.callAt(O.Function, O.At->At))
      Fixes.addBlocking(TU.decl(O.Function), E);
    Found.emplace_back(&O, std::move(*C));
  }

  for (const auto &[At, Way] : Found) {
    const Occurrence &O = *At;
    const Chain *C = &Way;
    Diagnosis D;
    D.At = TU.location(O.At->At);
    D.Message = Word(O, *C);
    D.Severity = C->End->Severity;
    D.Kind = C->Kind;
    D.Callee = C->End->Callee;
    for (unsigned I = 1; I < C->Steps.size(); ++I) {
      const Step &S = C->Steps[I];
      if (!TU.summary(S.Caller).HasBody)
        continue; // a primitive that was passed as a callable
      std::string Caller = TU.summary(S.Caller).Name;
      std::string What;
      if (S.Callee != NoFunction)
        What =
            "'" + Caller + "' calls '" + TU.summary(S.Callee).Name + "' here";
      else if (C->End->Iterations != 0)
        What = "the loop in '" + Caller + "' begins here";
      else
        What = "'" + Caller + "' calls '" + C->End->Callee + "' here";
      D.Notes.push_back({NoteKind::Chain, TU.location(S.At->At), What});
    }
    for (const InlineStep &S : llvm::reverse(O.Path))
      D.Notes.push_back({NoteKind::Context, TU.location(S.At->At),
                         "this call runs the lambda"});
    noteContext(TU, *O.In, D);
    if (std::string Text = remedy(TU, *O.In, *C->End); !Text.empty())
      D.Notes.push_back({NoteKind::Remedy, D.At, std::move(Text)});
    // A lock is given back by the thread that took it.
    if (const Expr *E = TU.callAt(O.Function, O.At->At);
        E && How == Fix::Await && C->Kind != unblock::model::Category::Lock)
      addFixes(Fixes.await(TU.decl(O.Function), E, O.In->Library), D);
    emit(std::move(D));
  }
}

void AsyncCheck::addFixes(const Rewrite &R, Diagnosis &D) {
  if (R) {
    llvm::append_range(D.Fixes, R.Fixes);
    llvm::append_range(D.Includes, R.Includes);
  } else if (!R.Problem.empty()) {
    D.Notes.push_back({NoteKind::Remedy, D.At, "no fix: " + R.Problem});
  }
}
