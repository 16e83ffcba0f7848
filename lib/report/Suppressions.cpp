//===- Suppressions.cpp - NOLINT comments that suppress nothing -----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Suppressions.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
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

static json::Value toJSON(const Suppression::Part &P) {
  json::Object O{{"names", P.Names}};
  if (P.Whole)
    O["whole"] = json::Object{{"offset", P.Whole->Offset},
                              {"length", P.Whole->Length},
                              {"leavesBlank", P.Whole->LeavesBlank}};
  return O;
}

static bool fromJSON(const json::Value &V, Cut &C, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("offset", C.Offset) && O.map("length", C.Length) &&
         O.map("leavesBlank", C.LeavesBlank);
}

static bool fromJSON(const json::Value &V, Suppression::Part &Read,
                     json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("names", Read.Names) && O.map("whole", Read.Whole);
}

json::Value toJSON(const Suppression &S) {
  return json::Object{{"location", S.Where},
                      {"comment", json::fixUTF8(S.Comment)},
                      {"check", json::fixUTF8(S.Check)},
                      {"first", S.FirstLine},
                      {"last", S.LastLine},
                      {"parts", S.Parts}};
}

bool fromJSON(const json::Value &V, Suppression &S, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("location", S.Where) && O.map("comment", S.Comment) &&
         O.map("check", S.Check) && O.map("first", S.FirstLine) &&
         O.map("last", S.LastLine) && O.map("parts", S.Parts);
}

} // namespace unblock::report

//===----------------------------------------------------------------------===//
// SuppressionReader
//===----------------------------------------------------------------------===//

/// Adds what \p B names, which is a comment for itself if it needs no \p End.
void SuppressionReader::addNames(const Block &B, unsigned FirstLine,
                                 unsigned LastLine, const Block *End) {
  SmallVector<StringRef> Names;
  StringRef(B.Checks).split(Names, ',');
  // What is left of a glob by another name is not for us to say.
  if (any_of(Names, [](StringRef N) { return N.trim().starts_with("-"); }))
    return;
  std::vector<Suppression::Part> Parts{B.Part};
  if (End)
    Parts.push_back(End->Part);
  // On its way to the report other text would be repaired.
  if (!json::isUTF8(B.Checks))
    Parts.clear();
  for (StringRef Name : Names)
    if (Name.trim().starts_with("async-"))
      Found.push_back(
          {B.Where, B.Comment, Name.trim().str(), FirstLine, LastLine, Parts});
}

void SuppressionReader::add(StringRef File, StringRef Text, Span Bytes,
                            unsigned Line, unsigned Column) {
  constexpr StringLiteral Word = "NOLINT";
  StringRef Comment = Text.slice(Bytes.Begin, Bytes.End);
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
    B.Part.Names = Bytes.Begin + At - Checks.size() - 1;
    if (!Checks.empty())
      B.Part.Whole =
          cutComment(Text, Bytes, {Bytes.Begin + Begin, Bytes.Begin + At});
    std::vector<Block> &Blocks = Open[B.Where.File];
    if (Kind == "") {
      addNames(B, B.Where.Line, B.Where.Line);
    } else if (Kind == "NEXTLINE") {
      addNames(B, B.Where.Line + 1, B.Where.Line + 1);
    } else if (Kind == "BEGIN") {
      Blocks.push_back(std::move(B));
    } else if (Kind == "END" && !Blocks.empty() &&
               Blocks.back().Checks == B.Checks) {
      addNames(Blocks.back(), Blocks.back().Where.Line, B.Where.Line, &B);
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

/// One name for a file that links give several: what one unit makes no use of,
/// another one may need.
std::string UnusedSuppressions::realPath(const std::string &File) {
  auto [It, New] = RealPaths.try_emplace(File, File);
  SmallString<256> Real;
  if (New && !sys::fs::real_path(File, Real))
    It->second = Real.str();
  return It->second;
}

void UnusedSuppressions::addUnit(ArrayRef<Suppression> Comments,
                                 ArrayRef<Finding> Findings) {
  for (const Suppression &S : Comments) {
    const Location &L = S.Where;
    Comment &Known = All[{realPath(L.File), L.Line, L.Column, S.Check}];
    Known.What = S;
    Known.IsUsed |= any_of(Findings, [&](const Finding &F) {
      return F.Suppressed && S.covers(F.Where.File, F.Where.Line, F.Check);
    });
  }
}

/// Takes the names \p Unused out of the comment of \p S, or all of the comment
/// when it has no others.
static std::vector<Replacement> fix(const Suppression &S,
                                    ArrayRef<StringRef> Unused) {
  StringRef List = StringRef(S.Comment).split('(').second.drop_back();
  SmallVector<StringRef> Names;
  List.split(Names, ',');
  erase_if(Names, [&](StringRef Name) {
    return Name.trim().empty() || is_contained(Unused, Name.trim());
  });
  std::vector<Replacement> Fixes;
  for (const Suppression::Part &P : S.Parts) {
    if (!Names.empty()) {
      StringRef Head = List.take_while(isSpace);
      StringRef Tail = List.substr(List.rtrim().size());
      std::string Text =
          (Head + StringRef(join(Names, ",")).trim() + Tail).str();
      Fixes.push_back(
          {S.Where.File, P.Names, unsigned(List.size()), std::move(Text)});
    } else if (P.Whole) {
      Fixes.push_back({S.Where.File, P.Whole->Offset, P.Whole->Length,
                       P.Whole->LeavesBlank ? " " : ""});
    } else {
      return {};
    }
  }
  return Fixes;
}

std::vector<Finding> UnusedSuppressions::findings(
    function_ref<bool(const Suppression &)> Judges) const {
  std::vector<Finding> Result;
  auto AreOneComment = [](const auto &L, const auto &R) {
    auto Place = [](const auto &Key) {
      return std::tie(std::get<0>(Key), std::get<1>(Key), std::get<2>(Key));
    };
    return Place(L.first) == Place(R.first);
  };
  for (auto It = All.begin(), Begin = It; It != All.end(); Begin = It) {
    const Suppression &First = Begin->second.What;
    std::vector<StringRef> Names;
    for (; It != All.end() && AreOneComment(*Begin, *It); ++It)
      if (!It->second.IsUsed && Judges(It->second.What))
        Names.push_back(It->second.What.Check);
    for (StringRef Name : Names) {
      Finding F;
      F.Check = UnusedSuppressionCheck.str();
      F.Severity = model::Tier::Advice;
      F.Where = First.Where;
      F.Message =
          ("'" + Name + "' in '" + First.Comment + "' suppresses nothing")
              .str();
      F.Notes.push_back(
          {NoteKind::Remedy, First.Where,
           "remove the name, or the comment when it names nothing else"});
      F.Fixes = fix(First, Names);
      Result.push_back(std::move(F));
    }
  }
  return Result;
}
