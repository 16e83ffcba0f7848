//===- BlockInPlaceInLibraryCheck.cpp -------------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceInLibraryCheck.h"
#include "InPlaceWording.h"
#include "lib/support/BuildTargets.h"
#include "clang/AST/ASTContext.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::BuildTarget;
using unblock::BuildTargets;
using unblock::report::NoteKind;
namespace path = llvm::sys::path;

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

llvm::Error BlockInPlaceInLibraryCheck::FileSet::add(llvm::StringRef Spelling) {
  auto P = std::make_unique<Pattern>();
  P->Spelling = Spelling.str();
  // A relative pattern holds in any folder.
  Spelling = Spelling.rtrim('/');
  Spelling.consume_front("./");
  P->Text = (path::is_absolute(Spelling) ? "" : "*/") + Spelling.str();
  llvm::Expected<llvm::GlobPattern> Glob =
      llvm::GlobPattern::create(P->Text, /*MaxSubPatterns=*/1024);
  if (!Glob)
    return Glob.takeError();
  P->Glob = std::move(*Glob);
  Patterns.push_back(std::move(P));
  return llvm::Error::success();
}

llvm::StringRef
BlockInPlaceInLibraryCheck::FileSet::match(llvm::StringRef File) const {
  for (const std::unique_ptr<Pattern> &P : Patterns)
    for (llvm::StringRef Path = File; !Path.empty();
         Path = path::parent_path(Path))
      if (P->Glob->match(Path))
        return P->Spelling;
  return "";
}

void BlockInPlaceInLibraryCheck::read(llvm::StringRef Option,
                                      llvm::StringRef Value, FileSet &Into) {
  llvm::SmallVector<llvm::StringRef, 4> Patterns;
  Value.split(Patterns, ';', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Pattern : Patterns) {
    Pattern = Pattern.trim();
    if (Pattern.empty())
      continue;
    if (llvm::Error E = Into.add(Pattern))
      configurationDiag("invalid pattern '%0' in option '%1' of "
                        "'async-block-in-place-in-library': %2")
          << Pattern << Option << llvm::toString(std::move(E));
  }
}

BlockInPlaceInLibraryCheck::BlockInPlaceInLibraryCheck(
    llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : AsyncCheck(Name, Context), LibraryPaths(Options.get("LibraryPaths", "")),
      ApplicationPaths(Options.get("ApplicationPaths", "")),
      ObjectFile(Options.get("ObjectFile", "")) {
  read("LibraryPaths", LibraryPaths, Libraries);
  read("ApplicationPaths", ApplicationPaths, Applications);
}

void BlockInPlaceInLibraryCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  AsyncCheck::storeOptions(Opts);
  Options.store(Opts, "LibraryPaths", LibraryPaths);
  Options.store(Opts, "ApplicationPaths", ApplicationPaths);
  Options.store(Opts, "ObjectFile", ObjectFile);
}

//===----------------------------------------------------------------------===//
// The check
//===----------------------------------------------------------------------===//

static std::string named(const BuildTarget &Target) {
  return Target.Name.empty() ? "" : " '" + Target.Name + "'";
}

std::string
BlockInPlaceInLibraryCheck::whyLibrary(llvm::StringRef File, bool IsMain,
                                       llvm::vfs::FileSystem &FS) const {
  if (!Applications.match(File).empty())
    return "";
  if (llvm::StringRef Pattern = Libraries.match(File); !Pattern.empty())
    return ("'" + Pattern + "' in option 'LibraryPaths' names this file").str();

  llvm::ErrorOr<std::string> Directory = FS.getCurrentWorkingDirectory();
  std::shared_ptr<const BuildTargets> Build =
      BuildTargets::find(Directory ? *Directory : "", FS);
  if (BuildTarget Header = Build->ofPublicHeader(File);
      Header.Is == BuildTarget::Library)
    return Header.Name.empty()
               ? "the build installs this header"
               : "this is a public header of the library" + named(Header);
  BuildTarget Target = Build->ofSource(File, IsMain ? ObjectFile : "");
  if (Target.Is == BuildTarget::Library)
    return "this file belongs to the library" + named(Target);
  if (IsMain || Target.Is == BuildTarget::Program || Build->makesNoLibrary())
    return "";

  llvm::StringRef Folder = path::parent_path(File);
  if (llvm::is_contained(
          llvm::make_range(path::begin(Folder), path::end(Folder)), "include"))
    return "this header lies in a folder 'include'";
  return "";
}

void BlockInPlaceInLibraryCheck::checkUnit(TranslationUnit &TU) {
  const SourceManager &SM = TU.context().getSourceManager();
  llvm::StringMap<std::string> Reasons;
  for (const Offload &O : TU.offloads()) {
    if (!O.isInPlace())
      continue;
    SourceLocation At = SM.getFileLoc(O.at());
    llvm::SmallString<256> File(SM.getFilename(At));
    SM.getFileManager().makeAbsolutePath(File);
    path::remove_dots(File, /*remove_dot_dot=*/true);
    auto [Why, New] = Reasons.try_emplace(File);
    if (New)
      Why->second = whyLibrary(File, SM.isInMainFile(At),
                               SM.getFileManager().getVirtualFileSystem());
    if (Why->second.empty())
      continue;

    const model::Profile *Library = O.From;
    if (!Library && O.In)
      Library = TU.facts().task(O.In->getReturnType()).From;
    Diagnosis D;
    D.At = At;
    D.Severity = model::Tier::Hazard;
    D.Callee = runnerName(O);
    D.Message = "'" + D.Callee +
                "' in library code depends on the runtime that its users "
                "choose: on a current-thread runtime it fails";
    D.Notes.push_back({NoteKind::Context, At, Why->second});
    D.Notes.push_back({NoteKind::Remedy, At,
                       "instead, " + offloadWords(Library) +
                           ", or let the caller say what runs it; else "
                           "document that it needs several threads"});
    fixInPlace(TU, &O, D);
    emit(std::move(D));
  }
}
