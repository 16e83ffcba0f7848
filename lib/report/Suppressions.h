//===- Suppressions.h - NOLINT comments that suppress nothing ---*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A comment that suppresses a check by its name is a claim about the code. When
// nothing is found there any more the comment only hides what comes next, so it
// is reported. Comments that name no check of ours may be for other tools.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_REPORT_SUPPRESSIONS_H
#define UNBLOCK_REPORT_SUPPRESSIONS_H

#include "lib/report/CommentRemoval.h"
#include "lib/report/Report.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <set>

namespace unblock::report {

/// The check under which unused suppressions are reported. It is none of
/// clang-tidy's: only who sees all units can tell.
inline constexpr llvm::StringLiteral UnusedSuppressionCheck =
    "unused-suppression";

/// A name in a NOLINT comment.
struct Suppression {
  Location Where;
  std::string Comment; ///< "NOLINTNEXTLINE(async-blocking-call)"
  std::string Check;   ///< a name or a glob
  unsigned FirstLine = 0, LastLine = 0; ///< that it is about

  /// A comment in the bytes of its file.
  struct Part {
    unsigned Names = 0;       ///< where the list begins
    std::optional<Cut> Whole; ///< what goes with all names
  };
  /// The comment, and the one that ends its block. Empty when nobody is to
  /// change it.
  std::vector<Part> Parts;

  bool covers(llvm::StringRef File, unsigned Line, llvm::StringRef Check) const;
};

llvm::json::Value toJSON(const Suppression &S);
bool fromJSON(const llvm::json::Value &V, Suppression &S, llvm::json::Path P);

/// Reads the comments of one unit, as clang-tidy does.
class SuppressionReader {
public:
  /// \p Comment of \p Text, what is in \p File, begins at \p Line and
  /// \p Column. Each file's comments come in their order; what comes again
  /// counts once.
  void add(llvm::StringRef File, llvm::StringRef Text, Span Comment,
           unsigned Line, unsigned Column);

  /// Those that name checks beginning with `async-`.
  std::vector<Suppression> take();

private:
  struct Block {
    Location Where;
    std::string Comment, Checks;
    Suppression::Part Part;
  };
  void addNames(const Block &B, unsigned FirstLine, unsigned LastLine,
                const Block *End = nullptr);

  std::set<std::tuple<std::string, unsigned, unsigned>> Seen;
  std::map<std::string, std::vector<Block>> Open;
  std::vector<Suppression> Found;
};

/// What all units of a run say of the same comments.
class UnusedSuppressions {
public:
  /// Takes in the comments of a unit, and its findings, also those that stand.
  void addUnit(llvm::ArrayRef<Suppression> Comments,
               llvm::ArrayRef<Finding> Findings);

  /// A finding for each name that no unit made use of, if \p Judges it. The fix
  /// is one for all such names of a comment.
  std::vector<Finding>
  findings(llvm::function_ref<bool(const Suppression &)> Judges) const;

private:
  struct Comment {
    Suppression What;
    bool IsUsed = false;
  };
  std::string realPath(const std::string &File);

  /// By file, line, column and name of the check.
  std::map<std::tuple<std::string, unsigned, unsigned, std::string>, Comment>
      All;
  std::map<std::string, std::string> RealPaths;
};

} // namespace unblock::report

#endif // UNBLOCK_REPORT_SUPPRESSIONS_H
