//===- Redirects.cpp - What clangd asks us instead of itself --------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The linker's option --wrap leads clangd's calls of some functions here; the
// CMake file of this folder lists them by the same names. clangd's own headers
// are not installed, so their declarations are repeated. A function that
// another version of LLVM has renamed is an error when the program is linked.
//
//===----------------------------------------------------------------------===//

#include "IndexFile.h"
#include "Messages.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "lib/support/CheckSelection.h"
#include "lib/support/Version.h"
#include "clang/AST/ASTContext.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/PCHContainerOperations.h"
#include "clang/Frontend/PrecompiledPreamble.h"
#include "clang/Lex/PPCallbacks.h"
#include "llvm/ADT/FunctionExtras.h"
#include <optional>

using namespace clang;
using namespace llvm;
using tidy::ClangTidyOptions;

/// Declares `wrap::function`, which clangd calls instead of `real::function`.
/// \p Symbol is the name for the linker.
#define REDIRECT(Result, Function, Parameters, Symbol)                         \
  namespace real {                                                             \
  Result Function Parameters asm("__real_" Symbol);                            \
  }                                                                            \
  namespace wrap {                                                             \
  Result Function Parameters asm("__wrap_" Symbol);                            \
  }

//===----------------------------------------------------------------------===//
// What clangd says of itself
//===----------------------------------------------------------------------===//

REDIRECT(std::string, versionString, (),
         "_ZN5clang6clangd13versionStringB5cxx11Ev")

/// For --version, the log and the client.
std::string wrap::versionString() {
  return real::versionString() + ", " + unblock::versionString().str();
}

//===----------------------------------------------------------------------===//
// What the client is told
//===----------------------------------------------------------------------===//

namespace clang::clangd {
struct CodeAction;
struct PublishDiagnosticsParams;
} // namespace clang::clangd

REDIRECT(json::Value, toJSON, (const clangd::PublishDiagnosticsParams &),
         "_ZN5clang6clangd6toJSONERKNS0_24PublishDiagnosticsParamsE")
REDIRECT(json::Value, toJSON, (const clangd::CodeAction &),
         "_ZN5clang6clangd6toJSONERKNS0_10CodeActionE")

json::Value wrap::toJSON(const clangd::PublishDiagnosticsParams &Params) {
  json::Value Message = real::toJSON(Params);
  unblock::clangd::linkToPages(Message);
  return Message;
}

json::Value wrap::toJSON(const clangd::CodeAction &Action) {
  json::Value Message = real::toJSON(Action);
  unblock::clangd::nameFix(Message);
  return Message;
}

//===----------------------------------------------------------------------===//
// Which checks run
//===----------------------------------------------------------------------===//

/// Changes the options with which clangd checks a file.
using TidyProvider =
    unique_function<void(ClangTidyOptions &Options, StringRef File) const>;

REDIRECT(std::optional<bool>, isFastTidyCheck, (StringRef),
         "_ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE")
REDIRECT(TidyProvider, provideDefaultChecks, (),
         "_ZN5clang6clangd20provideDefaultChecksEv")

/// With `FastCheckFilter: Strict`, its default, clangd drops each check that it
/// has not measured to be fast.
std::optional<bool> wrap::isFastTidyCheck(StringRef Check) {
  if (unblock::isOwnCheck(Check))
    return true;
  return real::isFastTidyCheck(Check);
}

/// clangd's own defaults hold where nothing is configured, be it for our
/// checks. Ours hold always, and what the user's files say of them comes after
/// them.
TidyProvider wrap::provideDefaultChecks() {
  return [Real = real::provideDefaultChecks()](ClangTidyOptions &Options,
                                               StringRef File) {
    auto [Own, Others] = unblock::splitChecks(Options.Checks.value_or(""));
    Options.Checks = Others;
    Real(Options, File);
    Options.Checks =
        *Options.Checks + "," + unblock::DefaultChecks.str() + "," + Own;
    std::string Index = Options.CheckOptions.contains("Index")
                            ? Options.CheckOptions["Index"].Value
                            : unblock::clangd::findIndex(File);
    if (!Index.empty() && unblock::clangd::isUsableIndex(Index))
      Options.CheckOptions["Index"] = {Index};
  };
}

//===----------------------------------------------------------------------===//
// What is parsed
//===----------------------------------------------------------------------===//

namespace {
/// clangd's callbacks, except that bodies of functions in the user's headers
/// are parsed: a call may reach a blocking one through them. In system headers,
/// where the models know the functions, clangd decides.
class UserBodiesToo : public PreambleCallbacks {
public:
  explicit UserBodiesToo(PreambleCallbacks &Clangd) : Clangd(Clangd) {}

  bool shouldSkipFunctionBody(Decl *D) override {
    const SourceManager &SM = D->getASTContext().getSourceManager();
    return SM.isInSystemHeader(D->getLocation()) &&
           Clangd.shouldSkipFunctionBody(D);
  }

  void BeforeExecute(CompilerInstance &CI) override {
    Clangd.BeforeExecute(CI);
  }
  void AfterExecute(CompilerInstance &CI) override { Clangd.AfterExecute(CI); }
  void AfterPCHEmitted(ASTWriter &Writer) override {
    Clangd.AfterPCHEmitted(Writer);
  }
  void HandleTopLevelDecl(DeclGroupRef Group) override {
    Clangd.HandleTopLevelDecl(Group);
  }
  std::unique_ptr<PPCallbacks> createPPCallbacks() override {
    return Clangd.createPPCallbacks();
  }
  CommentHandler *getCommentHandler() override {
    return Clangd.getCommentHandler();
  }

private:
  PreambleCallbacks &Clangd;
};
} // namespace

REDIRECT(ErrorOr<PrecompiledPreamble>, buildPreamble,
         (const CompilerInvocation &, const MemoryBuffer *, PreambleBounds,
          IntrusiveRefCntPtr<DiagnosticsEngine>,
          IntrusiveRefCntPtr<vfs::FileSystem>,
          std::shared_ptr<PCHContainerOperations>, bool StoreInMemory,
          StringRef StoragePath, PreambleCallbacks &),
         "_ZN5clang19PrecompiledPreamble5BuildERKNS_18CompilerInvocationEPKN4"
         "llvm12MemoryBufferENS_14PreambleBoundsENS4_18IntrusiveRefCntPtrINS_"
         "17DiagnosticsEngineEEENS9_INS4_3vfs10FileSystemEEESt10shared_ptrINS_"
         "22PCHContainerOperationsEEbNS4_9StringRefERNS_17PreambleCallbacksE")

ErrorOr<PrecompiledPreamble> wrap::buildPreamble(
    const CompilerInvocation &Invocation, const MemoryBuffer *Main,
    PreambleBounds Bounds, IntrusiveRefCntPtr<DiagnosticsEngine> Diagnostics,
    IntrusiveRefCntPtr<vfs::FileSystem> Files,
    std::shared_ptr<PCHContainerOperations> Containers, bool StoreInMemory,
    StringRef StoragePath, PreambleCallbacks &Clangd) {
  UserBodiesToo Callbacks(Clangd);
  return real::buildPreamble(Invocation, Main, Bounds, Diagnostics, Files,
                             Containers, StoreInMemory, StoragePath, Callbacks);
}
