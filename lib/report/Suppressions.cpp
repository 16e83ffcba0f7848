//===- Suppressions.cpp - NOLINT comments that suppress nothing -----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Suppressions.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/GlobPattern.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::report;

bool Suppression::covers(StringRef File, unsigned Line, StringRef Name) const {
  if (Where.File != File || Line < FirstLine || Line > LastLine)
    return false;
  Expected<GlobPattern> Glob = GlobPattern::create(Check);
  if (!Glob) {
    consumeError(Glob.takeError());
    return Check == Name;
  }
  return Glob->match(Name);
}

namespace unblock::report {

json::Value toJSON(const Suppression &S) {
  return json::Object{{"location", S.Where},
                      {"comment", json::fixUTF8(S.Comment)},
                      {"check", json::fixUTF8(S.Check)},
                      {"first", S.FirstLine},
                      {"last", S.LastLine}};
}

bool fromJSON(const json::Value &V, Suppression &S, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("location", S.Where) && O.map("comment", S.Comment) &&
         O.map("check", S.Check) && O.map("first", S.FirstLine) &&
         O.map("last", S.LastLine);
}

} // namespace unblock::report

//===----------------------------------------------------------------------===//
// SuppressionReader
//===----------------------------------------------------------------------===//

void SuppressionReader::addNames(const Block &B, unsigned FirstLine,
                                 unsigned LastLine) {
  SmallVector<StringRef> Names;
  StringRef(B.Checks).split(Names, ',');
  // What is left of a glob by another name is not for us to say.
  if (any_of(Names, [](StringRef N) { return N.trim().starts_with("-"); }))
    return;
  for (StringRef Name : Names)
    if (Name.trim().starts_with("async-"))
      Found.push_back(
          {B.Where, B.Comment, Name.trim().str(), FirstLine, LastLine});
}

void SuppressionReader::add(StringRef File, unsigned Line, unsigned Column,
                            StringRef Comment) {
  constexpr StringLiteral Word = "NOLINT";
  if (!Comment.contains(Word) || !Seen.emplace(File.str(), Line, Column).second)
    return;
  for (size_t At = 0; (At = Comment.find(Word, At)) != StringRef::npos;) {
    StringRef Rest = Comment.substr(At + Word.size());
    StringRef Kind = Rest.take_while(isAlpha);
    Rest = Rest.drop_front(Kind.size());
    size_t Begin = At;
    At += Word.size() + Kind.size();
    // clang-tidy takes a list that is not closed for none.
    StringRef Checks;
    if (Rest.starts_with("(") && Rest.find_first_of(")\n") != StringRef::npos &&
        Rest[Rest.find_first_of(")\n")] == ')') {
      Checks = Rest.slice(1, Rest.find(')'));
      At += Checks.size() + 2;
    }
    StringRef Before = Comment.take_front(Begin);
    Block B;
    B.Where.File = File.str();
    B.Where.Line = Line + Before.count('\n');
    B.Where.Column =
        Before.contains('\n') ? Begin - Before.rfind('\n') : Column + Begin;
    B.Where.EndLine = B.Where.Line;
    B.Where.EndColumn = B.Where.Column + At - Begin;
    B.Comment = Comment.slice(Begin, At).str();
    B.Checks = Checks.str();
    std::vector<Block> &Blocks = Open[B.Where.File];
    if (Kind == "") {
      addNames(B, B.Where.Line, B.Where.Line);
    } else if (Kind == "NEXTLINE") {
      addNames(B, B.Where.Line + 1, B.Where.Line + 1);
    } else if (Kind == "BEGIN") {
      Blocks.push_back(std::move(B));
    } else if (Kind == "END" && !Blocks.empty() &&
               Blocks.back().Checks == B.Checks) {
      addNames(Blocks.back(), Blocks.back().Where.Line, B.Where.Line);
      Blocks.pop_back();
    }
  }
}

std::vector<Suppression> SuppressionReader::take() {
  return std::exchange(Found, {});
}

//===----------------------------------------------------------------------===//
// UnusedSuppressions
//===----------------------------------------------------------------------===//

void UnusedSuppressions::addUnit(ArrayRef<Suppression> Comments,
                                 ArrayRef<Finding> Findings) {
  for (const Suppression &S : Comments) {
    const Location &L = S.Where;
    Comment &Known = All[{L.File, L.Line, L.Column, S.Check}];
    Known.What = S;
    Known.IsUsed |= any_of(Findings, [&](const Finding &F) {
      return F.Suppressed && S.covers(F.Where.File, F.Where.Line, F.Check);
    });
  }
}

std::vector<Finding> UnusedSuppressions::findings(
    function_ref<bool(const Suppression &)> Judges) const {
  std::vector<Finding> Result;
  for (const auto &[Place, Known] : All) {
    const Suppression &S = Known.What;
    if (Known.IsUsed || !Judges(S))
      continue;
    Finding F;
    F.Check = UnusedSuppressionCheck.str();
    F.Severity = model::Tier::Advice;
    F.Where = S.Where;
    F.Message = "'" + S.Check + "' in '" + S.Comment + "' suppresses nothing";
    F.Notes.push_back(
        {NoteKind::Remedy, S.Where,
         "remove the name, or the comment when it names nothing else"});
    Result.push_back(std::move(F));
  }
  return Result;
}
