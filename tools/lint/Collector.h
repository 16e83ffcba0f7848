//===- Collector.h - Diagnostics and findings, together ---------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_COLLECTOR_H
#define UNBLOCK_LINT_COLLECTOR_H

#include "UnitResult.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "lib/report/FindingSink.h"

namespace unblock::lint {

/// Takes in the checks' diagnostics and findings, and brings them together:
/// clang-tidy decides which diagnostics stand, the findings say what they mean.
class Collector : public clang::tidy::ClangTidyDiagnosticConsumer,
                  public report::FindingSink {
public:
  explicit Collector(clang::tidy::ClangTidyContext &Context)
      : ClangTidyDiagnosticConsumer(Context, /*ExternalDiagEngine=*/nullptr,
                                    /*RemoveIncompatibleErrors=*/false),
        Context(Context) {}

  void found(report::Finding F) override { Found.push_back(std::move(F)); }

  /// Remembers the files that the fixes of the open calls of \p U would change.
  void complete(index::Unit &U, const clang::SourceManager &SM);

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

  /// The compiler's first error, if there is one, or the checks' complaint
  /// about their options.
  std::optional<report::Failure> Failed;

  /// Ends the collection: fills in findings and warnings, and leaves in
  /// \p Summary, which may be null, those open calls where a finding would
  /// stand, or be suppressed.
  void takeResult(UnitResult &Result, index::Unit *Summary);

private:
  /// A diagnostic of one of our checks.
  struct Diagnosed {
    std::string Check, Message;
    report::Location Where; ///< the file as the compiler names it
    unsigned Offset = 0;
    std::optional<std::string> Suppressed;
  };

  /// The finding that goes with \p D, or one made of it: a diagnostic of a
  /// check that hands in nothing counts all the same.
  report::Finding takeFinding(const Diagnosed &D);

  /// Remembers what the files hold that the fixes of \p F would change.
  void recordFixable(const report::Finding &F, const clang::SourceManager &SM);

  clang::tidy::ClangTidyContext &Context;
  std::vector<report::Finding> Found;
  std::vector<Diagnosed> Diagnostics, OpenCalls;
  std::map<std::string, std::string> Fixable;
};

} // namespace unblock::lint

#endif // UNBLOCK_LINT_COLLECTOR_H
