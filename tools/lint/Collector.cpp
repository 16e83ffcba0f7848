//===- Collector.cpp - Diagnostics and findings, together -----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Collector.h"
#include "CompileCommands.h"
#include "FixFiles.h"
#include "lib/index/UnitBuilder.h"
#include "clang/Basic/SourceManager.h"
#include <set>

using namespace llvm;
using namespace clang;
using namespace unblock;
using namespace unblock::lint;

/// Where in \p Text the word stands that suppresses a diagnostic at \p Offset:
/// on its line, on the line before, or at the beginning of a block.
static size_t findDirective(StringRef Text, size_t Offset) {
  size_t Line = Text.rfind('\n', Offset) + 1;
  StringRef Lines = Text.take_front(Text.find('\n', Offset));
  for (size_t At = Line; (At = Lines.find("NOLINT", At)) != StringRef::npos;
       ++At) {
    StringRef Rest = Lines.substr(At + strlen("NOLINT"));
    if (!Rest.starts_with("NEXTLINE") && !Rest.starts_with("BEGIN") &&
        !Rest.starts_with("END"))
      return At;
  }
  if (Line > 0) {
    size_t Previous = Text.rfind('\n', Line - 1) + 1;
    size_t At = Text.slice(Previous, Line).find("NOLINTNEXTLINE");
    if (At != StringRef::npos)
      return Previous + At;
  }
  return Text.take_front(Line).rfind("NOLINTBEGIN");
}

/// The text of the comment that suppresses a diagnostic at \p Loc.
static std::string suppressingComment(SourceLocation Loc,
                                      const SourceManager &SM) {
  for (SourceLocation Place : {SM.getFileLoc(Loc), SM.getSpellingLoc(Loc)}) {
    auto [File, Offset] = SM.getDecomposedLoc(Place);
    StringRef Text = SM.getBufferData(File);
    size_t At = findDirective(Text, Offset);
    if (At == StringRef::npos)
      continue;
    size_t Line = Text.rfind('\n', At) + 1;
    StringRef Before = Text.slice(Line, At);
    size_t Start = Line;
    for (StringRef Marker : {"//", "/*"})
      if (size_t M = Before.rfind(Marker); M != StringRef::npos)
        Start = std::max(Start, Line + M + 2);
    StringRef Comment = Text.slice(Start, Text.find('\n', At));
    return Comment.split("*/").first.trim().str();
  }
  return "NOLINT";
}

void Collector::recordFixable(const report::Finding &F,
                              const SourceManager &SM) {
  for (const report::Replacement &R : F.Fixes) {
    if (Fixable.count(R.File))
      continue;
    OptionalFileEntryRef Entry = SM.getFileManager().getOptionalFileRef(R.File);
    FileID File = Entry ? SM.translateFile(*Entry) : FileID();
    if (File.isValid() && !SM.isInSystemHeader(SM.getLocForStartOfFile(File)))
      Fixable[R.File] = contentHash(SM.getBufferData(File));
  }
}

void Collector::complete(index::Unit &U, const SourceManager &SM) {
  for (const index::OpenCall &C : U.OpenCalls)
    recordFixable(C.Draft, SM);
}

void Collector::HandleDiagnostic(DiagnosticsEngine::Level Level,
                                 const clang::Diagnostic &Info) {
  Diagnosed D;
  D.Check = Context.getCheckName(Info.getID());
  SmallString<128> Text;
  Info.FormatDiagnostic(Text);
  StringRef Message = Text;
  Message.consume_back(" [" + D.Check + "]");
  D.Message = Message.str();
  if (Info.hasSourceManager() && Info.getLocation().isValid()) {
    const SourceManager &SM = Info.getSourceManager();
    SourceLocation Loc = SM.getFileLoc(Info.getLocation());
    auto [File, Offset] = SM.getDecomposedLoc(Loc);
    D.Where.File = SM.getFilename(Loc).str();
    D.Where.Line = SM.getLineNumber(File, Offset);
    D.Where.Column = SM.getColumnNumber(File, Offset);
    D.Offset = Offset;
  }

  unsigned IgnoredBefore = Context.getStats().ErrorsIgnoredNOLINT;
  ClangTidyDiagnosticConsumer::HandleDiagnostic(Level, Info);
  if (Level == DiagnosticsEngine::Note)
    return;
  if (StringRef(D.Check).starts_with("async-")) {
    if (Info.hasSourceManager())
      for (const report::Finding &F : Found)
        recordFixable(F, Info.getSourceManager());
    if (Context.getStats().ErrorsIgnoredNOLINT != IgnoredBefore)
      D.Suppressed =
          suppressingComment(Info.getLocation(), Info.getSourceManager());
    (D.Message == index::OpenCallMessage ? OpenCalls : Diagnostics)
        .push_back(std::move(D));
  } else if (Level >= DiagnosticsEngine::Error && !Failed &&
             !StringRef(D.Check).starts_with("clang-tidy-")) {
    Failed = {"", D.Where, D.Message};
  }
}

report::Finding Collector::takeFinding(const Diagnosed &D) {
  auto It = find_if(Found, [&](const report::Finding &F) {
    return F.Check == D.Check && F.Message == D.Message &&
           F.Where.Line == D.Where.Line && F.Where.Column == D.Where.Column;
  });
  report::Finding F;
  if (It != Found.end()) {
    F = std::move(*It);
    Found.erase(It);
  } else {
    F.Check = D.Check;
    F.Message = D.Message;
    F.Where = D.Where;
  }
  F.Suppressed = D.Suppressed;
  return F;
}

void Collector::takeResult(UnitResult &Result, index::Unit *Summary) {
  std::set<std::tuple<std::string, std::string, unsigned, std::string>>
      Standing;
  for (const tidy::ClangTidyError &E : take()) {
    const tooling::DiagnosticMessage &M = E.Message;
    Standing.emplace(E.DiagnosticName, M.FilePath, M.FileOffset, M.Message);
    if (E.DiagnosticName == "clang-tidy-nolint")
      Result.Warnings.push_back({canonicalPath(M.FilePath), M.Message});
    else if (E.DiagnosticName == "clang-tidy-config")
      Failed = {"", {}, M.Message};
  }
  for (const Diagnosed &D : Diagnostics)
    if (D.Suppressed ||
        Standing.erase({D.Check, D.Where.File, D.Offset, D.Message}))
      Result.Findings.push_back(takeFinding(D));
  for (auto &[File, Hash] : Fixable)
    Result.Fixable[canonicalPath(File)] = Hash;

  if (!Summary)
    return;
  std::map<std::tuple<std::string, std::string, unsigned, unsigned>,
           std::optional<std::string>>
      StandingCalls;
  for (const Diagnosed &D : OpenCalls)
    if (D.Suppressed ||
        Standing.count({D.Check, D.Where.File, D.Offset, D.Message}))
      StandingCalls[{D.Check, D.Where.File, D.Where.Line, D.Where.Column}] =
          D.Suppressed;
  erase_if(Summary->OpenCalls, [&](index::OpenCall &C) {
    const report::Location &Where = C.Draft.Where;
    erase_if(C.Asked, [&](index::OpenCall::Asking &A) {
      auto It = StandingCalls.find({Summary->Questions[A.What].Check,
                                    Where.File, Where.Line, Where.Column});
      if (It != StandingCalls.end())
        A.Suppressed = It->second;
      return It == StandingCalls.end();
    });
    return C.Asked.empty();
  });
}
