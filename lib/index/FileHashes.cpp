//===- FileHashes.cpp - What files hold, by hash --------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/index/FileHashes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

using namespace llvm;
using namespace unblock::index;
namespace path = llvm::sys::path;

Hash Hash::of(StringRef Bytes) {
  XXH128_hash_t H = xxh3_128bits(arrayRefFromStringRef(Bytes));
  return {H.high64, H.low64};
}

Hash Hash::ofList(ArrayRef<std::string> Texts) {
  std::string All;
  for (const std::string &Text : Texts) {
    All += utostr(Text.size());
    All += ':';
    All += Text;
  }
  return of(All);
}

std::string Hash::hex() const {
  return utohexstr(High, /*LowerCase=*/true, 16) +
         utohexstr(Low, /*LowerCase=*/true, 16);
}

PathState PathState::directory(std::vector<std::string> Names) {
  sort(Names);
  Names.push_back("/"); // an empty directory is not an empty file
  return {Hash::ofList(Names)};
}

PathState PathState::directory(vfs::FileSystem &FS, StringRef Path) {
  std::vector<std::string> Names;
  std::error_code EC;
  for (vfs::directory_iterator It = FS.dir_begin(Path, EC), End;
       It != End && !EC; It.increment(EC))
    Names.push_back(path::filename(It->path()).str());
  return EC ? absent() : directory(std::move(Names));
}

PathState FileHashes::readContent(StringRef Path, vfs::Status Status) const {
  if (Status.isDirectory())
    return PathState::directory(*FS, Path);
  if (!Status.isRegularFile()) // a pipe could keep us waiting
    return PathState::absent();
  // Volatile: a file that is cut short while it is mapped would kill us.
  auto Buffer = FS->getBufferForFile(Path, /*FileSize=*/-1,
                                     /*RequiresNullTerminator=*/false,
                                     /*IsVolatile=*/true);
  return Buffer ? PathState::file((*Buffer)->getBuffer()) : PathState::absent();
}

FileHashes::Directory &FileHashes::directory(StringRef Path) {
  return Directories.try_emplace(Path, Directory(Path)).first->second;
}

bool FileHashes::matches(Directory &D, StringRef Name, const PathState &Seen) {
  Directory::File &F = D.Files[Name];
  auto Look = [&](bool Read) {
    SmallString<256> Path(D.Path);
    if (!Name.empty())
      path::append(Path, Name);
    ErrorOr<vfs::Status> Status = FS->status(Path);
    F.WasLookedAt = true;
    F.Exists = bool(Status);
    if (!Read)
      return;
    F.WasRead = true;
    ++FilesRead;
    F.Content = F.Exists ? readContent(Path, *Status) : PathState::absent();
  };
  bool IsContent = Seen != PathState::absent() && Seen != PathState::present();
  if (IsContent ? !F.WasRead : !F.WasLookedAt)
    Look(IsContent);
  if (IsContent)
    return F.Content == Seen;
  return F.Exists == (Seen == PathState::present());
}

bool FileHashes::matches(const Input &I) {
  return matches(directory(path::parent_path(I.Path)), path::filename(I.Path),
                 I.Seen);
}
