//===- OpenCalls.cpp - Calls that other units decide about ----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AsyncCheck.h"
#include "ProjectIndex.h"
#include "SharedAnalysis.h"
#include "lib/analysis/InPlace.h"
#include "lib/analysis/Offloads.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace unblock;
using namespace unblock::analysis;
using namespace unblock::checks;
using namespace unblock::index;
using unblock::model::Category;
using unblock::report::NoteKind;

//===----------------------------------------------------------------------===//
// Calls in async contexts
//===----------------------------------------------------------------------===//

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
    if (shared().Builder && TU.effects().isOpen(*O.At) &&
        (!Blocks || IsForeign))
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
  if (shared().Builder)
    for (const Occurrence &O : TU.conditionalOccurrences())
      if (!O.At->Allowed)
        Undecided.push_back(&O);
  bool HandsOut = shared().Builder && !TU.callbacksElsewhere().empty();
  if (Undecided.empty() && !HandsOut)
    return;
  bool WantsFixes = Q.Fixes;
  uint32_t Asked = shared().Builder->add(std::move(Q));
  for (const Occurrence *O : Undecided)
    addOpen(TU, *O, Asked, WantsFixes ? &Fixes : nullptr);
  if (HandsOut)
    for (const Root &R : TU.callbacksElsewhere())
      addOpen(TU, R, Asked);
}

//===----------------------------------------------------------------------===//
// Open calls
//===----------------------------------------------------------------------===//

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
  UnitBuilder &Builder = *shared().Builder;
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

/// Notes that the callback \p R, which another unit has, answers \p Asked when
/// that says so.
void AsyncCheck::addOpen(TranslationUnit &TU, const Root &R, uint32_t Asked) {
  OpenCall Call;
  Call.In = shared().Builder->addCallOf(R.Function, R.RunnerAt);
  Call.Context = describe(TU, R);
  Call.IsOnLoop = true;
  Call.Instead = shared().Builder->add(remediesOf(R.Library));
  Call.Asked.push_back({Asked, std::nullopt});
  Diagnosis D;
  D.At = TU.location(R.RunnerAt);
  keepOpen(std::move(Call), std::move(D));
}

/// Keeps \p Call, whose finding is \p D as far as it is known.
void AsyncCheck::keepOpen(OpenCall Call, Diagnosis D) {
  std::vector<FixItHint> Directives = prepare(D);
  Call.Draft = findingOf(D, Directives);
  size_t Index = shared().Builder->add(std::move(Call));
  if (UnitSink::current())
    diag(D.At, OpenCallMessage);
  Open.push_back({Index, D.At, std::move(D.Fixes), std::move(D.Includes)});
}

void AsyncCheck::askInside(TranslationUnit &TU, Question Q,
                           llvm::function_ref<bool(const Offload &)> Takes) {
  if (!shared().Builder)
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
          !(Number = shared().Builder->siteOf(In, At)))
        continue;
      if (!Asked)
        Asked = shared().Builder->add(Q);
      OpenCall Call;
      Call.In = shared().Builder->add(In);
      Call.Site = *Number;
      Call.Context = runnerName(O);
      Call.IsInPlace = O.isInPlace();
      Call.Instead = shared().Builder->add(Remedies());
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
  if (!shared().Builder)
    return;
  const Step &End = Found.Way.back();
  std::optional<uint32_t> Number =
      shared().Builder->siteOf(End.Caller, *End.At);
  if (!Number)
    return;
  if (!InPlaceQuestion) {
    Question Q;
    Q.Check = getID().str();
    Q.Words = Words;
    InPlaceQuestion = shared().Builder->add(std::move(Q));
  }
  OpenCall Call;
  Call.In = shared().Builder->add(End.Caller);
  Call.Site = *Number;
  Call.Context = std::move(Context);
  Call.NeedsTask = Found.NeedsTask;
  Call.Instead = shared().Builder->add(Remedies());
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
  if (!shared().Builder)
    return;
  std::vector<FixItHint> Directives = prepare(D);
  FunctionId In = shared().Builder->add(F);
  shared().Builder->add(OpenAllowance{In, Index, findingOf(D, Directives)});
}

/// The place of \p L, in a file of this unit or of another.
static SourceLocation findPlace(const report::Location &L,
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
  if (!shared().Answers) {
    shared().Answers.emplace();
    llvm::Expected<std::shared_ptr<const Project>> Index =
        projectIndex(IndexFile);
    if (!Index) {
      configurationDiag("%0") << llvm::toString(Index.takeError());
      return;
    }
    const Unit &U = shared().Builder->unit();
    Whole Functions(**Index, U);
    shared().Answers = answer(U, Functions);
    shared().UnusedAllowances = unusedAllowances(U, Functions);
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
  for (const Answer &A : *shared().Answers)
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
  for (const report::Finding &F : shared().UnusedAllowances)
    if (F.Check == getID()) {
      Diagnosis D;
      D.At = findPlace(F.Where, *Context);
      Emit(F, std::move(D));
    }
}
