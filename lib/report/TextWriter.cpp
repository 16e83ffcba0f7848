//===- TextWriter.cpp - Findings as Clang prints diagnostics --------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Writers.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Unicode.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::report;

StringRef unblock::report::relativeTo(StringRef Base, StringRef File) {
  StringRef Rest = File;
  if (Base.empty() || !Rest.consume_front(Base))
    return File;
  if (!sys::path::is_separator(Base.back()) &&
      (Rest.empty() || !sys::path::is_separator(Rest.front())))
    return File;
  Rest = Rest.ltrim('/');
  return Rest.empty() ? File : Rest;
}

/// Columns that \p Text takes on a terminal; bytes when that is not known.
static unsigned width(StringRef Text) {
  int Width = sys::unicode::columnWidthUTF8(Text);
  return Width < 0 ? Text.size() : Width;
}

/// Prints the line of \p L with a mark under the place.
static void writeSnippet(const Location &L, SourceText &Sources,
                         raw_ostream &OS) {
  // A line of machine-made code helps nobody.
  constexpr unsigned LongestLine = 400;
  StringRef Line = Sources.line(L.File, L.Line);
  if (L.Column == 0 || L.Column > Line.size() || Line.size() > LongestLine)
    return;
  OS << format("%5u | ", L.Line) << Line << "\n      | ";
  StringRef Before = Line.take_front(L.Column - 1);
  for (StringRef Rest = Before; !Rest.empty();) {
    auto [Part, Tail] = Rest.split('\t');
    OS.indent(width(Part));
    if (Part.size() != Rest.size())
      OS << '\t';
    Rest = Tail;
  }
  unsigned Marks = 1;
  if (L.EndLine == L.Line && L.EndColumn > L.Column)
    Marks = std::max(1u, width(Line.slice(L.Column - 1, L.EndColumn - 1)));
  OS.changeColor(raw_ostream::GREEN, /*Bold=*/true);
  OS << '^';
  for (unsigned I = 1; I < Marks; ++I)
    OS << '~';
  OS.resetColor();
  OS << '\n';
}

static void writePlace(const Location &L, StringRef Base, raw_ostream &OS) {
  OS.changeColor(raw_ostream::SAVEDCOLOR, /*Bold=*/true);
  if (!L.File.empty())
    OS << relativeTo(Base, L.File) << ':';
  if (L.Line)
    OS << L.Line << ':' << L.Column << ':';
  if (!L.File.empty())
    OS << ' ';
  OS.resetColor();
}

void unblock::report::writeText(const WriterInput &In, raw_ostream &OS) {
  for (const Finding &F : In.What.Findings) {
    if (!F.stands())
      continue;
    writePlace(F.Where, In.Base, OS);
    OS.changeColor(raw_ostream::MAGENTA, /*Bold=*/true);
    OS << "warning: ";
    OS.resetColor();
    OS.changeColor(raw_ostream::SAVEDCOLOR, /*Bold=*/true);
    OS << F.Message;
    OS.resetColor();
    OS << " [" << F.Check << "] (" << model::toString(F.Severity) << ")\n";
    writeSnippet(F.Where, In.Sources, OS);
    for (const Note &N : F.Notes) {
      writePlace(N.Where, In.Base, OS);
      OS.changeColor(raw_ostream::CYAN, /*Bold=*/true);
      OS << "note: ";
      OS.resetColor();
      OS << N.Message << '\n';
      // The reader has just seen the finding's own line.
      if (N.Where.key() != F.Where.key())
        writeSnippet(N.Where, In.Sources, OS);
    }
  }
}
