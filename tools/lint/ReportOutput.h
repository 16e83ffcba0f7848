//===- ReportOutput.h - Where a report goes ---------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The forms of --format and the streams and files that take them. What goes
// wrong is said on standard error.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_REPORTOUTPUT_H
#define UNBLOCK_LINT_REPORTOUTPUT_H

#include "lib/report/Writers.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace unblock::lint {

enum class Form { Text, Json, Sarif, CodeClimate, GitHub, Html };

/// The names of the forms, in that order.
llvm::ArrayRef<llvm::StringLiteral> formNames();

struct OutputRequest {
  Form How;
  std::string File; ///< empty: standard output
};

/// What values of --format ask for, as in "sarif:FILE". One form at most goes
/// to standard output.
llvm::Expected<std::vector<OutputRequest>>
parseOutputs(llvm::ArrayRef<std::string> Values);

/// The checks that can be reported, with their pages.
std::vector<report::CheckInfo> checkInfos();

llvm::Error
writeStandardOutput(llvm::function_ref<void(llvm::raw_ostream &)> Write);

/// Writes all \p Outputs, with names of files relative to \p Directory in text
/// and to \p Root in other forms. If one could not be written, returns false;
/// the findings then go to standard output, unless that is in use.
bool writeReport(const report::Report &Report,
                 llvm::ArrayRef<OutputRequest> Outputs,
                 llvm::StringRef Directory, llvm::StringRef Root);

/// Says which units were not analysed, and why.
void printFailures(const report::Report &Report, llvm::StringRef Directory);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_REPORTOUTPUT_H
