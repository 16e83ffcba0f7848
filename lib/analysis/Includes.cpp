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

/// Did the compiler read a header that \p Name can be?
static bool wasRead(const SourceManager &SM, StringRef Name) {
  return llvm::any_of(llvm::make_range(SM.fileinfo_begin(), SM.fileinfo_end()),
                      [&](const auto &Info) {
                        StringRef File = Info.first.getName();
                        return File.consume_back(Name) &&
                               (File.empty() || File.ends_with("/"));
                      });
}

std::optional<FixItHint>
unblock::analysis::insertInclude(const SourceManager &SM, FileID File,
                                 StringRef Header) {
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
  std::optional<llvm::MemoryBufferRef> Buffer = SM.getBufferOrNone(File);
  if (!Entry || !Buffer)
    return std::nullopt;
  StringRef Text = Buffer->getBuffer();

  // A project that puts the library's headers in quotes goes on to do so, and
  // keeps them together.
  StringRef Library = Header.split('/').first;
  bool Quoted = false, InBlock = false;
  std::optional<size_t> Place;
  size_t Offset = 0;
  // Conditional directives around, but for the guard of a header.
  unsigned Depth = 0;
  bool IsFirst = true;
  for (StringRef Rest = Text; !Rest.empty();) {
    auto [Line, Next] = Rest.split('\n');
    size_t Begin = Offset;
    Offset += Rest.size() - Next.size();
    Rest = Next;
    Line = Line.ltrim();
    bool WasInBlock = std::exchange(InBlock, false);
    if (!Line.consume_front("#"))
      continue;
    Line = Line.ltrim();
    bool IsGuard = std::exchange(IsFirst, false) && Line.starts_with("ifndef");
    if (Line.starts_with("if") && !IsGuard)
      ++Depth;
    else if (Line.starts_with("endif") && Depth > 0)
      --Depth;
    if (!Line.consume_front("include"))
      continue;
    Line = Line.ltrim();
    bool IsAngled = Line.consume_front("<");
    if (!IsAngled && !Line.consume_front("\""))
      continue;
    StringRef Name =
        Line.take_until([](char C) { return C == '>' || C == '"'; });
    if (standsFor(Name, Header) && (Depth == 0 || wasRead(SM, Name)))
      return std::nullopt;
    if (Depth > 0)
      continue;
    InBlock = Header.contains('/') && Name.contains('/') &&
              Name.split('/').first == Library;
    if (!InBlock || (Place && !WasInBlock))
      continue;
    if (!Place)
      Quoted = !IsAngled;
    if (!Place || Name < Header)
      Place = Name < Header ? Offset : Begin;
  }
  if (Place) {
    StringRef Open = Quoted ? "\"" : "<", Close = Quoted ? "\"" : ">";
    return FixItHint::CreateInsertion(
        SM.getComposedLoc(File, *Place),
        ("#include " + Open + Header + Close + "\n").str());
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
          .insert(Header, /*IsAngled=*/!Quoted,
                  tooling::IncludeDirective::Include);
  if (!Insertion)
    return std::nullopt;
  return FixItHint::CreateInsertion(
      SM.getComposedLoc(File, Insertion->getOffset()),
      Insertion->getReplacementText());
}
