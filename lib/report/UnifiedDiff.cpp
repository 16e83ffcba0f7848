//===- UnifiedDiff.cpp - Changes as a patch -------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/UnifiedDiff.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace unblock::report;

static constexpr size_t ContextLines = 3;

/// The lines of \p Text, each with its end.
static std::vector<StringRef> splitLines(StringRef Text) {
  std::vector<StringRef> Lines;
  while (!Text.empty()) {
    size_t Length = std::min(Text.find('\n'), Text.size() - 1) + 1;
    Lines.push_back(Text.take_front(Length));
    Text = Text.drop_front(Length);
  }
  return Lines;
}

namespace {
/// Lines Begin to End - 1, counted from 0, become New.
struct LineChange {
  size_t Begin = 0, End = 0;
  std::string Text; ///< holds New
  std::vector<StringRef> New;
};
} // namespace

/// \p Changes as changes of whole lines, without lines at the beginning or end
/// of a change that stay as they are.
static std::vector<std::unique_ptr<LineChange>>
lineChanges(StringRef Text, ArrayRef<StringRef> Lines,
            ArrayRef<Replacement> Changes) {
  std::vector<size_t> Starts{0};
  for (StringRef L : Lines)
    Starts.push_back(Starts.back() + L.size());
  auto LineOf = [&](size_t Offset) {
    if (Offset == Text.size() && !Text.ends_with("\n") && !Lines.empty())
      return Lines.size() - 1; // is continued
    return size_t(llvm::upper_bound(Starts, Offset) - Starts.begin() - 1);
  };
  auto EndOf = [&](const Replacement &R) {
    return std::min(LineOf(R.Offset + R.Length) + 1, Lines.size());
  };

  std::vector<std::unique_ptr<LineChange>> Result;
  for (size_t I = 0; I != Changes.size();) {
    auto C = std::make_unique<LineChange>();
    C->Begin = LineOf(Changes[I].Offset);
    C->End = EndOf(Changes[I]);
    size_t At = Starts[C->Begin];
    do {
      const Replacement &R = Changes[I];
      C->Text += Text.slice(At, R.Offset);
      C->Text += R.Text;
      At = R.Offset + R.Length;
      C->End = EndOf(R);
    } while (++I != Changes.size() && LineOf(Changes[I].Offset) < C->End);
    C->Text += Text.slice(At, Starts[C->End]);

    C->New = splitLines(C->Text);
    size_t Same = 0;
    while (Same < std::min(C->End - C->Begin, C->New.size()) &&
           Lines[C->Begin + Same] == C->New[Same])
      ++Same;
    C->Begin += Same;
    C->New.erase(C->New.begin(), C->New.begin() + Same);
    while (C->End > C->Begin && !C->New.empty() &&
           Lines[C->End - 1] == C->New.back()) {
      --C->End;
      C->New.pop_back();
    }
    if (C->Begin != C->End || !C->New.empty())
      Result.push_back(std::move(C));
  }
  return Result;
}

static void writeLine(char Mark, StringRef Line, raw_ostream &OS) {
  OS << Mark << Line;
  if (!Line.ends_with("\n"))
    OS << "\n\\ No newline at end of file\n";
}

/// A name as GNU diff and git write it.
static void writeName(StringRef Mark, StringRef Name, raw_ostream &OS) {
  auto NeedsQuotes = [](char C) {
    return (unsigned char)C < 0x20 || C == '"' || C == '\\' || C == 0x7f;
  };
  OS << Mark;
  if (none_of(Name, NeedsQuotes)) {
    OS << Name << (Name.contains(' ') ? "\t" : "") << '\n';
    return;
  }
  StringRef Letters = "abtnvfr";
  OS << '"';
  for (char C : Name) {
    if (C == '"' || C == '\\')
      OS << '\\' << C;
    else if (C >= '\a' && C <= '\r')
      OS << '\\' << Letters[C - '\a'];
    else if (NeedsQuotes(C))
      OS << '\\' << char('0' + (C >> 6 & 7)) << char('0' + (C >> 3 & 7))
         << char('0' + (C & 7));
    else
      OS << C;
  }
  OS << "\"\n";
}

static void writeRange(char Mark, size_t Begin, size_t Count, raw_ostream &OS) {
  // An empty range is named by the line before it.
  OS << Mark << (Count ? Begin + 1 : Begin);
  if (Count != 1)
    OS << ',' << Count;
}

void unblock::report::writeUnifiedDiff(StringRef Name, StringRef Text,
                                       ArrayRef<Replacement> Changes,
                                       raw_ostream &OS) {
  std::vector<StringRef> Lines = splitLines(Text);
  auto All = lineChanges(Text, Lines, Changes);
  if (All.empty())
    return;
  writeName("--- ", ("a/" + Name).str(), OS);
  writeName("+++ ", ("b/" + Name).str(), OS);

  size_t Added = 0, Removed = 0; // in the hunks before
  for (size_t I = 0; I != All.size();) {
    size_t Last = I;
    while (Last + 1 != All.size() &&
           All[Last + 1]->Begin - All[Last]->End <= 2 * ContextLines)
      ++Last;
    size_t Begin = All[I]->Begin - std::min(All[I]->Begin, ContextLines);
    size_t End = std::min(All[Last]->End + ContextLines, Lines.size());
    size_t AddedHere = 0, RemovedHere = 0;
    for (size_t J = I; J <= Last; ++J) {
      AddedHere += All[J]->New.size();
      RemovedHere += All[J]->End - All[J]->Begin;
    }
    OS << "@@ ";
    writeRange('-', Begin, End - Begin, OS);
    OS << ' ';
    writeRange('+', Begin + Added - Removed,
               End - Begin + AddedHere - RemovedHere, OS);
    OS << " @@\n";
    size_t At = Begin;
    for (; I <= Last; ++I) {
      for (; At != All[I]->Begin; ++At)
        writeLine(' ', Lines[At], OS);
      for (; At != All[I]->End; ++At)
        writeLine('-', Lines[At], OS);
      for (StringRef L : All[I]->New)
        writeLine('+', L, OS);
    }
    for (; At != End; ++At)
      writeLine(' ', Lines[At], OS);
    Added += AddedHere;
    Removed += RemovedHere;
  }
}
