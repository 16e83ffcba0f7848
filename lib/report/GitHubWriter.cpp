//===- GitHubWriter.cpp - Findings as annotations of GitHub Actions -------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One workflow command per line. A runner of GitHub Actions that reads them
// shows each beside the line that it is about.
//
//===----------------------------------------------------------------------===//

#include "lib/report/Writers.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::report;

static StringRef command(model::Tier T) {
  switch (T) {
  case model::Tier::Deadlock:
    return "error";
  case model::Tier::Stall:
  case model::Tier::Hazard:
    return "warning";
  case model::Tier::Advice:
    return "notice";
  }
  llvm_unreachable("unknown tier");
}

/// What would end a command, or a property of it, is encoded.
static std::string encoded(StringRef Text, bool IsProperty) {
  std::string Result;
  for (char C : json::fixUTF8(Text))
    if (C == '%' || C == '\r' || C == '\n' ||
        (IsProperty && (C == ':' || C == ',')))
      Result += formatv("%{0:X-2}", unsigned(C));
    else
      Result += C;
  return Result;
}

static void write(StringRef Command, const Location &L, StringRef Title,
                  StringRef Message, const WriterInput &In, raw_ostream &OS) {
  OS << "::" << Command << ' ';
  if (!L.File.empty())
    OS << "file="
       << encoded(sys::path::convert_to_slash(relativeTo(In.Base, L.File)),
                  /*IsProperty=*/true)
       << ',';
  if (L.Line) {
    unsigned EndLine = std::max(L.Line, L.EndLine);
    OS << "line=" << L.Line << ",endLine=" << EndLine << ',';
    // Columns of a range of lines are refused.
    if (L.Column && EndLine == L.Line) {
      OS << "col=" << In.Sources.codePointColumn(L.File, L.Line, L.Column)
         << ',';
      if (L.EndColumn > L.Column)
        OS << "endColumn="
           << In.Sources.codePointColumn(L.File, L.Line, L.EndColumn) << ',';
    }
  }
  OS << "title=" << encoded(Title, /*IsProperty=*/true)
     << "::" << encoded(Message, /*IsProperty=*/false) << '\n';
}

void unblock::report::writeGitHub(const WriterInput &In, raw_ostream &OS) {
  for (const Finding &F : In.What.Findings) {
    if (!F.stands())
      continue;
    std::string Text = F.Message;
    for (const Note &N : F.Notes) {
      Text += '\n';
      // The reader stands at the finding's own line.
      if (!N.Where.File.empty() && N.Where.key() != F.Where.key())
        Text += formatv("{0}:{1}: ", relativeTo(In.Base, N.Where.File),
                        N.Where.Line);
      Text += N.Message;
    }
    write(command(F.Severity), F.Where,
          formatv("{0} ({1})", F.Check, model::toString(F.Severity)).str(),
          Text, In, OS);
  }
  for (const Failure &F : In.What.Failures) {
    Location Unit;
    Unit.File = F.File;
    write("error", F.Where.Line ? F.Where : Unit,
          "translation unit not analysed",
          formatv("'{0}' was not analysed: {1}", relativeTo(In.Base, F.File),
                  F.Reason)
              .str(),
          In, OS);
  }
  if (In.What.Interrupted)
    write("error", {}, "interrupted", In.What.summary(), In, OS);
}
