//===- AsyncCheck.cpp - What all async checks share -----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AsyncCheck.h"
#include "Answers.h"
#include "ProjectIndex.h"
#include "lib/analysis/InPlace.h"
#include "lib/analysis/Includes.h"
#include "lib/analysis/Rewrites.h"
#include "lib/report/FindingSink.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <set>

using namespace clang;
using namespace clang::ast_matchers;
using namespace unblock::analysis;
using namespace unblock::checks;
using namespace unblock::index;
using unblock::model::Category;
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
  /// The checks that have not ended yet.
  unsigned Checks = 0;
  std::unique_ptr<TranslationUnit> Unit;
  /// What other units or an index will be asked about; made when needed.
  std::unique_ptr<unblock::index::UnitBuilder> Builder;
  /// The answers of the index.
  std::optional<std::vector<Answer>> Answers;
  std::vector<unblock::report::Finding> UnusedAllowances;
  /// The fixes of all checks.
  std::unique_ptr<Rewrites> Fixes;
  Models UserModels;
  /// Directives that a fix inserts: clang-tidy would insert each again.
  std::set<std::pair<SourceLocation, std::string>> Inserted;
  /// Fixes that it has been given, as text.
  std::set<std::string> Fixed;
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
  Models &M = loadModels(*Context, ModelFiles);
  if (Shared.Context != Context) {
    Shared.Fixes.reset();
    Shared.Unit = std::make_unique<TranslationUnit>(*Context, *M.Set);
    Shared.Context = Context;
    UnitSink *Sink = UnitSink::current();
    if (Sink || !IndexFile.empty())
      Shared.Builder =
          std::make_unique<UnitBuilder>(*Shared.Unit, Sink && Sink->WantsAll);
  }
  ++Shared.Checks;
  if (!M.Error.empty())
    configurationDiag("%0", DiagnosticIDs::Error) << M.Error;
  checkUnit(*Shared.Unit);
}

void AsyncCheck::onEndOfTranslationUnit() {
  if (!Context)
    return;
  // Who takes the unit links it himself.
  if (!IndexFile.empty() && !UnitSink::current())
    emitAnswers();
  if (--Shared.Checks == 0) {
    if (UnitSink *Sink = UnitSink::current()) {
      Shared.Builder->addDefinitions();
      Sink->Taken = Shared.Builder->finish();
    }
    Shared.Builder.reset();
    Shared.Answers.reset();
    Shared.UnusedAllowances.clear();
    Shared.Fixes.reset();
    Shared.Unit.reset();
    Shared.Inserted.clear();
    Shared.Fixed.clear();
    Shared.Context = nullptr;
  }
  Context = nullptr;
  Reported.clear();
  Open.clear();
  InPlaceQuestion.reset();
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

unblock::report::Finding
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
        !Shared.Fixed.insert(textOf(D)).second) {
      D.Fixes.clear();
      Directives.clear();
    }
    for (const FixItHint &Fix : D.Fixes)
      Builder << Fix;
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
  checks::noteWay(TU, Way, End, [&](FunctionId, Place P, std::string Text) {
    D.Notes.push_back({NoteKind::Chain, TU.location(P), std::move(Text)});
  });
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

/// Notes that lead from the call of \p O to its context.
static void noteOrigin(TranslationUnit &TU, const Occurrence &O, Diagnosis &D) {
  for (const InlineStep &S : llvm::reverse(O.Path))
    D.Notes.push_back({NoteKind::Context, TU.location(S.At->At),
                       "this call runs the lambda"});
}

/// Lambdas of the context itself are looked at on their own.
static bool isOwnLambda(TranslationUnit &TU, const Occurrence &O,
                        FunctionId F) {
  return TU.summary(F).IsLambda && TU.isWithin(F, O.In->Decl);
}

void AsyncCheck::checkOccurrences(TranslationUnit &TU, Question Q) {
  Q.Check = getID().str();
  std::vector<std::pair<const Occurrence *, Chain>> Found;
  std::vector<const Occurrence *> Undecided;
  Rewrites &Fixes = rewrites(TU);
  for (const Occurrence &O : TU.occurrences()) {
    if (O.At->Allowed)
      continue;
    std::optional<Chain> C =
        TU.effects().chain(O.Function, *O.At, Q.Wanted,
                           [&](FunctionId F) { return isOwnLambda(TU, O, F); });
    bool Blocks =
        C && accepts(Q, *C->End) && !(C->End->OnDescriptor && O.At->Polled);
    // Foreign code may turn out to be the project's own.
    bool IsForeign = Blocks && C->Kind == Category::Ffi;
    if (IsForeign && isDefinedElsewhere(C->End->Callee))
      Blocks = false;
    if (Shared.Builder && TU.effects().isOpen(*O.At) && (!Blocks || IsForeign))
      Undecided.push_back(&O);
    if (!Blocks)
      continue;
    if (const Expr *E = TU.callAt(O.Function, O.At->At); E && Q.Fixes)
      Fixes.addBlocking(TU.decl(O.Function), E);
    Found.emplace_back(&O, std::move(*C));
  }

  for (const auto &[At, Way] : Found) {
    const Occurrence &O = *At;
    const Chain *C = &Way;
    Diagnosis D;
    D.At = TU.location(O.At->At);
    D.Message = wordFinding(Q, describe(TU, *O.In),
                            O.In->Kind == RootKind::LoopCallback,
                            calleeName(TU, *C), *C->End, C->Steps.size() == 1);
    D.Severity = C->End->Severity;
    D.Kind = C->Kind;
    D.Callee = C->End->Callee;
    noteChain(TU, *C, [&](FunctionId, Place P, std::string Text) {
      D.Notes.push_back({NoteKind::Chain, TU.location(P), std::move(Text)});
    });
    noteOrigin(TU, O, D);
    noteContext(TU, *O.In, D);
    if (std::string Text = remedy(remediesOf(O.In->Library), *C->End);
        !Text.empty())
      D.Notes.push_back({NoteKind::Remedy, D.At, std::move(Text)});
    // A lock is given back by the thread that took it.
    if (const Expr *E = TU.callAt(O.Function, O.At->At);
        E && Q.Fixes && C->Kind != Category::Lock)
      addFixes(Fixes.await(TU.decl(O.Function), E, O.In->Library), D);
    emit(std::move(D));
  }

  // Whether these are in an async context is for other units to say.
  if (Shared.Builder)
    for (const Occurrence &O : TU.conditionalOccurrences())
      if (!O.At->Allowed)
        Undecided.push_back(&O);
  if (Undecided.empty())
    return;
  bool WantsFixes = Q.Fixes;
  uint32_t Asked = Shared.Builder->add(std::move(Q));
  for (const Occurrence *O : Undecided)
    addOpen(TU, *O, Asked, WantsFixes ? &Fixes : nullptr);
}

/// Does the index know a unit that defines \p Function, which has C linkage?
bool AsyncCheck::isDefinedElsewhere(llvm::StringRef Function) const {
  if (IndexFile.empty() || UnitSink::current())
    return false;
  auto Index = projectIndex(IndexFile);
  if (!Index) {
    llvm::consumeError(Index.takeError()); // told at the end
    return false;
  }
  return (*Index)->Defined.contains(("c:@F@" + Function).str());
}

/// Notes that the call \p O answers \p Asked when other units say so.
void AsyncCheck::addOpen(TranslationUnit &TU, const Occurrence &O,
                         uint32_t Asked, Rewrites *Fixes) {
  UnitBuilder &Builder = *Shared.Builder;
  std::optional<uint32_t> Number = Builder.siteOf(O.Function, *O.At);
  SourceLocation At =
      Context->getSourceManager().getFileLoc(TU.location(O.At->At));
  if (!Number)
    return;
  OpenCall Call;
  Call.In = Builder.add(O.Function);
  Call.Site = *Number;
  Call.Context = describe(TU, *O.In);
  Call.IsOnLoop = O.In->Kind == RootKind::LoopCallback;
  Call.Instead = Builder.add(remediesOf(O.In->Library));
  Call.Asked.push_back({Asked, std::nullopt});
  Call.If = O.If;
  if (O.If)
    Call.If.To = Builder.add(O.If.To);
  auto Skip = [&](FunctionId F) {
    if (isOwnLambda(TU, O, F))
      Call.Apart.push_back(Builder.add(F));
  };
  llvm::for_each(O.At->Callees, Skip);
  TU.effects().forEachInline(*O.At, Skip);
  for (const CallableArg &Arg : O.At->Args)
    if (Arg.Target != NoFunction)
      Skip(Arg.Target);

  Diagnosis D;
  D.At = At;
  noteOrigin(TU, O, D);
  noteContext(TU, *O.In, D);
  if (const Expr *E = TU.callAt(O.Function, O.At->At); E && Fixes) {
    Rewrite R = Fixes->await(TU.decl(O.Function), E, O.In->Library);
    D.Fixes = std::move(R.Fixes);
    D.Includes = std::move(R.Includes);
    Call.NoFix = std::move(R.Problem);
  }
  keepOpen(std::move(Call), std::move(D));
}

/// Keeps \p Call, whose finding is \p D as far as it is known.
void AsyncCheck::keepOpen(OpenCall Call, Diagnosis D) {
  std::vector<FixItHint> Directives = prepare(D);
  Call.Draft = findingOf(D, Directives);
  size_t Index = Shared.Builder->add(std::move(Call));
  if (UnitSink::current())
    diag(D.At, OpenCallMessage);
  Open.push_back({Index, D.At, std::move(D.Fixes), std::move(D.Includes)});
}

void AsyncCheck::askInside(TranslationUnit &TU, Question Q,
                           llvm::function_ref<bool(const Offload &)> Takes) {
  if (!Shared.Builder)
    return;
  Q.Check = getID().str();
  bool TellsRunner = Q.Words == Question::Awaits;
  std::optional<uint32_t> Asked;
  for (const Offload &O : TU.offloads()) {
    // What a guard covers is no function of its own.
    const FunctionDecl *Body =
        O.How != Offload::Scope && Takes(O) ? bodyOf(TU, O) : nullptr;
    if (!Body)
      continue;
    FunctionId In = TU.idOf(Body);
    for (const Site &At : TU.summary(In).Sites) {
      std::optional<uint32_t> Number;
      if (!TU.effects().isOpen(At) ||
          !findWayFrom(TU, TU.effects(), In, At, wantedBy(Q)).empty() ||
          !(Number = Shared.Builder->siteOf(In, At)))
        continue;
      if (!Asked)
        Asked = Shared.Builder->add(Q);
      OpenCall Call;
      Call.In = Shared.Builder->add(In);
      Call.Site = *Number;
      Call.Context = runnerName(O);
      Call.IsInPlace = O.isInPlace();
      Call.Instead = Shared.Builder->add(Remedies());
      Call.Asked.push_back({*Asked, std::nullopt});
      Diagnosis D;
      D.At = TellsRunner ? TU.location(At.At) : placeOf(O, TU.location(At.At));
      if (TellsRunner)
        noteRunner(O, D);
      keepOpen(std::move(Call), std::move(D));
    }
  }
}

void AsyncCheck::askInPlace(TranslationUnit &TU, Question::Kind Words,
                            const FoundInPlace &Found, std::string Context,
                            Diagnosis D) {
  if (!Shared.Builder)
    return;
  const Step &End = Found.Way.back();
  std::optional<uint32_t> Number = Shared.Builder->siteOf(End.Caller, *End.At);
  if (!Number)
    return;
  if (!InPlaceQuestion) {
    Question Q;
    Q.Check = getID().str();
    Q.Words = Words;
    InPlaceQuestion = Shared.Builder->add(std::move(Q));
  }
  OpenCall Call;
  Call.In = Shared.Builder->add(End.Caller);
  Call.Site = *Number;
  Call.Context = std::move(Context);
  Call.NeedsTask = Found.NeedsTask;
  Call.Instead = Shared.Builder->add(Remedies());
  Call.Asked.push_back({*InPlaceQuestion, std::nullopt});
  keepOpen(std::move(Call), std::move(D));
}

void AsyncCheck::emitUnused(TranslationUnit &TU, FunctionId F,
                            const Allowance &A, Diagnosis D) {
  const FunctionSummary &S = TU.summary(F);
  uint32_t Index = &A - S.Allowances.data();
  // What is awaited is a coroutine as a rule: it does not block its caller.
  bool IsOpen = llvm::any_of(S.Sites, [&](const Site &At) {
    return At.Allowed == Index && !At.Awaited && TU.effects().isOpen(At);
  });
  if (!IsOpen)
    return emit(std::move(D));
  if (!Shared.Builder)
    return;
  std::vector<FixItHint> Directives = prepare(D);
  FunctionId In = Shared.Builder->add(F);
  Shared.Builder->add(OpenAllowance{In, Index, findingOf(D, Directives)});
}

/// The place of \p L, in a file of this unit or of another.
static SourceLocation findPlace(const unblock::report::Location &L,
                                ASTContext &Context) {
  SourceManager &SM = Context.getSourceManager();
  FileManager &Files = SM.getFileManager();
  OptionalFileEntryRef File = Files.getOptionalFileRef(L.File);
  // Names in an index begin at the root of the project.
  if (OptionalFileEntryRef Main = SM.getFileEntryRefForID(SM.getMainFileID());
      !File && Main && llvm::sys::path::is_relative(L.File)) {
    llvm::SmallString<256> Directory(Main->getName());
    Files.makeAbsolutePath(Directory);
    while (!File && llvm::sys::path::has_parent_path(Directory)) {
      llvm::sys::path::remove_filename(Directory);
      llvm::SmallString<256> Path(Directory);
      llvm::sys::path::append(Path, L.File);
      File = Files.getOptionalFileRef(Path);
    }
  }
  if (!File || L.Line == 0)
    return {};
  FileID Id = SM.translateFile(*File);
  if (Id.isInvalid())
    Id = SM.getOrCreateFileID(*File, SrcMgr::C_User);
  return SM.translateLineCol(Id, L.Line, L.Column);
}

/// Reports what the index says of the open calls of this check.
void AsyncCheck::emitAnswers() {
  if (!Shared.Answers) {
    Shared.Answers.emplace();
    llvm::Expected<std::shared_ptr<const Project>> Index =
        projectIndex(IndexFile);
    if (!Index) {
      configurationDiag("%0") << llvm::toString(Index.takeError());
      return;
    }
    const Unit &U = Shared.Builder->unit();
    Whole Functions(**Index, U);
    Shared.Answers = answer(U, Functions);
    Shared.UnusedAllowances = unusedAllowances(U, Functions);
  }
  auto Emit = [&](const report::Finding &F, Diagnosis D) {
    D.Message = F.Message;
    D.Severity = F.Severity;
    D.Kind = F.Kind;
    D.Callee = F.Callee;
    for (const report::Note &N : F.Notes) {
      SourceLocation At = findPlace(N.Where, *Context);
      std::string Text = N.Message;
      if (At.isInvalid() && !N.Where.File.empty())
        Text += " (" + N.Where.File + ':' + std::to_string(N.Where.Line) + ')';
      D.Notes.push_back({N.Kind, At.isValid() ? At : D.At, std::move(Text)});
    }
    emit(std::move(D));
  };
  for (const Answer &A : *Shared.Answers)
    if (A.Finding.Check == getID())
      for (const OpenDiagnosis &O : Open)
        if (O.Call == A.Call) {
          Diagnosis D;
          D.At = O.At;
          if (!A.Finding.Fixes.empty()) {
            D.Fixes = O.Fixes;
            D.Includes = O.Includes;
          }
          Emit(A.Finding, std::move(D));
        }
  for (const report::Finding &F : Shared.UnusedAllowances)
    if (F.Check == getID()) {
      Diagnosis D;
      D.At = findPlace(F.Where, *Context);
      Emit(F, std::move(D));
    }
}

Rewrites &AsyncCheck::rewrites(TranslationUnit &TU) {
  if (!Shared.Fixes)
    Shared.Fixes = std::make_unique<Rewrites>(TU);
  return *Shared.Fixes;
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
