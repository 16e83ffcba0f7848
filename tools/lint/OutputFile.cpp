//===- OutputFile.cpp - Files that are whole or not there -----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OutputFile.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"

using namespace llvm;

static Error failure(StringRef Path, std::error_code EC) {
  return createStringError(EC, "cannot write '" + Path + "': " + EC.message());
}

/// Writes to \p FD, which stays open.
static std::error_code writeTo(int FD,
                               function_ref<void(raw_ostream &)> Write) {
  raw_fd_ostream OS(FD, /*shouldClose=*/false);
  Write(OS);
  OS.flush();
  std::error_code EC = OS.error();
  OS.clear_error();
  return EC;
}

Error unblock::lint::writeOutputFile(StringRef Path,
                                     function_ref<void(raw_ostream &)> Write) {
  // A link stays a link.
  SmallString<256> Target(Path);
  if (SmallString<256> Real; !sys::fs::real_path(Path, Real))
    Target = Real;

  sys::fs::file_status Status;
  std::error_code EC = sys::fs::status(Target, Status);
  if (!EC && !sys::fs::is_regular_file(Status)) {
    int FD;
    EC = sys::fs::openFileForWrite(Target, FD, sys::fs::CD_OpenExisting);
    if (EC)
      return failure(Path, EC);
    EC = writeTo(FD, Write);
    sys::fs::file_t Handle = sys::fs::convertFDToNativeFile(FD);
    std::error_code Closed = sys::fs::closeFile(Handle);
    if (EC || Closed)
      return failure(Path, EC ? EC : Closed);
    return Error::success();
  }

  Expected<sys::fs::TempFile> Temporary =
      sys::fs::TempFile::create(Target + ".%%%%%%%%");
  if (!Temporary)
    return failure(Path, errorToErrorCode(Temporary.takeError()));
  EC = writeTo(Temporary->FD, Write);
  if (EC) {
    consumeError(Temporary->discard());
    return failure(Path, EC);
  }
  if (Error E = Temporary->keep(Target))
    return failure(Path, errorToErrorCode(std::move(E)));
  return Error::success();
}

//===----------------------------------------------------------------------===//
// StagedFile
//===----------------------------------------------------------------------===//

Expected<unblock::lint::StagedFile>
unblock::lint::StagedFile::create(StringRef Path, StringRef Content) {
  sys::fs::file_status Status;
  if (std::error_code EC = sys::fs::status(Path, Status))
    return failure(Path, EC);
  // Renaming would not ask.
  if (std::error_code EC = sys::fs::access(Path, sys::fs::AccessMode::Write))
    return failure(Path, EC);
  Expected<sys::fs::TempFile> Temporary =
      sys::fs::TempFile::create(Path + ".%%%%%%%%");
  if (!Temporary)
    return failure(Path, errorToErrorCode(Temporary.takeError()));
  StagedFile Result(Path, std::move(*Temporary));
  int FD = Result.Temporary.FD;
  std::error_code EC = writeTo(FD, [&](raw_ostream &OS) { OS << Content; });
  if (EC)
    return failure(Path, EC);
#ifdef LLVM_ON_UNIX
  // Only the superuser can give files away, and nobody else needs to.
  (void)sys::fs::changeFileOwnership(FD, Status.getUser(), Status.getGroup());
#endif
  if ((EC = sys::fs::setPermissions(FD, Status.permissions())))
    return failure(Path, EC);
  return Result;
}

unblock::lint::StagedFile::~StagedFile() {
  if (!Temporary.TmpName.empty())
    consumeError(Temporary.discard());
}

Error unblock::lint::StagedFile::commit() {
  if (Error E = Temporary.keep(Path))
    return failure(Path, errorToErrorCode(std::move(E)));
  return Error::success();
}
