//===- Includes.cpp - Include directives that a fix needs -----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Includes.h"
#include "clang/Format/Format.h"
#include "clang/Tooling/Inclusions/HeaderIncludes.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace unblock::analysis;
using llvm::StringRef;

/// Does \p Included hold all of the library that \p Header is a part of? By
/// custom it has the name of the library's folder: `unblock/unblock.hpp` and
/// `boost/asio.hpp` do for `unblock/time.hpp` and `boost/asio/post.hpp`.
static bool standsFor(StringRef Included, StringRef Header) {
  if (Included == Header)
    return true;
  StringRef Stem = Included;
  if (!Stem.consume_back(".hpp") && !Stem.consume_back(".h"))
    return false;
  if (Header.starts_with((Stem + "/").str()))
    return true;
  auto [Folder, Name] = Stem.rsplit('/');
  return llvm::sys::path::filename(Folder) == Name &&
         Header.starts_with((Folder + "/").str());
}

std::optional<FixItHint>
unblock::analysis::insertInclude(const SourceManager &SM, FileID File,
                                 StringRef Header) {
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
  std::optional<llvm::MemoryBufferRef> Buffer = SM.getBufferOrNone(File);
  if (!Entry || !Buffer)
    return std::nullopt;
  StringRef Text = Buffer->getBuffer();

  // A project that puts the library's headers in quotes goes on to do so.
  bool Quoted = false, Angled = false;
  StringRef Library = Header.split('/').first;
  llvm::SmallVector<StringRef, 0> Lines;
  Text.split(Lines, '\n');
  for (StringRef Line : Lines) {
    Line = Line.ltrim();
    if (!Line.consume_front("#"))
      continue;
    Line = Line.ltrim();
    if (!Line.consume_front("include"))
      continue;
    Line = Line.ltrim();
    bool IsAngled = Line.consume_front("<");
    if (!IsAngled && !Line.consume_front("\""))
      continue;
    StringRef Name =
        Line.take_until([](char C) { return C == '>' || C == '"'; });
    if (standsFor(Name, Header))
      return std::nullopt;
    if (Name.split('/').first == Library)
      (IsAngled ? Angled : Quoted) = true;
  }

  StringRef Path = Entry->getName();
  format::FormatStyle Style = format::getLLVMStyle();
  llvm::vfs::FileSystem &Files = SM.getFileManager().getVirtualFileSystem();
  if (auto Found = format::getStyle(format::DefaultFormatStyle, Path, "LLVM",
                                    Text, &Files))
    Style = std::move(*Found);
  else
    llvm::consumeError(Found.takeError());
  std::optional<tooling::Replacement> Insertion =
      tooling::HeaderIncludes(Path, Text, Style.IncludeStyle)
          .insert(Header, /*IsAngled=*/Angled || !Quoted,
                  tooling::IncludeDirective::Include);
  if (!Insertion)
    return std::nullopt;
  return FixItHint::CreateInsertion(
      SM.getComposedLoc(File, Insertion->getOffset()),
      Insertion->getReplacementText());
}
