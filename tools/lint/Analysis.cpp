//===- Analysis.cpp - The checks on one translation unit ------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Analysis.h"
#include "FixFiles.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/ClangTidyModule.h"
#include "lib/index/UnitBuilder.h"
#include "lib/report/FindingSink.h"
#include "lib/report/Writers.h"
#include "lib/support/CheckSelection.h"
#include "lib/support/VersionCompat.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"
#include <set>

using namespace llvm;
using namespace clang;
using namespace unblock;
using namespace unblock::lint;

//===----------------------------------------------------------------------===//
// The result, and its way to other processes and machines
//===----------------------------------------------------------------------===//

namespace unblock::lint {

static json::Value toJSON(const UnitWarning &W) {
  return json::Object{{"file", json::fixUTF8(W.File)},
                      {"message", json::fixUTF8(W.Message)}};
}

static bool fromJSON(const json::Value &V, UnitWarning &W, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("file", W.File) && O.map("message", W.Message);
}

static json::Value toJSON(const UnitResult &R) {
  json::Object Fixable;
  for (const auto &[File, Hash] : R.Fixable)
    Fixable[json::fixUTF8(File)] = Hash;
  json::Object O{{"foreign", R.Foreign},
                 {"findings", R.Findings},
                 {"fixable", std::move(Fixable)},
                 {"warnings", R.Warnings},
                 {"read", R.Read},
                 {"checks", R.Checks},
                 {"suppressions", R.Suppressions}};
  if (R.Failed)
    O["failed"] = *R.Failed;
  return O;
}

static bool fromJSON(const json::Value &V, UnitResult &R, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("foreign", R.Foreign) && O.map("findings", R.Findings) &&
         O.map("fixable", R.Fixable) && O.map("warnings", R.Warnings) &&
         O.map("read", R.Read) && O.map("checks", R.Checks) &&
         O.map("suppressions", R.Suppressions) && O.map("failed", R.Failed);
}

} // namespace unblock::lint

using Rename = function_ref<std::string(StringRef)>;

static void renameFiles(report::Finding &F, Rename New) {
  auto Apply = [&](std::string &File) {
    if (!File.empty())
      File = New(File);
  };
  Apply(F.Where.File);
  for (report::Note &N : F.Notes)
    Apply(N.Where.File);
  for (report::Replacement &R : F.Fixes)
    Apply(R.File);
}

static void renameFiles(UnitResult &R, Rename New) {
  for (report::Finding &F : R.Findings)
    renameFiles(F, New);
  if (R.Failed) {
    R.Failed->File = New(R.Failed->File);
    if (!R.Failed->Where.File.empty())
      R.Failed->Where.File = New(R.Failed->Where.File);
  }
  std::map<std::string, std::string> Fixable;
  for (auto &[File, Hash] : R.Fixable)
    Fixable[New(File)] = Hash;
  R.Fixable = std::move(Fixable);
  for (std::string &File : R.Read)
    File = New(File);
  for (report::Suppression &S : R.Suppressions)
    S.Where.File = New(S.Where.File);
  for (UnitWarning &W : R.Warnings)
    if (!W.File.empty())
      W.File = New(W.File);
}

static void renameFiles(index::Unit &U, Rename New) {
  U.MainFile = New(U.MainFile);
  for (std::string &File : U.Files)
    File = New(File);
  for (index::OpenCall &C : U.OpenCalls)
    renameFiles(C.Draft, New);
  for (index::OpenAllowance &A : U.OpenAllowances)
    renameFiles(A.Finding, New);
}

std::optional<UnitResult> unblock::lint::takeResult(index::Unit &U) {
  std::optional<UnitResult> Result(std::in_place);
  json::Path::Root PathRoot("result");
  Expected<json::Value> Value = json::parse(U.Payload);
  if (!Value) {
    consumeError(Value.takeError());
    return std::nullopt;
  }
  if (!fromJSON(*Value, *Result, PathRoot))
    return std::nullopt;
  U.Payload.clear();
  return Result;
}

void unblock::lint::putResult(index::Unit &U, const UnitResult &R) {
  U.Payload.clear();
  raw_string_ostream(U.Payload) << toJSON(R);
}

void unblock::lint::makeAbsolute(UnitResult &R, StringRef Root) {
  renameFiles(R, [&](StringRef File) {
    SmallString<256> Path(File);
    sys::path::make_absolute(Root, Path);
    return Path.str().str();
  });
}

//===----------------------------------------------------------------------===//
// What is parsed, and what is looked at
//===----------------------------------------------------------------------===//

namespace {
/// Confines parsing and checks to the user's code: bodies of functions in
/// system headers are skipped, as the models know those functions, and nothing
/// traverses declarations of system headers.
class UserCodeConsumer : public ASTConsumer {
public:
  explicit UserCodeConsumer(CompilerInstance &CI) : CI(CI) {}

  bool shouldSkipFunctionBody(Decl *D) override { return isInSystem(D); }

  bool HandleTopLevelDecl(DeclGroupRef Group) override {
    for (Decl *D : Group)
      if (!isInSystem(D) && !isReachedThroughUserTemplate(D))
        Scope.push_back(D);
    return true;
  }

  void HandleTranslationUnit(ASTContext &Context) override {
    // Nothing is reported of a unit that does not compile.
    if (CI.getDiagnostics().hasErrorOccurred())
      Scope.clear();
    Context.setTraversalScope(Scope);
  }

private:
  bool isInSystem(const Decl *D) const {
    return CI.getSourceManager().isInSystemHeader(D->getLocation());
  }

  /// An instantiation arrives here too. A traversal meets it below its
  /// template, unless that is declared in a system header and the user's code
  /// only specialises it in part or defines its members.
  bool isReachedThroughUserTemplate(const Decl *D) const {
    const auto *Function = dyn_cast<FunctionDecl>(D);
    const auto *Variable = dyn_cast<VarDecl>(D);
    if (!(Function && Function->isTemplateInstantiation()) &&
        !(Variable &&
          isTemplateInstantiation(Variable->getTemplateSpecializationKind())))
      return false;
    const Decl *Template = nullptr;
    if (Function && Function->getPrimaryTemplate())
      Template = Function->getPrimaryTemplate();
    for (const DeclContext *DC = D->getDeclContext(); DC; DC = DC->getParent())
      if (const auto *Class = dyn_cast<ClassTemplateSpecializationDecl>(DC))
        Template = Class->getSpecializedTemplate();
    return !Template || !isInSystem(Template->getCanonicalDecl());
  }

  CompilerInstance &CI;
  std::vector<Decl *> Scope;
};

/// Reads the NOLINT comments of code that is compiled.
class CommentReader : public CommentHandler {
public:
  bool HandleComment(Preprocessor &PP, SourceRange Comment) override {
    const SourceManager &SM = PP.getSourceManager();
    auto [File, Begin] = SM.getDecomposedLoc(Comment.getBegin());
    if (SM.isInSystemHeader(Comment.getBegin()))
      return false;
    StringRef Text = SM.getBufferData(File);
    size_t End = SM.getFileOffset(Comment.getEnd());
    if (!Text.slice(Begin, End).contains("NOLINT"))
      return false;
    StringRef Name = SM.getFilename(Comment.getBegin());
    Found.add(Name, Text, {Begin, End}, SM.getLineNumber(File, Begin),
              SM.getColumnNumber(File, Begin));
    if (std::string &Hash = Hashes[Name.str()]; Hash.empty())
      Hash = contentHash(Text);
    return false;
  }

  /// What the files hold whose comments were read.
  std::map<std::string, std::string> Hashes;
  report::SuppressionReader Found;
};

using MakeConsumer = function_ref<std::unique_ptr<ASTConsumer>(
    CompilerInstance &CI, StringRef File)>;

class LintAction : public ASTFrontendAction {
public:
  explicit LintAction(MakeConsumer Make) : Make(Make) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 StringRef File) override {
    std::vector<std::unique_ptr<ASTConsumer>> Consumers;
    Consumers.push_back(std::make_unique<UserCodeConsumer>(CI));
    Consumers.push_back(Make(CI, File));
    return std::make_unique<MultiplexConsumer>(std::move(Consumers));
  }

private:
  MakeConsumer Make;
};

class LintActionFactory : public tooling::FrontendActionFactory {
public:
  explicit LintActionFactory(MakeConsumer Make) : Make(Make) {}

  bool WasReached = false; ///< the driver made sense of the command
  bool IsForeign = false; ///< neither C++ nor C

  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<LintAction>(Make);
  }

  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation,
                     FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> PCHOperations,
                     DiagnosticConsumer *Consumer) override {
    WasReached = true;
    const auto &Inputs = Invocation->getFrontendOpts().Inputs;
    IsForeign = !Invocation->getLangOpts().CPlusPlus &&
                llvm::none_of(Inputs, [](const FrontendInputFile &Input) {
                  return Input.getKind().getLanguage() == Language::C;
                });
    if (IsForeign)
      return true;
    Invocation->getFrontendOpts().SkipFunctionBodies = true;
    // The process ends with the unit.
    Invocation->getFrontendOpts().DisableFree = true;
    // Else the number of warnings is printed.
    Invocation->getDiagnosticOpts().ShowCarets = false;
    // As clang-tidy does: code may ask for the macro __clang_analyzer__.
    Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
    return FrontendActionFactory::runInvocation(Invocation, Files,
                                                PCHOperations, Consumer);
  }

private:
  MakeConsumer Make;
};

//===----------------------------------------------------------------------===//
// What comes out
//===----------------------------------------------------------------------===//

/// Takes in the checks' diagnostics and findings, and brings them together:
/// clang-tidy decides which diagnostics stand, the findings say what they mean.
class Collector : public tidy::ClangTidyDiagnosticConsumer,
                  public report::FindingSink {
public:
  explicit Collector(tidy::ClangTidyContext &Context)
      : ClangTidyDiagnosticConsumer(Context, /*ExternalDiagEngine=*/nullptr,
                                    /*RemoveIncompatibleErrors=*/false),
        Context(Context) {}

  void found(report::Finding F) override { Found.push_back(std::move(F)); }

  /// Remembers the files that the fixes of the open calls of \p U would change.
  void complete(index::Unit &U, const SourceManager &SM);

  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

  /// The compiler's first error, if there is one, or the checks' complaint
  /// about their options.
  std::optional<report::Failure> Failed;

  /// Ends the collection: fills in findings and warnings, and leaves in
  /// \p Summary, which may be null, those open calls where a finding would
  /// stand, or be suppressed.
  void takeResult(UnitResult &Result, index::Unit *Summary);

private:
  /// A diagnostic of one of our checks.
  struct Diagnosed {
    std::string Check, Message;
    report::Location Where; ///< the file as the compiler names it
    unsigned Offset = 0;
    std::optional<std::string> Suppressed;
  };

  /// The finding that goes with \p D, or one made of it: a diagnostic of a
  /// check that hands in nothing counts all the same.
  report::Finding takeFinding(const Diagnosed &D);

  /// Remembers what the files hold that the fixes of \p F would change.
  void recordFixable(const report::Finding &F, const SourceManager &SM);

  tidy::ClangTidyContext &Context;
  std::vector<report::Finding> Found;
  std::vector<Diagnosed> Diagnostics, OpenCalls;
  std::map<std::string, std::string> Fixable;
};
} // namespace

/// Where in \p Text the word stands that suppresses a diagnostic at \p Offset:
/// on its line, on the line before, or at the beginning of a block.
static size_t findDirective(StringRef Text, size_t Offset) {
  size_t Line = Text.rfind('\n', Offset) + 1;
  StringRef Lines = Text.take_front(Text.find('\n', Offset));
  for (size_t At = Line; (At = Lines.find("NOLINT", At)) != StringRef::npos;
       ++At) {
    StringRef Rest = Lines.substr(At + strlen("NOLINT"));
    if (!Rest.starts_with("NEXTLINE") && !Rest.starts_with("BEGIN") &&
        !Rest.starts_with("END"))
      return At;
  }
  if (Line > 0) {
    size_t Previous = Text.rfind('\n', Line - 1) + 1;
    size_t At = Text.slice(Previous, Line).find("NOLINTNEXTLINE");
    if (At != StringRef::npos)
      return Previous + At;
  }
  return Text.take_front(Line).rfind("NOLINTBEGIN");
}

/// The text of the comment that suppresses a diagnostic at \p Loc.
static std::string suppressingComment(SourceLocation Loc,
                                      const SourceManager &SM) {
  for (SourceLocation Place : {SM.getFileLoc(Loc), SM.getSpellingLoc(Loc)}) {
    auto [File, Offset] = SM.getDecomposedLoc(Place);
    StringRef Text = SM.getBufferData(File);
    size_t At = findDirective(Text, Offset);
    if (At == StringRef::npos)
      continue;
    size_t Line = Text.rfind('\n', At) + 1;
    StringRef Before = Text.slice(Line, At);
    size_t Start = Line;
    for (StringRef Marker : {"//", "/*"})
      if (size_t M = Before.rfind(Marker); M != StringRef::npos)
        Start = std::max(Start, Line + M + 2);
    StringRef Comment = Text.slice(Start, Text.find('\n', At));
    return Comment.split("*/").first.trim().str();
  }
  return "NOLINT";
}

void Collector::recordFixable(const report::Finding &F,
                              const SourceManager &SM) {
  for (const report::Replacement &R : F.Fixes) {
    if (Fixable.count(R.File))
      continue;
    OptionalFileEntryRef Entry = SM.getFileManager().getOptionalFileRef(R.File);
    FileID File = Entry ? SM.translateFile(*Entry) : FileID();
    if (File.isValid() && !SM.isInSystemHeader(SM.getLocForStartOfFile(File)))
      Fixable[R.File] = contentHash(SM.getBufferData(File));
  }
}

void Collector::complete(index::Unit &U, const SourceManager &SM) {
  for (const index::OpenCall &C : U.OpenCalls)
    recordFixable(C.Draft, SM);
}

void Collector::HandleDiagnostic(DiagnosticsEngine::Level Level,
                                 const clang::Diagnostic &Info) {
  Diagnosed D;
  D.Check = Context.getCheckName(Info.getID());
  SmallString<128> Text;
  Info.FormatDiagnostic(Text);
  StringRef Message = Text;
  Message.consume_back(" [" + D.Check + "]");
  D.Message = Message.str();
  if (Info.hasSourceManager() && Info.getLocation().isValid()) {
    const SourceManager &SM = Info.getSourceManager();
    SourceLocation Loc = SM.getFileLoc(Info.getLocation());
    auto [File, Offset] = SM.getDecomposedLoc(Loc);
    D.Where.File = SM.getFilename(Loc).str();
    D.Where.Line = SM.getLineNumber(File, Offset);
    D.Where.Column = SM.getColumnNumber(File, Offset);
    D.Offset = Offset;
  }

  unsigned IgnoredBefore = Context.getStats().ErrorsIgnoredNOLINT;
  ClangTidyDiagnosticConsumer::HandleDiagnostic(Level, Info);
  if (Level == DiagnosticsEngine::Note)
    return;
  if (StringRef(D.Check).starts_with("async-")) {
    if (Info.hasSourceManager())
      for (const report::Finding &F : Found)
        recordFixable(F, Info.getSourceManager());
    if (Context.getStats().ErrorsIgnoredNOLINT != IgnoredBefore)
      D.Suppressed =
          suppressingComment(Info.getLocation(), Info.getSourceManager());
    (D.Message == index::OpenCallMessage ? OpenCalls : Diagnostics)
        .push_back(std::move(D));
  } else if (Level >= DiagnosticsEngine::Error && !Failed &&
             !StringRef(D.Check).starts_with("clang-tidy-")) {
    Failed = {"", D.Where, D.Message};
  }
}

report::Finding Collector::takeFinding(const Diagnosed &D) {
  auto It = find_if(Found, [&](const report::Finding &F) {
    return F.Check == D.Check && F.Message == D.Message &&
           F.Where.Line == D.Where.Line && F.Where.Column == D.Where.Column;
  });
  report::Finding F;
  if (It != Found.end()) {
    F = std::move(*It);
    Found.erase(It);
  } else {
    F.Check = D.Check;
    F.Message = D.Message;
    F.Where = D.Where;
  }
  F.Suppressed = D.Suppressed;
  return F;
}

void Collector::takeResult(UnitResult &Result, index::Unit *Summary) {
  std::set<std::tuple<std::string, std::string, unsigned, std::string>>
      Standing;
  for (const tidy::ClangTidyError &E : take()) {
    const tooling::DiagnosticMessage &M = E.Message;
    Standing.emplace(E.DiagnosticName, M.FilePath, M.FileOffset, M.Message);
    if (E.DiagnosticName == "clang-tidy-nolint")
      Result.Warnings.push_back({canonicalPath(M.FilePath), M.Message});
    else if (E.DiagnosticName == "clang-tidy-config")
      Failed = {"", {}, M.Message};
  }
  for (const Diagnosed &D : Diagnostics)
    if (D.Suppressed ||
        Standing.erase({D.Check, D.Where.File, D.Offset, D.Message}))
      Result.Findings.push_back(takeFinding(D));
  for (auto &[File, Hash] : Fixable)
    Result.Fixable[canonicalPath(File)] = Hash;

  if (!Summary)
    return;
  std::map<std::tuple<std::string, std::string, unsigned, unsigned>,
           std::optional<std::string>>
      StandingCalls;
  for (const Diagnosed &D : OpenCalls)
    if (D.Suppressed ||
        Standing.count({D.Check, D.Where.File, D.Offset, D.Message}))
      StandingCalls[{D.Check, D.Where.File, D.Where.Line, D.Where.Column}] =
          D.Suppressed;
  erase_if(Summary->OpenCalls, [&](index::OpenCall &C) {
    const report::Location &Where = C.Draft.Where;
    erase_if(C.Asked, [&](index::OpenCall::Asking &A) {
      auto It = StandingCalls.find({Summary->Questions[A.What].Check,
                                    Where.File, Where.Line, Where.Column});
      if (It != StandingCalls.end())
        A.Suppressed = It->second;
      return It == StandingCalls.end();
    });
    return C.Asked.empty();
  });
}

namespace {
/// Completes the summary when the checks are through, and makes it when none of
/// them looked at the unit.
class SummaryConsumer : public ASTConsumer {
public:
  SummaryConsumer(CompilerInstance &CI, const Configuration &Config,
                  StringRef File, index::UnitSink &Sink, Collector &Collected,
                  std::vector<std::string> &Read)
      : CI(CI), Config(Config), File(File), Sink(Sink), Collected(Collected),
        Read(Read) {}

  void HandleTranslationUnit(ASTContext &Context) override {
    const SourceManager &SM = Context.getSourceManager();
    if (!CI.getDiagnostics().hasErrorOccurred()) {
      if (!Sink.Taken && !Context.getTraversalScope().empty()) {
        std::shared_ptr<model::ModelSet> Models = Config.loadModels(File);
        analysis::TranslationUnit TU(Context, *Models);
        index::UnitBuilder Builder(TU, Sink.WantsAll);
        Builder.addDefinitions();
        Sink.Taken = Builder.finish();
      }
      if (Sink.Taken)
        Collected.complete(*Sink.Taken, SM);
    }
    for (auto It = SM.fileinfo_begin(); It != SM.fileinfo_end(); ++It)
      if (It->second && It->second->OrigEntry)
        Read.push_back(canonicalPath(It->first.getName()));
    llvm::sort(Read);
    Read.erase(llvm::unique(Read), Read.end());
  }

private:
  CompilerInstance &CI;
  const Configuration &Config;
  std::string File;
  index::UnitSink &Sink;
  Collector &Collected;
  std::vector<std::string> &Read;
};

/// What the build says of a unit, as options of the checks that want to know.
class UnitOptions : public tidy::ClangTidyOptionsProvider {
public:
  UnitOptions(std::unique_ptr<tidy::ClangTidyOptionsProvider> Base,
              std::string ObjectFile)
      : Base(std::move(Base)), ObjectFile(std::move(ObjectFile)) {}

  const tidy::ClangTidyGlobalOptions &getGlobalOptions() override {
    return Base->getGlobalOptions();
  }
  std::vector<OptionsSource> getRawOptions(StringRef FileName) override {
    std::vector<OptionsSource> Result = Base->getRawOptions(FileName);
    if (!ObjectFile.empty()) {
      tidy::ClangTidyOptions Known;
      Known.CheckOptions["async-block-in-place-in-library.ObjectFile"] = {
          ObjectFile};
      Result.insert(Result.begin(), {std::move(Known), "the compile database"});
    }
    return Result;
  }

private:
  std::unique_ptr<tidy::ClangTidyOptionsProvider> Base;
  std::string ObjectFile;
};
} // namespace

static UnitResult check(const Unit &U, const Configuration &Config,
                        StringRef ResourceDirectory,
                        IntrusiveRefCntPtr<vfs::FileSystem> Files,
                        index::UnitSink &Sink) {
  UnitResult Result;
  auto Fail = [&](const Twine &Reason) {
    Result.Failed = {U.File, {}, Reason.str()};
    return Result;
  };
  if (std::error_code EC = sys::fs::set_current_path(U.Directory))
    return Fail("cannot enter the directory of its command, '" + U.Directory +
                "': " + EC.message());
  if (auto File = Files->openFileForRead(U.File); !File)
    return Fail("cannot read it: " + File.getError().message());

  tidy::ClangTidyContext Context(
      std::make_unique<UnitOptions>(Config.optionsProvider(), U.ObjectFile));
  Collector Collected(Context);
  auto Diags = compat::reportTo(Collected, Context);

  tidy::ClangTidyOptions Options = Context.getOptionsForFile(U.File);
  auto Insert = [](const std::optional<tidy::ClangTidyOptions::ArgList> &Extra,
                   tooling::ArgumentInsertPosition Where) {
    return tooling::getInsertArgumentAdjuster(
        Extra.value_or(tidy::ClangTidyOptions::ArgList()), Where);
  };
  using tooling::ArgumentInsertPosition;
  tooling::ArgumentsAdjuster Adjust = tooling::combineAdjusters(
      Insert(Options.ExtraArgsBefore, ArgumentInsertPosition::BEGIN),
      Insert(Options.ExtraArgs, ArgumentInsertPosition::END));
  std::vector<std::string> Command = Adjust(U.Arguments, U.File);
  if (none_of(Command, [](StringRef Argument) {
        return Argument.starts_with("-resource-dir") ||
               Argument.starts_with("--resource-dir");
      }))
    Command = tooling::getInsertArgumentAdjuster(
        ("-resource-dir=" + ResourceDirectory).str().c_str(),
        ArgumentInsertPosition::BEGIN)(Command, U.File);

  tidy::ClangTidyASTConsumerFactory Tidy(Context);
  CommentReader Comments;
  auto MakeConsumer = [&](CompilerInstance &CI,
                          StringRef File) -> std::unique_ptr<ASTConsumer> {
    CI.getPreprocessor().addCommentHandler(&Comments);
    std::vector<std::unique_ptr<ASTConsumer>> Consumers;
    Consumers.push_back(Tidy.createASTConsumer(CI, File));
    Consumers.push_back(std::make_unique<SummaryConsumer>(
        CI, Config, U.File, Sink, Collected, Result.Read));
    return std::make_unique<MultiplexConsumer>(std::move(Consumers));
  };
  LintActionFactory Factory(MakeConsumer);
  report::FindingSink::Scope FindingScope(Collected);
  auto Manager =
      makeIntrusiveRefCnt<FileManager>(FileSystemOptions(), std::move(Files));
  tooling::ToolInvocation Invocation(
      std::move(Command), &Factory, Manager.get(),
      std::make_shared<PCHContainerOperations>());
  Invocation.setDiagnosticConsumer(&Collected);
  Invocation.run();

  Result.Foreign = Factory.IsForeign;
  if (!Collected.Failed && !Factory.WasReached)
    return Fail("its command compiles nothing");
  Result.Suppressions = Comments.Found.take();
  Collected.takeResult(Result, Sink.Taken ? &*Sink.Taken : nullptr);
  if (Collected.Failed) {
    Result.Findings.clear();
    Result.Failed = std::move(Collected.Failed);
    Result.Failed->File = U.File;
    report::Location &Where = Result.Failed->Where;
    if (Where.File.empty()) // in the compiler's own text: -include
      Where = {};
    else
      Where.File = canonicalPath(Where.File);
    return Result;
  }
  for (const std::string &Check : Tidy.getCheckNames())
    if (isOwnCheck(Check))
      Result.Checks.push_back(Check);
  Regex Headers(Options.HeaderFilterRegex.value_or(""));
  Regex Excluded(Options.ExcludeHeaderFilterRegex.value_or(""));
  erase_if(Result.Suppressions, [&](const report::Suppression &S) {
    return canonicalPath(S.Where.File) != U.File &&
           (!Headers.match(S.Where.File) ||
            (Options.ExcludeHeaderFilterRegex.value_or("") != "" &&
             Excluded.match(S.Where.File)));
  });
  for (const report::Suppression &S : Result.Suppressions)
    Result.Fixable[canonicalPath(S.Where.File)] = Comments.Hashes[S.Where.File];
  // On its way to the report text that is not UTF-8 would be repaired.
  auto DropOthers = [](report::Finding &F) {
    if (!all_of(F.Fixes, [](auto &R) { return json::isUTF8(R.Text); }))
      F.Fixes.clear();
  };
  for_each(Result.Findings, DropOthers);
  if (Sink.Taken)
    for (index::OpenCall &C : Sink.Taken->OpenCalls)
      DropOthers(C.Draft);
  return Result;
}

AnalysedUnit unblock::lint::analyse(const Unit &U, const Configuration &Config,
                                    const AnalysisOptions &Options,
                                    IntrusiveRefCntPtr<vfs::FileSystem> Files) {
  index::UnitSink Sink;
  Sink.WantsAll = Options.AllFunctions;
  AnalysedUnit A;
  A.Result =
      check(U, Config, Options.ResourceDirectory, std::move(Files), Sink);
  if (Sink.Taken && !A.Result.Failed)
    A.Summary = std::move(*Sink.Taken);
  A.Summary.MainFile = U.File;
  auto Relative = [&](StringRef File) {
    return report::relativeTo(Options.Root, canonicalPath(File)).str();
  };
  renameFiles(A.Summary, Relative);
  renameFiles(A.Result, Relative);
  return A;
}
