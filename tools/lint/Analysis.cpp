//===- Analysis.cpp - The checks on one translation unit ------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Analysis.h"
#include "Collector.h"
#include "FixFiles.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "lib/index/UnitBuilder.h"
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
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Regex.h"

using namespace llvm;
using namespace clang;
using namespace unblock;
using namespace unblock::lint;

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
  bool IsForeign = false;  ///< neither C++ nor C

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
