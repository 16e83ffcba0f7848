//===- Coverage.h - Of what a run can speak ---------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// That a run did not find something says that it is not there only if all was
// analysed that could have found it.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_REPORT_COVERAGE_H
#define UNBLOCK_REPORT_COVERAGE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include <string>

namespace unblock::report {

class Coverage {
public:
  /// It will be asked about \p File. Nothing is kept of other files.
  void watch(llvm::StringRef File) { Files.try_emplace(File); }
  /// \p MainFile was analysed with \p Checks; it consists of \p Files.
  void addUnit(llvm::StringRef MainFile, llvm::ArrayRef<std::string> Files,
               llvm::ArrayRef<std::string> Checks);
  /// \p MainFile was to be analysed, and was not. What it includes is unknown.
  void addFailure(llvm::StringRef MainFile);
  /// What \p Check finds in \p File depends on other units as well.
  void addOpen(llvm::StringRef File, llvm::StringRef Check);
  /// Not all units of the project were asked for.
  void setPartial() { IsWhole = false; }
  /// What the functions of other units do is known all the same.
  void setIndexed() { IsIndexed = true; }

  /// Whether all was analysed from which \p Check could find something in
  /// \p File. Any unit can include a header: of headers only a run over all
  /// units can tell.
  bool judges(llvm::StringRef File, llvm::StringRef Check) const;
  /// Whether every unit of the project was analysed.
  bool isWhole() const { return IsWhole; }

private:
  bool IsWhole = true, IsIndexed = false;
  /// The checks that ran on each.
  llvm::StringMap<llvm::StringSet<>> MainFiles, Files;
  llvm::StringMap<llvm::StringSet<>> Open;
  llvm::StringSet<> Failed;
};

} // namespace unblock::report

#endif // UNBLOCK_REPORT_COVERAGE_H
