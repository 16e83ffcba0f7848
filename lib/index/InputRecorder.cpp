//===- InputRecorder.cpp - What a compilation looks at --------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/index/InputRecorder.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace unblock::index;
namespace path = llvm::sys::path;

/// Hashes what is read.
class InputRecorder::RecordingFile : public vfs::File {
public:
  RecordingFile(InputRecorder &Recorder, std::string Path,
                std::unique_ptr<vfs::File> Base)
      : Recorder(Recorder), Path(std::move(Path)), Base(std::move(Base)) {}

  ErrorOr<vfs::Status> status() override { return Base->status(); }
  ErrorOr<std::string> getName() override { return Base->getName(); }
  ErrorOr<std::unique_ptr<MemoryBuffer>> getBuffer(const Twine &Name,
                                                   int64_t FileSize,
                                                   bool RequiresNullTerminator,
                                                   bool IsVolatile) override {
    // Volatile: read, not mapped. A mapped file changes under the reader.
    auto Buffer = Base->getBuffer(Name, FileSize, RequiresNullTerminator,
                                  /*IsVolatile=*/true);
    if (Buffer)
      Recorder.record(Path, PathState::file((*Buffer)->getBuffer()));
    return Buffer;
  }
  std::error_code close() override { return Base->close(); }

protected:
  void setPath(const Twine &Path) override {}

private:
  InputRecorder &Recorder;
  std::string Path;
  std::unique_ptr<vfs::File> Base;
};

std::string InputRecorder::canonicalDirectory(StringRef Path) {
  auto [It, New] = Directories.try_emplace(Path);
  if (!New)
    return It->second;
  SmallString<256> Plain(Path);
  path::remove_dots(Plain, /*remove_dot_dot=*/true);
  // `link/..` need not be where `link` stands.
  if (Plain != Path) {
    auto A = getUnderlyingFS().status(Path);
    auto B = getUnderlyingFS().status(Plain);
    if (A && B ? !A->equivalent(*B) : bool(A) != bool(B))
      Plain = Path;
  }
  return It->second = Plain.str().str();
}

std::string InputRecorder::canonical(StringRef Path) {
  SmallString<256> Absolute(Path);
  if (getUnderlyingFS().makeAbsolute(Absolute))
    return Path.str();
  StringRef Name = path::filename(Absolute);
  if (Name == "." || Name == "..")
    return canonicalDirectory(Absolute);
  SmallString<256> Result(canonicalDirectory(path::parent_path(Absolute)));
  path::append(Result, Name);
  return Result.str().str();
}

void InputRecorder::record(const Twine &Path, const PathState &State) {
  SmallString<256> Buffer;
  StringRef Name = Path.toStringRef(Buffer);
  auto [It, New] = Canonical.try_emplace(Name);
  if (New)
    It->second = canonical(Name);
  auto [Known, IsNew] = Seen.try_emplace(It->second, State);
  PathState &Before = Known->second;
  if (IsNew || Before == State)
    return;
  if (Before == PathState::absent() || State == PathState::absent())
    IsContradictory = true;
  else if (Before == PathState::present())
    Before = State;
  else if (State != PathState::present())
    IsContradictory = true;
}

bool InputRecorder::isBelowAbsent(StringRef Path) const {
  for (Path = path::parent_path(Path); !Path.empty();
       Path = path::parent_path(Path))
    if (auto It = Seen.find(Path);
        It != Seen.end() && It->second == PathState::absent())
      return true;
  return false;
}

std::optional<std::vector<Input>> InputRecorder::inputs() const {
  if (IsContradictory)
    return std::nullopt;
  std::vector<Input> Result;
  for (const auto &[Path, State] : Seen)
    // That the directory is missing says it all.
    if (State != PathState::absent() || !isBelowAbsent(Path))
      Result.push_back({Path.str(), State});
  sort(Result, [](auto &A, auto &B) { return A.Path < B.Path; });
  return Result;
}

ErrorOr<vfs::Status> InputRecorder::status(const Twine &Path) {
  auto Result = ProxyFileSystem::status(Path);
  record(Path, Result ? PathState::present() : PathState::absent());
  return Result;
}

bool InputRecorder::exists(const Twine &Path) {
  bool Result = ProxyFileSystem::exists(Path);
  record(Path, Result ? PathState::present() : PathState::absent());
  return Result;
}

ErrorOr<std::unique_ptr<vfs::File>>
InputRecorder::openFileForRead(const Twine &Path) {
  auto Result = ProxyFileSystem::openFileForRead(Path);
  record(Path, Result ? PathState::present() : PathState::absent());
  if (!Result)
    return Result;
  return std::make_unique<RecordingFile>(*this, Path.str(), std::move(*Result));
}

vfs::directory_iterator InputRecorder::dir_begin(const Twine &Path,
                                                 std::error_code &EC) {
  SmallString<256> Buffer;
  record(Path,
         PathState::directory(getUnderlyingFS(), Path.toStringRef(Buffer)));
  return ProxyFileSystem::dir_begin(Path, EC);
}
