//===- CommentRemoval.cpp - Taking a comment out of its file --------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/CommentRemoval.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using namespace unblock::report;

static constexpr StringLiteral LineEnds = "\r\n";

namespace {
/// A line without its end.
struct Line {
  size_t Begin, End;

  static Line around(StringRef Text, size_t At) {
    return {Text.find_last_of(LineEnds, At) + 1,
            std::min(Text.find_first_of(LineEnds, At), Text.size())};
  }
  StringRef in(StringRef Text) const { return Text.slice(Begin, End); }
};
} // namespace

/// Where the line after \p L begins.
static size_t next(StringRef Text, Line L) {
  StringRef Rest = Text.substr(L.End);
  return L.End + (Rest.starts_with("\r\n") ? 2 : !Rest.empty());
}

/// Whether \p Rest, what a comment says after the names of checks, is about
/// them and nothing else.
static bool isReason(StringRef Rest) {
  static constexpr StringLiteral Others[] = {"NOLINT", "TODO", "FIXME",
                                             "/*",     " //",  "\t//"};
  if (Rest.empty())
    return true;
  return Rest.starts_with(":") &&
         none_of(Others, [&](StringRef O) { return Rest.contains(O); });
}

/// Whether a reason at the end of \p L may go on in the next line.
static bool maybeGoesOn(StringRef Text, Line L) {
  StringRef Next = Line::around(Text, next(Text, L)).in(Text).ltrim();
  return Next.consume_front("//") && !Next.ltrim().starts_with("NOLINT");
}

/// The line before \p L; nothing before the first one.
static StringRef previous(StringRef Text, Line L) {
  if (L.Begin == 0)
    return "";
  size_t End = L.Begin - 1;
  if (Text[End] == '\n' && End > 0 && Text[End - 1] == '\r')
    --End;
  return Line::around(Text, End).in(Text);
}

std::optional<Cut> unblock::report::cutComment(StringRef Text, Span Comment,
                                               Span Directive) {
  Line L = Line::around(Text, Comment.Begin);
  if (Text.slice(Comment.Begin, Comment.End).rtrim("\r").contains('\n'))
    return std::nullopt;
  size_t Begin = Comment.Begin, End = std::min(Comment.End, L.End);
  constexpr size_t MarkerSize = 2;
  bool IsBlock = Text.substr(Begin).starts_with("/*");
  StringRef Rest = Text.slice(Directive.End, End);
  if (IsBlock)
    Rest.consume_back("*/");
  Rest = Rest.trim();
  if (!Text.slice(Begin + MarkerSize, Directive.Begin).trim().empty() ||
      !isReason(Rest))
    return std::nullopt;
  if (!Rest.empty() && !IsBlock && maybeGoesOn(Text, L))
    return std::nullopt;

  StringRef Before = Text.slice(L.Begin, Begin);
  StringRef After = Text.slice(End, L.End);
  size_t BlanksBefore = Before.size() - Before.rtrim().size();
  size_t BlanksAfter = After.size() - After.ltrim().size();
  auto From = [&](size_t Begin, size_t End, bool LeavesBlank = false) {
    return Cut{unsigned(Begin), unsigned(End - Begin), LeavesBlank};
  };
  bool IsFirst = BlanksBefore == Before.size();
  bool IsLast = BlanksAfter == After.size();
  StringRef Previous = previous(Text, L);
  bool IsContinued = Previous.rtrim().ends_with("\\");
  if (IsFirst && IsLast) {
    // The line before would be about the one behind.
    if (IsContinued || Previous.contains("NOLINTNEXTLINE"))
      return std::nullopt;
    return From(L.Begin, next(Text, L));
  }
  if (IsFirst) {
    // Part of a macro, in a line of its own or at the end of a token.
    if (After.trim() == "\\" || (IsContinued && !BlanksBefore))
      return std::nullopt;
    return From(Begin, End + BlanksAfter);
  }
  if (IsLast) {
    // Not to be the last character of the line.
    if (Before.rtrim().ends_with("\\"))
      return std::nullopt;
    return From(Begin - BlanksBefore, L.End);
  }
  if (BlanksBefore && BlanksAfter)
    return From(Begin - BlanksBefore, End);
  bool StayApart = BlanksBefore || BlanksAfter ||
                   StringRef("([{,;").contains(Before.back()) ||
                   StringRef(")]},;").contains(After.front());
  return From(Begin, End, /*LeavesBlank=*/!StayApart);
}
