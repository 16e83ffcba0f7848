//===- SourceText.cpp - Source lines that findings point into -------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/SourceText.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using namespace unblock::report;

void SourceText::fill(Entry &E, std::unique_ptr<MemoryBuffer> Text) {
  E.Buffer = std::move(Text);
  E.LineStarts = {0};
  StringRef All = E.Buffer->getBuffer();
  for (size_t I = All.find('\n'); I != StringRef::npos;
       I = All.find('\n', I + 1))
    E.LineStarts.push_back(I + 1);
}

void SourceText::put(StringRef File, std::unique_ptr<MemoryBuffer> Text) {
  fill(Entries[File], std::move(Text));
}

const SourceText::Entry &SourceText::entry(StringRef File) {
  auto [It, New] = Entries.try_emplace(File);
  if (New)
    if (auto Buffer = MemoryBuffer::getFile(File))
      fill(It->second, std::move(*Buffer));
  return It->second;
}

StringRef SourceText::line(StringRef File, unsigned Line) {
  const Entry &E = entry(File);
  if (Line == 0 || Line > E.LineStarts.size())
    return "";
  StringRef Rest = E.Buffer->getBuffer().substr(E.LineStarts[Line - 1]);
  return Rest.take_until([](char C) { return C == '\n' || C == '\r'; });
}

StringRef SourceText::text(StringRef File) {
  const Entry &E = entry(File);
  return E.Buffer ? E.Buffer->getBuffer() : "";
}

unsigned SourceText::lineCount(StringRef File) {
  const Entry &E = entry(File);
  // What follows the last line's end is no line.
  bool EndsWithLine =
      E.Buffer && E.Buffer->getBuffer().size() == E.LineStarts.back();
  return E.LineStarts.size() - EndsWithLine;
}

unsigned SourceText::codePointColumn(StringRef File, unsigned Line,
                                     unsigned Column) {
  StringRef Before = line(File, Line).take_front(Column - 1);
  return Column - count_if(Before, [](char C) { return (C & 0xC0) == 0x80; });
}

std::pair<unsigned, unsigned> SourceText::position(StringRef File,
                                                   unsigned Offset) {
  const Entry &E = entry(File);
  if (!E.Buffer || Offset > E.Buffer->getBufferSize())
    return {0, 0};
  auto Next = llvm::upper_bound(E.LineStarts, Offset);
  return {unsigned(Next - E.LineStarts.begin()),
          unsigned(Offset - *std::prev(Next) + 1)};
}
