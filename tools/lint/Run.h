//===- Run.h - From units to a report ---------------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_RUN_H
#define UNBLOCK_LINT_RUN_H

#include "FixFiles.h"
#include "Project.h"
#include "lib/index/Cache.h"
#include "lib/report/Coverage.h"

namespace unblock::lint {

class Run {
public:
  struct Options {
    AnalysisOptions Analysis;
    unsigned Jobs = 1;
    bool ShowProgress = false;
    /// What is asked before a unit is analysed, and told afterwards; or null.
    index::Cache *Cache = nullptr;
    /// Print nothing.
    bool IsSilent = false;
    /// Where sources are read.
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files =
        llvm::vfs::getRealFileSystem();
    /// Comments that suppress nothing are findings.
    bool ReportUnused = false;
  };

  Run(const Configuration &Config, Options Opts)
      : Config(Config), Opts(std::move(Opts)) {}

  /// Analyses \p Units, each in a process of its own, or takes them from the
  /// cache. What the processes say goes to standard error as they end.
  void analyse(llvm::ArrayRef<Unit> Units);

  /// Takes in a unit that was analysed before; false when it is none of ours.
  bool add(index::Unit Summary);
  void add(AnalysedUnit U) { Results.push_back(std::move(U)); }

  /// All functions of all units.
  index::Project linkAll() const;
  /// What calls across units need to know of them.
  index::Project link() const;

  /// The findings of all units within \p Project. Tells \p Fixes what the files
  /// consist of. What there was is used up.
  report::Report report(const index::Project &Project, FixFiles &Fixes);

  /// Of what the report can speak. Files of interest are to be watched before
  /// it is made.
  report::Coverage &coverage() { return Covered; }

  bool wasInterrupted() const { return Interrupted; }
  llvm::ArrayRef<AnalysedUnit> units() const { return Results; }

private:
  std::optional<AnalysedUnit> find(const index::Hash &Key,
                                   index::FileHashes &Files);
  /// Analyses \p U, and gives its summary with the result in it.
  index::Unit analyse(const Unit &U, const index::Hash &Key);
  std::string cacheWarning() const;
  std::vector<const index::Unit *> summaries() const;
  std::string absolute(llvm::StringRef File) const;
  void cover(const AnalysedUnit &U);
  bool judges(const report::Suppression &S) const;

  const Configuration &Config;
  const Options Opts;
  /// In the order of the database. Those that were not reached are missing.
  std::vector<AnalysedUnit> Results;
  unsigned Missing = 0;
  bool Interrupted = false;
  report::Coverage Covered;
};

} // namespace unblock::lint

#endif // UNBLOCK_LINT_RUN_H
