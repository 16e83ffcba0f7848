//===- Setup.cpp - What is settled before the analysis --------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Setup.h"
#include "Errors.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/WithColor.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

/// The number of bytes that "500M" means.
static std::optional<uint64_t> parseSize(StringRef Text) {
  uint64_t Unit = StringSwitch<uint64_t>(Text.take_back().upper())
                      .Case("K", 1 << 10)
                      .Case("M", 1 << 20)
                      .Case("G", 1 << 30)
                      .Case("T", uint64_t(1) << 40)
                      .Default(1);
  uint64_t Number;
  if ((Unit == 1 ? Text : Text.drop_back()).getAsInteger(10, Number) ||
      Number > UINT64_MAX / Unit)
    return std::nullopt;
  return Number * Unit;
}

Expected<std::unique_ptr<index::Cache>>
unblock::lint::openCache(const Options &O) {
  if (O.NoCache && (!O.CacheDir.empty() || O.CacheReadOnly))
    return failure("--no-cache excludes --cache-dir and --cache-read-only");
  index::Cache::Options Opts;
  std::optional<uint64_t> Bytes = parseSize(O.CacheSize);
  if (!Bytes)
    return failure("--cache-size: '" + O.CacheSize +
                   "' is no size; write it as in 500M or 2G");
  Opts.MaxBytes = *Bytes;
  Opts.ReadOnly = O.CacheReadOnly;
  Opts.Root = O.Root;
  std::optional<std::string> Variable =
      sys::Process::GetEnv("UNBLOCK_CACHE_DIR");
  if (O.NoCache)
    return nullptr;
  if (!O.CacheDir.empty())
    Opts.Directory = O.CacheDir;
  else if (Variable)
    Opts.Directory = *Variable;
  else if (std::optional<std::string> Own = index::defaultCacheDirectory())
    Opts.Directory = *Own;
  else
    WithColor::warning(errs(), "unblock-lint")
        << "there is no home directory for the cache; name a directory with "
           "--cache-dir, or do without with --no-cache\n";
  if (Opts.Directory.empty())
    return nullptr;
  Opts.Directory = canonicalPath(Opts.Directory);
  return std::make_unique<index::Cache>(std::move(Opts));
}

Run::Options unblock::lint::runOptions(const Options &O) {
  Run::Options Opts;
  Opts.Analysis.ResourceDirectory = O.ResourceDirectory;
  Opts.Analysis.Root = O.Root;
  Opts.Analysis.AllFunctions = !O.Explain.empty() || O.What == Command::Graph;
  Opts.Jobs = O.Jobs ? O.Jobs : hardware_concurrency().compute_thread_count();
  Opts.ReportUnused = O.ReportUnused;
  Opts.ShowProgress = !O.Quiet && O.What != Command::Index &&
                      sys::Process::StandardErrIsDisplayed();
  return Opts;
}

bool unblock::lint::verify(const Configuration &Config,
                           ArrayRef<std::string> Files) {
  std::vector<std::string> Problems = Config.verify(Files);
  for (const std::string &Problem : Problems)
    errs() << Problem << '\n';
  return Problems.empty();
}

std::optional<std::vector<Unit>>
unblock::lint::chooseUnits(const UnitRequest &Request,
                           const Configuration &Config,
                           report::Coverage &Covered) {
  bool AreAll = false;
  Expected<std::vector<Unit>> Units = selectUnits(Request, &AreAll);
  if (!AreAll)
    Covered.setPartial();
  if (!Units) {
    misuse(Units.takeError());
    return std::nullopt;
  }
  std::vector<std::string> Files;
  for (const Unit &U : *Units)
    Files.push_back(U.File);
  if (!verify(Config, Files))
    return std::nullopt;
  return std::move(*Units);
}
