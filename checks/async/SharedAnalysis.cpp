//===- SharedAnalysis.cpp - What the checks of a unit share ---------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SharedAnalysis.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace unblock;
using namespace unblock::checks;
using unblock::model::ModelSet;

SharedAnalysis &checks::shared() {
  static thread_local SharedAnalysis Shared;
  return Shared;
}

static std::vector<std::string> userModelFiles(ASTContext &Context,
                                               llvm::StringRef Listed) {
  std::vector<std::string> Files;
  const SourceManager &SM = Context.getSourceManager();
  if (OptionalFileEntryRef Main = SM.getFileEntryRefForID(SM.getMainFileID())) {
    llvm::SmallString<128> Path(Main->getName());
    SM.getFileManager().makeAbsolutePath(Path);
    if (std::string Nearest = model::findUserModels(Path); !Nearest.empty())
      Files.push_back(std::move(Nearest));
  }
  llvm::SmallVector<llvm::StringRef, 2> Names;
  Listed.split(Names, ';', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Name : Names)
    Files.push_back(Name.trim().str());
  return Files;
}

UnitModels &checks::loadModels(ASTContext &Context, llvm::StringRef Listed) {
  std::vector<std::string> Files = userModelFiles(Context, Listed);
  std::string Key;
  for (const std::string &File : Files) {
    Key += File + '\n';
    if (auto Buffer = llvm::MemoryBuffer::getFile(File))
      Key += (*Buffer)->getBuffer();
  }
  UnitModels &M = shared().Models;
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
