//===- FixFiles.cpp - Fixes, from findings to files -----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FixFiles.h"
#include "OutputFile.h"
#include "lib/report/UnifiedDiff.h"
#include "lib/report/Writers.h"
#include "clang/Format/Format.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/xxhash.h"
#include <set>

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;
using report::FixState;
using report::Replacement;

std::string unblock::lint::contentHash(StringRef Content) {
  XXH128_hash_t Hash = xxh3_128bits(arrayRefFromStringRef(Content));
  return utohexstr(Hash.high64, /*LowerCase=*/true, 16) +
         utohexstr(Hash.low64, /*LowerCase=*/true, 16);
}

static ErrorOr<std::string> readFile(StringRef Path) {
  auto Buffer = MemoryBuffer::getFile(Path, /*IsText=*/false,
                                      /*RequiresNullTerminator=*/false,
                                      /*IsVolatile=*/true);
  if (!Buffer)
    return Buffer.getError();
  return (*Buffer)->getBuffer().str();
}

//===----------------------------------------------------------------------===//
// The plan
//===----------------------------------------------------------------------===//

/// One name for a file that links give several.
std::string FixFiles::realPath(StringRef Name) {
  SmallString<256> Real;
  return sys::fs::real_path(Name, Real) ? Name.str() : Real.str().str();
}

void FixFiles::fail(File &F, const Twine &Reason) {
  F.IsBroken = true;
  Errors.push_back(("'" + F.Name + "' is not fixed: " + Reason).str());
}

void FixFiles::sawFile(StringRef Name, StringRef Hash) {
  auto [It, New] = Files.try_emplace(realPath(Name));
  File &F = It->second;
  if (New) {
    F.Name = Name.str();
    F.Hash = Hash.str();
    F.IsOurs = IsOurs(It->first);
  } else if (F.Hash != Hash && !F.IsBroken) {
    fail(F, "it changed while it was analysed; run again");
  }
}

/// Only what was seen is known to be no system header.
bool FixFiles::mayChange(const std::string &Path) {
  auto It = Files.find(Path);
  if (It == Files.end() || !It->second.IsOurs)
    return false;
  File &F = It->second;
  if (!F.IsRead && !F.IsBroken) {
    F.IsRead = true;
    ErrorOr<std::string> Text = readFile(Path);
    if (!Text)
      fail(F, "cannot read it: " + Text.getError().message());
    else if (contentHash(*Text) != F.Hash)
      fail(F, "it changed since it was analysed; run again");
    else
      F.Text = std::move(*Text);
  }
  return !F.IsBroken;
}

void FixFiles::plan(const report::Report &Report) {
  std::vector<report::Finding> Findings = Report.Findings;
  for (report::Finding &F : Findings)
    for (Replacement &R : F.Fixes)
      R.File = realPath(R.File);
  Plan = report::planFixes(
      Findings, [&](StringRef Path) { return mayChange(Path.str()); });
  for (auto &[Path, F] : Files)
    F.Changes.clear();
  for (auto &[Path, Wanted] : Plan.Files)
    format(Path, Files[Path], Wanted);
}

/// Whether lines end with CR LF.
static bool hasCRLF(StringRef Text) {
  return Text.count("\r\n") * 2 > Text.count('\n');
}

static std::string toCRLF(StringRef Text) {
  std::string Result;
  for (size_t I = 0; I != Text.size(); ++I) {
    if (Text[I] == '\n' && (I == 0 || Text[I - 1] != '\r'))
      Result += '\r';
    Result += Text[I];
  }
  return Result;
}

/// Lays out what changes as the file's .clang-format says, when there is one.
void FixFiles::format(const std::string &Path, File &F,
                      ArrayRef<Replacement> Wanted) {
  F.Changes = Wanted;
  bool UsesCRLF = hasCRLF(F.Text);
  clang::tooling::Replacements Plain;
  for (Replacement &R : F.Changes) {
    if (UsesCRLF)
      R.Text = toCRLF(R.Text);
    if (Error E = Plain.add({Path, R.Offset, R.Length, R.Text}))
      return consumeError(std::move(E));
  }
  Expected<clang::format::FormatStyle> Style =
      clang::format::getStyle("file", Path, "none", F.Text);
  if (!Style) {
    consumeError(Style.takeError());
    return;
  }
  Style->LineEnding = UsesCRLF ? clang::format::FormatStyle::LE_CRLF
                               : clang::format::FormatStyle::LE_LF;
  auto Formatted = clang::format::formatReplacements(F.Text, Plain, *Style);
  if (!Formatted)
    return consumeError(Formatted.takeError());
  F.Changes.clear();
  for (const clang::tooling::Replacement &R : *Formatted)
    F.Changes.push_back(
        {Path, R.getOffset(), R.getLength(), R.getReplacementText().str()});
}

//===----------------------------------------------------------------------===//
// What comes of it
//===----------------------------------------------------------------------===//

void FixFiles::printDiff(StringRef Root, raw_ostream &OS) const {
  std::string RealRoot = realPath(Root);
  for (const auto &[Path, F] : Files)
    report::writeUnifiedDiff(report::relativeTo(RealRoot, Path), F.Text,
                             F.Changes, OS);
}

void FixFiles::write(const report::Report &Report) {
  // Everything is ready beside its place before anything takes it.
  std::vector<std::pair<File *, StagedFile>> Staged;
  auto Stage = [&] {
    Staged.clear();
    for (auto &[Path, F] : Files) {
      if (F.Changes.empty())
        continue;
      Expected<StagedFile> S =
          StagedFile::create(Path, report::applyChanges(F.Text, F.Changes));
      if (!S) {
        fail(F, toString(S.takeError()));
        return false;
      }
      Staged.emplace_back(&F, std::move(*S));
    }
    return true;
  };
  while (!Stage())
    plan(Report);

  bool AllWritten = true;
  for (auto &[F, S] : Staged) {
    ErrorOr<std::string> Now = readFile(S.path());
    Error E = Error::success();
    if (!Now || *Now != F->Text)
      fail(*F, "it changed since it was analysed; run again");
    else if ((E = S.commit()))
      fail(*F, toString(std::move(E)));
    AllWritten &= !F->IsBroken;
  }
  // Too late for the other files of a fix; at least the report is right.
  if (!AllWritten)
    plan(Report);
}

size_t FixFiles::fixedFindings() const {
  return count(Plan.States, FixState::Planned);
}

size_t FixFiles::changedFiles() const {
  return count_if(Files, [](auto &E) { return !E.second.Changes.empty(); });
}

std::vector<std::string> FixFiles::leftOver(const report::Report &Report,
                                            StringRef Directory) const {
  std::vector<std::string> Lines;
  for (auto [F, State] : zip_equal(Report.Findings, Plan.States)) {
    StringRef Why;
    if (F.FixesDisagree && F.stands())
      Why = "translation units would fix it differently";
    else if (State == FixState::Overlaps)
      Why = "its fix overlaps with another one; run again";
    else if (State == FixState::Locked)
      Why = "a file that its fix changes may not be changed";
    else
      continue;
    std::string Line;
    raw_string_ostream(Line)
        << report::relativeTo(Directory, F.Where.File) << ':' << F.Where.Line
        << ':' << F.Where.Column << ": not fixed: " << Why;
    Lines.push_back(std::move(Line));
  }
  return Lines;
}

namespace {
/// Places in a text, as offsets and as lines and columns.
class LineTable {
public:
  explicit LineTable(StringRef Text) : Text(Text) {
    for (size_t I = 0; I != Text.size(); ++I)
      if (Text[I] == '\n')
        Starts.push_back(I + 1);
  }

  unsigned offset(unsigned Line, unsigned Column) const {
    if (Line > Starts.size())
      return Text.size();
    return std::min<size_t>(Starts[Line - 1] + (Column ? Column - 1 : 0),
                            Text.size());
  }

  void locate(unsigned Offset, unsigned &Line, unsigned &Column) const {
    auto Next = upper_bound(Starts, Offset);
    Line = Next - Starts.begin();
    Column = Offset - *std::prev(Next) + 1;
  }

private:
  StringRef Text;
  std::vector<unsigned> Starts{0};
};
} // namespace

void FixFiles::update(report::Report &Report) const {
  struct Move {
    std::string After;
    LineTable From, To;
    ArrayRef<Replacement> Changes;
    Move(const File &F)
        : After(report::applyChanges(F.Text, F.Changes)), From(F.Text),
          To(After), Changes(F.Changes) {}
  };
  std::map<std::string, std::unique_ptr<Move>> Moves; // by a finding's names
  auto MoveOf = [&](const std::string &Name) -> const Move * {
    auto [It, New] = Moves.try_emplace(Name);
    if (New)
      if (auto F = Files.find(realPath(Name));
          F != Files.end() && !F->second.Changes.empty())
        It->second = std::make_unique<Move>(F->second);
    return It->second.get();
  };
  auto Update = [&](report::Location &L) {
    const Move *M = L.Line ? MoveOf(L.File) : nullptr;
    if (!M)
      return;
    bool HasColumn = L.Column, HasEnd = L.EndLine;
    unsigned Begin = shifted(M->From.offset(L.Line, L.Column), M->Changes);
    unsigned End = M->From.offset(L.EndLine ? L.EndLine : 1, L.EndColumn);
    M->To.locate(Begin, L.Line, L.Column);
    if (!HasColumn)
      L.Column = 0;
    if (HasEnd)
      M->To.locate(std::max(Begin, shifted(End, M->Changes)), L.EndLine,
                   L.EndColumn);
  };

  std::vector<report::Finding> Remaining;
  for (auto [F, State] : zip_equal(Report.Findings, Plan.States)) {
    if (State == FixState::Planned)
      continue;
    // A fix of what has changed is to be made anew.
    if (any_of(F.Fixes, [&](auto &R) { return MoveOf(R.File); }))
      F.Fixes.clear();
    Update(F.Where);
    for (report::Note &N : F.Notes)
      Update(N.Where);
    Remaining.push_back(std::move(F));
  }
  Report.Findings = std::move(Remaining);
}
