//===- Writers.h - Reports in all their forms -------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_REPORT_WRITERS_H
#define UNBLOCK_REPORT_WRITERS_H

#include "lib/report/Report.h"
#include "lib/report/SourceText.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/raw_ostream.h"

namespace unblock::report {

/// What a reader is told of a check.
struct CheckInfo {
  llvm::StringRef Name;
  llvm::StringRef Summary; ///< one sentence
  llvm::StringRef Page;    ///< its documentation, in Markdown
};

/// A report and what the writers need beside it.
struct WriterInput {
  const Report &What;
  SourceText &Sources;
  llvm::ArrayRef<CheckInfo> Checks;
  /// The directory that file names are shown relative to where they lie inside
  /// it: the current directory for text, the project's root for the rest.
  llvm::StringRef Base;
};

/// \p File relative to \p Base when it lies inside, else as it is.
llvm::StringRef relativeTo(llvm::StringRef Base, llvm::StringRef File);

/// Diagnostics as Clang prints them. Only findings that stand.
void writeText(const WriterInput &In, llvm::raw_ostream &OS);
/// One object, described in docs/guide/unblock-lint.md.
void writeJson(const WriterInput &In, llvm::raw_ostream &OS);
/// SARIF 2.1.0.
void writeSarif(const WriterInput &In, llvm::raw_ostream &OS);
/// GitLab's Code Quality. Only findings that stand.
void writeCodeClimate(const WriterInput &In, llvm::raw_ostream &OS);
/// Workflow commands of GitHub Actions. Only findings that stand.
void writeGitHub(const WriterInput &In, llvm::raw_ostream &OS);
/// One self-contained page.
void writeHtml(const WriterInput &In, llvm::raw_ostream &OS);

} // namespace unblock::report

#endif // UNBLOCK_REPORT_WRITERS_H
