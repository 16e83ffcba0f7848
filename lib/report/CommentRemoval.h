//===- CommentRemoval.h - Taking a comment out of its file ------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A NOLINT comment that suppresses nothing goes with its line or with the
// blanks around it, and with the reason behind its colon. It stays when more
// would go: text that may be about something else, or the meaning of a
// neighbouring line.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_REPORT_COMMENTREMOVAL_H
#define UNBLOCK_REPORT_COMMENTREMOVAL_H

#include "llvm/ADT/StringRef.h"
#include <optional>

namespace unblock::report {

/// Bytes from \p Begin to \p End of a text.
struct Span {
  size_t Begin = 0, End = 0;
};

/// What is to be cut out of a file. A blank takes its place where tokens would
/// touch that did not.
struct Cut {
  unsigned Offset = 0, Length = 0;
  bool LeavesBlank = false;
};

/// Cuts \p Comment out of \p Text, of which \p Directive says NOLINT and the
/// names of checks; nothing if the comment has to stay.
std::optional<Cut> cutComment(llvm::StringRef Text, Span Comment,
                              Span Directive);

} // namespace unblock::report

#endif // UNBLOCK_REPORT_COMMENTREMOVAL_H
