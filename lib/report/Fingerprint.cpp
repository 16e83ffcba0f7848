//===- Fingerprint.cpp - What identifies a finding across runs ------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Fingerprint.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/xxhash.h"

using namespace llvm;
using namespace unblock::report;

/// Appends what \p Message quotes, which is names of functions. The place in
/// the name of a lambda would move with its line.
static void appendQuotedNames(StringRef Message, std::string &Key) {
  static const Regex Place(":[0-9]+(:[0-9]+)?");
  for (;;) {
    Message = Message.split('\'').second;
    auto [Name, Rest] = Message.split('\'');
    if (Message.empty())
      return;
    std::string Plain = Name.str();
    while (Place.match(Plain))
      Plain = Place.sub("", Plain);
    Key += Plain;
    Key += '\0';
    Message = Rest;
  }
}

namespace {
/// The statements of a file, without white space and comments. What ends with a
/// semicolon or a brace counts as one.
class Statements {
public:
  explicit Statements(StringRef Text);

  /// The one that the byte at \p Offset belongs to.
  StringRef at(size_t Offset) const {
    auto It = llvm::upper_bound(
        All, Offset, [](size_t O, const auto &S) { return O < S.first; });
    return It == All.end() ? "" : StringRef(It->second);
  }

private:
  std::vector<std::pair<size_t, std::string>> All; ///< end, and what it holds
};
} // namespace

Statements::Statements(StringRef Text) {
  clang::LangOptions Language;
  Language.CPlusPlus = Language.CPlusPlus11 = Language.CPlusPlus14 = true;
  Language.CPlusPlus17 = Language.CPlusPlus20 = true;
  Language.LineComment = Language.RawStringLiterals = true;
  // Without macros and a source manager, so no location is needed.
  clang::Lexer Lexer(clang::SourceLocation(), Language, Text.begin(),
                     Text.begin(), Text.end());
  std::string Current;
  size_t End = 0;
  bool IsInDirective = false, EndsWithString = false;
  for (clang::Token T;;) {
    Lexer.LexFromRawLexer(T);
    if (T.isAtStartOfLine())
      IsInDirective = T.is(clang::tok::hash);
    if (T.is(clang::tok::eof))
      break;
    if (IsInDirective)
      continue;
    End = Lexer.getCurrentBufferOffset();
    StringRef Spelling = Text.slice(End - T.getLength(), End);
    bool IsString = T.is(clang::tok::string_literal) &&
                    Spelling.starts_with('"') && Spelling.ends_with('"');
    // A formatter breaks long strings in two.
    if (IsString && EndsWithString) {
      Current.pop_back();
      Spelling = Spelling.drop_front();
    }
    EndsWithString = IsString;
    Current += Spelling;
    if (T.isOneOf(clang::tok::semi, clang::tok::l_brace, clang::tok::r_brace))
      All.emplace_back(End, std::exchange(Current, ""));
  }
  All.emplace_back(Text.size(), std::move(Current));
}

static uint64_t hash(const Finding &F, StringRef Statement) {
  std::string Key = F.Check + '\0' + F.Callee + '\0';
  for (const Note &N : F.Notes)
    if (N.Kind == NoteKind::Chain || N.Kind == NoteKind::Context)
      appendQuotedNames(N.Message, Key);
  Key += Statement;
  return xxh3_64bits(Key);
}

std::vector<std::string>
unblock::report::fingerprints(ArrayRef<Finding> Findings, SourceText &Sources) {
  std::vector<std::string> Result;
  StringMap<unsigned> Seen;
  StringMap<Statements> Files;
  for (const Finding &F : Findings) {
    StringRef Text = Sources.text(F.Where.File);
    StringRef Line = Sources.line(F.Where.File, F.Where.Line);
    StringRef Statement;
    if (!Line.empty())
      Statement = Files.try_emplace(F.Where.File, Text)
                      .first->second.at(Line.begin() - Text.begin() +
                                        std::max(F.Where.Column, 1u) - 1);
    std::string Hash = formatv("{0:x-16}", hash(F, Statement));
    unsigned Count = ++Seen[Hash + F.Where.File];
    Result.push_back(formatv("{0}:{1}", Hash, Count));
  }
  return Result;
}
