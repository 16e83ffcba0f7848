//===- OutputFile.h - Files that are whole or not there ---------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_OUTPUTFILE_H
#define UNBLOCK_LINT_OUTPUTFILE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

namespace unblock::lint {

/// Puts what \p Write writes into the file \p Path. A reader sees the old
/// content or all of the new one. What is no regular file, a pipe for example,
/// is written to as it is.
llvm::Error
writeOutputFile(llvm::StringRef Path,
                llvm::function_ref<void(llvm::raw_ostream &)> Write);

/// New content for a file that exists: it is on the disk already, and takes the
/// file's place, owner and permissions when it is committed. If it is not, it
/// goes.
class StagedFile {
public:
  static llvm::Expected<StagedFile> create(llvm::StringRef Path,
                                           llvm::StringRef Content);
  StagedFile(StagedFile &&) = default;
  StagedFile &operator=(StagedFile &&) = default;
  ~StagedFile();

  llvm::StringRef path() const { return Path; }
  llvm::Error commit();

private:
  StagedFile(llvm::StringRef Path, llvm::sys::fs::TempFile Temporary)
      : Path(Path), Temporary(std::move(Temporary)) {}

  std::string Path;
  llvm::sys::fs::TempFile Temporary;
};

} // namespace unblock::lint

#endif // UNBLOCK_LINT_OUTPUTFILE_H
