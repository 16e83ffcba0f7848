//===- Cache.h - Results that need not be computed again --------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A directory of results. A result is found by a key, the hash of what is known
// beforehand (the command, options, the version of the tool), and by the state
// of the files it was made from, of which several are kept for a key: who goes
// back to another branch finds what was computed there.
//
// Each entry is one file that appears whole, by renaming, and carries a
// checksum. So runs may share the directory, and be killed, at any time; what
// is damaged counts as not there. docs/design/cache.md tells why it is so.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_INDEX_CACHE_H
#define UNBLOCK_INDEX_CACHE_H

#include "lib/index/FileHashes.h"
#include <chrono>
#include <map>
#include <optional>

namespace unblock::index {

class Cache {
public:
  struct Options {
    std::string Directory;
    /// evict() leaves no more than that; 0: no bound.
    uint64_t MaxBytes = 0;
    /// Nothing in the directory is changed, not even the time of last use.
    bool ReadOnly = false;
    /// Paths in it are kept relative to it, so that another checkout finds what
    /// this one stored. Absolute and without a final slash, or empty.
    std::string Root;
  };

  explicit Cache(Options O) : Opts(std::move(O)) {}

  /// What was stored for \p Key when the files were as they are now.
  std::optional<std::string> find(const Hash &Key, FileHashes &Files);

  /// Stores what was made from \p Inputs, which must be what was really read. A
  /// failure is remembered in warning(), and nothing is stored from then on.
  void store(const Hash &Key, llvm::ArrayRef<Input> Inputs,
             llvm::StringRef Bytes);

  /// Removes what was not used for longest until the rest fits, and what
  /// interrupted runs left. To be called at the end of a run that stored
  /// something.
  void evict();

  /// What the user should know: why nothing is read or stored. Or empty.
  llvm::StringRef warning() const { return Warning; }

  /// How many sets of inputs a key can have.
  static constexpr unsigned MaxEntriesPerKey = 8;
  /// After which time a temporary file is no longer being written.
  static constexpr std::chrono::hours MaxAgeOfTemporaries{1};

private:
  std::vector<std::string> entriesOf(const Hash &Key);
  std::optional<std::string> read(llvm::StringRef Path, const Hash &Key,
                                  FileHashes &Files);
  std::string serialize(const Hash &Key, llvm::ArrayRef<Input> Inputs,
                        llvm::StringRef Bytes, Hash &InputsHash) const;
  void fail(llvm::StringRef What, std::error_code EC);

  Options Opts;
  std::string Warning;
  bool CanStore = true;
  /// The files in a subdirectory, as they were when it was first needed.
  std::map<std::string, std::vector<std::string>> Listings;
};

/// The user's own cache directory: in XDG_CACHE_HOME, else in ~/.cache. Nothing
/// if there is no home.
std::optional<std::string> defaultCacheDirectory();

/// \p Argument of a command line with a placeholder for \p Root where that is
/// the beginning of a path, as in `-I/project/include`. Equal commands of two
/// checkouts become the same text.
std::string withoutRoot(llvm::StringRef Argument, llvm::StringRef Root);

} // namespace unblock::index

#endif // UNBLOCK_INDEX_CACHE_H
