//===- UnitKeys.cpp - What the cache finds a unit by ----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UnitKeys.h"
#include "lib/index/Cache.h"
#include "clang/Basic/Version.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

/// What Clang's driver takes from the environment to find headers and targets.
static constexpr StringLiteral Variables[] = {
    "CPATH",         "C_INCLUDE_PATH",           "CPLUS_INCLUDE_PATH",
    "COMPILER_PATH", "CLANG_CONFIG_PATH",        "CLANG_NO_DEFAULT_CONFIG",
    "SDKROOT",       "MACOSX_DEPLOYMENT_TARGET", "IPHONEOS_DEPLOYMENT_TARGET"};

UnitKeys::UnitKeys(const Configuration &Config, const AnalysisOptions &Options)
    : Root(Options.Root), Checks(Config.optionsProvider()) {
  // The program itself: its version does not change with every change of it,
  // and the built-in models are a part of it.
  Common.push_back(contentHash(sys::fs::getMainExecutable(
      nullptr, reinterpret_cast<void *>(&index::defaultCacheDirectory))));
  Common.push_back(clang::getClangFullVersion());
  Common.push_back(index::withoutRoot(Options.ResourceDirectory, Root));
  Common.push_back(Options.AllFunctions ? "all" : "");
  for (StringRef Variable : Variables)
    Common.push_back(
        index::withoutRoot(sys::Process::GetEnv(Variable).value_or(""), Root));
}

std::string UnitKeys::contentHash(StringRef File) {
  auto [It, New] = Contents.try_emplace(File);
  if (New)
    if (auto Buffer = MemoryBuffer::getFile(File, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false,
                                            /*IsVolatile=*/true))
      It->second = index::Hash::of((*Buffer)->getBuffer()).hex();
  return It->second;
}

index::Hash UnitKeys::of(const Unit &U) {
  std::vector<std::string> Texts = Common;
  auto Add = [&](StringRef Text) {
    Texts.push_back(index::withoutRoot(Text, Root));
  };
  Add(U.File);
  Add(U.Directory);
  Add(U.ObjectFile);
  Texts.push_back(std::to_string(U.Arguments.size()));
  for (StringRef Argument : U.Arguments)
    Add(Argument);

  clang::tidy::ClangTidyOptions Options = Checks->getOptions(U.File);
  Add(clang::tidy::configurationAsText(Options));
  // Options that name files mean what these hold.
  std::map<std::string, std::string> Lists{{"", model::findUserModels(U.File)}};
  for (const auto &Option : Options.CheckOptions)
    if (StringRef Name = Option.getKey().rsplit('.').second;
        is_contained({"Models", "Index"}, Name) ||
        is_contained({"Models", "Index"}, Option.getKey()))
      Lists[Option.getKey().str()] = Option.getValue().Value;
  for (const auto &[Option, List] : Lists) {
    SmallVector<StringRef, 2> Files;
    StringRef(List).split(Files, ';', -1, /*KeepEmpty=*/false);
    for (StringRef File : Files)
      Texts.push_back(contentHash(canonicalPath(File.trim(), U.Directory)));
  }
  return index::Hash::ofList(Texts);
}
