//===- Finding.h - One finding, free of any AST -----------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a check found, in a form that can be printed in any format, sorted,
// compared and stored. Writers for the formats stand beside this file; none of
// them knows where findings come from.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_REPORT_FINDING_H
#define UNBLOCK_REPORT_FINDING_H

#include "lib/model/Model.h"
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace unblock::report {

/// A place in a source file. Lines and columns count from 1; 0 is unknown.
/// Columns count bytes, as Clang does.
struct Location {
  std::string File; ///< absolute, or as the compiler was given it
  unsigned Line = 0, Column = 0;
  unsigned EndLine = 0, EndColumn = 0; ///< one past the end; 0 when unknown

  auto key() const { return std::tie(File, Line, Column); }
};

enum class NoteKind {
  Chain,   ///< a step from the async context to the blocking primitive
  Context, ///< where the async context begins
  Remedy,  ///< what to do instead
  Other,
};

struct Note {
  NoteKind Kind = NoteKind::Other;
  Location Where;
  std::string Message;
};

/// Replaces `Length` bytes from `Offset` of `File`.
struct Replacement {
  std::string File;
  unsigned Offset = 0, Length = 0;
  std::string Text;
};

struct Finding {
  std::string Check; ///< "async-blocking-call"
  model::Tier Severity = model::Tier::Stall;
  std::optional<model::Category> Kind; ///< of the blocking call, if any
  std::string Callee;                  ///< qualified name of the primitive
  Location Where;
  std::string Message;
  std::vector<Note> Notes;        ///< in reading order
  std::vector<Replacement> Fixes; ///< all of them, or none, are to be made
  /// Translation units would fix this differently: then there are no fixes.
  bool FixesDisagree = false;
  /// Set when a comment in the code suppresses the finding: the comment's text.
  std::optional<std::string> Suppressed;
  /// A baseline holds it: it was there before.
  bool Baselined = false;

  /// Whether it is to be dealt with.
  bool stands() const { return !Suppressed && !Baselined; }
};

} // namespace unblock::report

#endif // UNBLOCK_REPORT_FINDING_H
