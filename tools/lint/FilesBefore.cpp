//===- FilesBefore.cpp - The disk as it was at a revision -----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FilesBefore.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace unblock::lint;
namespace path = llvm::sys::path;

FilesBefore::FilesBefore(const GitChange &Change,
                         IntrusiveRefCntPtr<vfs::FileSystem> Now)
    : ProxyFileSystem(std::move(Now)),
      Before(makeIntrusiveRefCnt<vfs::InMemoryFileSystem>()) {
  for (const FileChange &F : Change.files())
    if (F.Before)
      Before->addFile(F.Path, /*ModificationTime=*/0,
                      MemoryBuffer::getMemBufferCopy(*F.Before, F.Path));
    else
      Added.insert(F.Path);
}

/// \p Directory without symbolic links, as far as it exists.
StringRef FilesBefore::realDirectory(StringRef Directory) {
  auto [It, New] = RealDirectories.try_emplace(Directory);
  if (!New)
    return It->second;
  SmallString<256> Real;
  StringRef Parent = path::parent_path(Directory);
  if (getUnderlyingFS().getRealPath(Directory, Real)) {
    if (Parent.empty()) {
      Real = Directory;
    } else {
      Real = realDirectory(Parent);
      path::append(Real, path::filename(Directory));
    }
  }
  return RealDirectories[Directory] = Real.str().str();
}

FilesBefore::Source FilesBefore::locate(const Twine &Path, std::string &Name) {
  SmallString<256> Absolute;
  Path.toVector(Absolute);
  getUnderlyingFS().makeAbsolute(Absolute);
  SmallString<256> Real(realDirectory(path::parent_path(Absolute)));
  path::append(Real, path::filename(Absolute));
  path::remove_dots(Real, /*remove_dot_dot=*/true);
  auto Decide = [&](StringRef Where) {
    Name = Where.str();
    if (Added.contains(Where))
      return Source::Nowhere;
    return Before->exists(Where) ? Source::Before : Source::Now;
  };
  Source Found = Decide(Real);
  // The file itself may be a link.
  if (SmallString<256> Target; Found == Source::Now &&
                               !getUnderlyingFS().getRealPath(Real, Target) &&
                               Target != Real)
    Found = Decide(Target);
  return Found;
}

ErrorOr<vfs::Status> FilesBefore::status(const Twine &Path) {
  std::string Name;
  Source From = locate(Path, Name);
  if (From == Source::Nowhere)
    return make_error_code(std::errc::no_such_file_or_directory);
  if (From == Source::Before) {
    // Directories of files that are back: the real one, if it is there.
    auto Old = Before->status(Name);
    if (!Old || !Old->isDirectory() || !ProxyFileSystem::exists(Path))
      return Old ? vfs::Status::copyWithNewName(*Old, Path) : Old;
  }
  return ProxyFileSystem::status(Path);
}

bool FilesBefore::exists(const Twine &Path) { return bool(status(Path)); }

ErrorOr<std::unique_ptr<vfs::File>>
FilesBefore::openFileForRead(const Twine &Path) {
  std::string Name;
  switch (locate(Path, Name)) {
  case Source::Nowhere:
    return make_error_code(std::errc::no_such_file_or_directory);
  case Source::Before:
    return vfs::File::getWithPath(Before->openFileForRead(Name), Path);
  case Source::Now:
    return ProxyFileSystem::openFileForRead(Path);
  }
  llvm_unreachable("all sources are covered");
}
