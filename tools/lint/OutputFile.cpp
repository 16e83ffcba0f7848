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
