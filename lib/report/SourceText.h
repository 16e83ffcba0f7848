//===- SourceText.h - Source lines that findings point into -----*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_REPORT_SOURCETEXT_H
#define UNBLOCK_REPORT_SOURCETEXT_H

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <vector>

namespace unblock::report {

/// Reads each file once. A file that cannot be read has no lines.
class SourceText {
public:
  /// The line without its end, or empty. Lines count from 1.
  llvm::StringRef line(llvm::StringRef File, unsigned Line);

  /// All of it, or empty.
  llvm::StringRef text(llvm::StringRef File);

  /// How many lines the file has.
  unsigned lineCount(llvm::StringRef File);

  /// The column in Unicode code points of a column in bytes; both from 1.
  unsigned codePointColumn(llvm::StringRef File, unsigned Line,
                           unsigned Column);

  /// Line and byte column, both from 1, of a byte offset; zeros when the file
  /// has no such offset.
  std::pair<unsigned, unsigned> position(llvm::StringRef File, unsigned Offset);

  /// From now on \p File holds \p Text, whatever the disk says.
  void put(llvm::StringRef File, std::unique_ptr<llvm::MemoryBuffer> Text);

private:
  struct Entry {
    std::unique_ptr<llvm::MemoryBuffer> Buffer;
    std::vector<size_t> LineStarts;
  };
  static void fill(Entry &E, std::unique_ptr<llvm::MemoryBuffer> Text);
  const Entry &entry(llvm::StringRef File);
  llvm::StringMap<Entry> Entries;
};

} // namespace unblock::report

#endif // UNBLOCK_REPORT_SOURCETEXT_H
