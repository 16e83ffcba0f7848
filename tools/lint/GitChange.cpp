//===- GitChange.cpp - What changed since a revision ----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GitChange.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

using namespace llvm;
using namespace unblock::lint;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), "--since: " + Message);
}

//===----------------------------------------------------------------------===//
// Asking git
//===----------------------------------------------------------------------===//

namespace {
struct Answer {
  int Status = 0;
  std::string Output, Errors;
};

/// Runs git in one directory.
class Git {
public:
  static Expected<Git> in(StringRef Directory) {
    ErrorOr<std::string> Program = sys::findProgramByName("git");
    if (!Program)
      return failure("git was not found in the PATH; install it");
    return Git(std::move(*Program), Directory.str());
  }

  Expected<Answer> ask(ArrayRef<StringRef> Arguments) const;
  /// The output; what git complains about is an error.
  Expected<std::string> get(ArrayRef<StringRef> Arguments) const;

private:
  Git(std::string Program, std::string Directory)
      : Program(std::move(Program)), Directory(std::move(Directory)) {}

  std::string Program, Directory;
};
} // namespace

static std::string readAndRemove(StringRef Path) {
  auto Buffer = MemoryBuffer::getFile(Path);
  std::string Text = Buffer ? (*Buffer)->getBuffer().str() : "";
  fs::remove(Path);
  return Text;
}

Expected<Answer> Git::ask(ArrayRef<StringRef> Arguments) const {
  SmallString<128> Output, Errors;
  for (SmallString<128> *File : {&Output, &Errors})
    if (std::error_code EC = fs::createTemporaryFile("unblock-git", "", *File))
      return failure("cannot write what git says to a temporary file: " +
                     EC.message());
  // What the user configured for his eyes must not change what we read, and we
  // must not take locks that get into his way.
  SmallVector<StringRef, 24> Command{"git", "-C", Directory,
                                     "--no-optional-locks"};
  append_range(Command, Arguments);
  std::optional<StringRef> Redirects[] = {StringRef(""), Output.str(),
                                          Errors.str()};
  std::string Problem;
  Answer A;
  A.Status = sys::ExecuteAndWait(Program, Command, /*Env=*/std::nullopt,
                                 Redirects, /*SecondsToWait=*/0,
                                 /*MemoryLimit=*/0, &Problem);
  A.Output = readAndRemove(Output);
  A.Errors = readAndRemove(Errors);
  if (A.Status < 0)
    return failure("cannot run '" + Program + "': " + Problem);
  return A;
}

Expected<std::string> Git::get(ArrayRef<StringRef> Arguments) const {
  Expected<Answer> A = ask(Arguments);
  if (!A)
    return A.takeError();
  if (A->Status != 0)
    return failure("git " + Arguments.front() +
                   " failed: " + StringRef(A->Errors).trim());
  return std::move(A->Output);
}

/// The commit at which the current branch left \p Revision.
static Expected<std::string> findBase(const Git &G, StringRef Revision) {
  std::string Commit = (Revision + "^{commit}").str();
  Expected<Answer> Known = G.ask({"rev-parse", "--verify", "--quiet", Commit});
  if (!Known)
    return Known.takeError();
  Expected<Answer> Shallow = G.ask({"rev-parse", "--is-shallow-repository"});
  if (!Shallow)
    return Shallow.takeError();
  StringRef Fetch = StringRef(Shallow->Output).trim() == "true"
                        ? "; this clone is shallow: run 'git fetch "
                          "--unshallow', or let CI fetch all of the history"
                        : "";
  if (Known->Status != 0 || Revision.starts_with("-"))
    return failure("the repository has no revision '" + Revision + "'" +
                   (Fetch.empty() ? "; 'git fetch' may bring it" : Fetch));
  std::string Id = StringRef(Known->Output).trim().str();
  Expected<Answer> Base = G.ask({"merge-base", Id, "HEAD"});
  if (!Base)
    return Base.takeError();
  if (Base->Status != 0)
    return failure("'" + Revision +
                   "' and the current branch have no common commit" + Fetch);
  return StringRef(Base->Output).trim().str();
}

//===----------------------------------------------------------------------===//
// Reading what git says
//===----------------------------------------------------------------------===//

/// Takes what goes up to the next NUL.
static StringRef takeField(StringRef &Text) {
  auto [Field, Rest] = Text.split('\0');
  Text = Rest;
  return Field;
}

/// A name in a patch, which is quoted like a string in C if it has to be.
static std::string unquote(StringRef Name) {
  if (!Name.consume_front("\"") || !Name.consume_back("\""))
    return Name.str();
  std::string Result;
  while (!Name.empty()) {
    char C = Name.front();
    Name = Name.drop_front();
    if (C != '\\' || Name.empty()) {
      Result += C;
      continue;
    }
    unsigned Octal;
    if (isDigit(Name.front()) && !Name.take_front(3).getAsInteger(8, Octal)) {
      Result += char(Octal);
      Name = Name.drop_front(3);
      continue;
    }
    static constexpr StringLiteral Letters = "abtnvfr",
                                   Meanings = "\a\b\t\n\v\f\r";
    size_t Letter = Letters.find(Name.front());
    Result += Letter == StringRef::npos ? Name.front() : Meanings[Letter];
    Name = Name.drop_front();
  }
  return Result;
}

/// The lines of "12,3", the second half of "@@ -10,2 +12,3 @@".
static std::optional<LineRange> parseRange(StringRef Text) {
  auto [FirstText, CountText] = Text.split(',');
  unsigned First, Count = 1;
  if (FirstText.getAsInteger(10, First) ||
      (!CountText.empty() && CountText.getAsInteger(10, Count)))
    return std::nullopt;
  if (Count == 0) // git names the line before
    return LineRange{First + 1, First + 1};
  return LineRange{First, First + Count - 1};
}

/// The changed lines by file, of a patch without context.
static StringMap<std::vector<LineRange>> parsePatch(StringRef Patch) {
  StringMap<std::vector<LineRange>> Result;
  std::string File;
  unsigned Body = 0; // lines of a hunk are no headers, whatever they say
  while (!Patch.empty()) {
    auto [Line, Rest] = Patch.split('\n');
    Patch = Rest;
    if (Body && (Line.starts_with("+") || Line.starts_with("-"))) {
      --Body;
      continue;
    }
    if (Line.starts_with("diff --git ")) {
      File.clear();
    } else if (Line.consume_front("+++ ")) {
      File = unquote(Line.split('\t').first); // a tab ends a name with spaces
      if (!StringRef(File).starts_with("b/"))
        File.clear();
    } else if (Line.consume_front("@@ -")) {
      auto [Old, Tail] = Line.split(" +");
      StringRef New = Tail.split(" @@").first;
      StringRef OldCount = Old.split(',').second,
                NewCount = New.split(',').second;
      unsigned Minus = 1, Plus = 1;
      OldCount.getAsInteger(10, Minus);
      NewCount.getAsInteger(10, Plus);
      Body = Minus + Plus;
      if (std::optional<LineRange> Range = parseRange(New);
          Range && !File.empty())
        Result[StringRef(File).drop_front(2)].push_back(*Range);
    }
  }
  return Result;
}

namespace {
/// A record of `git diff --raw`.
struct Record {
  std::string OldMode, NewMode, OldId, NewId;
  char Status;
  std::string Path, OldPath; ///< relative to the top
};
} // namespace

static std::vector<Record> parseRaw(StringRef Text) {
  std::vector<Record> Records;
  while (Text.starts_with(":")) {
    SmallVector<StringRef, 5> Fields;
    takeField(Text).drop_front().split(Fields, ' ');
    if (Fields.size() != 5 || Fields[4].empty())
      break;
    Record R{Fields[0].str(),
             Fields[1].str(),
             Fields[2].str(),
             Fields[3].str(),
             Fields[4].front(),
             takeField(Text).str(),
             ""};
    R.OldPath = R.Path;
    if (R.Status == 'R' || R.Status == 'C')
      R.Path = takeField(Text).str();
    Records.push_back(std::move(R));
  }
  return Records;
}

/// A regular file, in git's notation.
static bool isFileMode(StringRef Mode) { return Mode.starts_with("100"); }

static constexpr LineRange WholeFile{1, UINT_MAX};

//===----------------------------------------------------------------------===//
// GitChange
//===----------------------------------------------------------------------===//

/// \p Path without symbolic links in its directory, which need not exist.
static std::string resolveDirectory(StringRef Path) {
  SmallString<256> Tail(path::filename(Path)), Real;
  for (StringRef Parent = path::parent_path(Path); !Parent.empty();
       Parent = path::parent_path(Parent)) {
    if (!fs::real_path(Parent, Real)) {
      path::append(Real, Tail);
      return Real.str().str();
    }
    SmallString<256> Longer(path::filename(Parent));
    path::append(Longer, Tail);
    Tail = Longer;
  }
  return Path.str();
}

Expected<GitChange> GitChange::since(StringRef Revision, StringRef Directory) {
  if (Revision.empty())
    return failure("name a revision, as in --since=origin/main");
  Expected<Git> Here = Git::in(Directory);
  if (!Here)
    return Here.takeError();
  Expected<Answer> Top = Here->ask({"rev-parse", "--show-toplevel"});
  if (!Top)
    return Top.takeError();
  StringRef Root = Top->Output;
  Root.consume_back("\n");
  if (Top->Status != 0 || Root.empty())
    return failure("'" + Directory +
                   "' is in no working tree of git; git says: " +
                   StringRef(Top->Errors).trim());
  Expected<Git> G = Git::in(Root);
  if (!G)
    return G.takeError();
  Expected<std::string> Base = findBase(*G, Revision);
  if (!Base)
    return Base.takeError();

  Expected<std::string> Raw =
      G->get({"diff", "--raw", "-z", "--no-abbrev", "-M", "--no-ext-diff",
              "--ignore-submodules=all", "--no-relative", *Base, "--"});
  if (!Raw)
    return Raw.takeError();
  Expected<std::string> Patch = G->get(
      {"diff", "-U0", "--inter-hunk-context=0", "-M", "--no-color",
       "--no-ext-diff", "--no-textconv", "--ignore-submodules=all",
       "--no-relative", "--src-prefix=a/", "--dst-prefix=b/", *Base, "--"});
  if (!Patch)
    return Patch.takeError();
  Expected<std::string> Untracked =
      G->get({"ls-files", "--others", "--exclude-standard", "-z"});
  if (!Untracked)
    return Untracked.takeError();

  GitChange Result;
  Result.Base = std::move(*Base);
  auto FileAt = [&](StringRef Relative) -> FileChange & {
    SmallString<256> Path(Root);
    path::append(Path, Relative);
    auto [It, New] =
        Result.ByPath.try_emplace(resolveDirectory(Path), Result.Files.size());
    if (New) {
      Result.Files.emplace_back();
      Result.Files.back().Path = It->first().str();
    }
    return Result.Files[It->second];
  };
  StringMap<std::vector<LineRange>> Lines = parsePatch(*Patch);
  for (const Record &R : parseRaw(*Raw)) {
    if (isFileMode(R.OldMode)) {
      // Through the filters, as line ends may be converted.
      Expected<std::string> Content =
          G->get({"cat-file", "--filters", "--path=" + R.OldPath, R.OldId});
      if (!Content)
        return Content.takeError();
      FileChange &Old = FileAt(R.OldPath);
      Old.Before = std::move(*Content);
      Old.IsGone = R.OldPath != R.Path || R.Status == 'D';
    }
    if (R.Status == 'D' || !isFileMode(R.NewMode))
      continue;
    FileChange &New = FileAt(R.Path);
    New.IsGone = false;
    if (auto It = Lines.find(R.Path); It != Lines.end())
      New.Lines = std::move(It->second);
    else if (R.Status != 'R' && isFileMode(R.OldMode)) {
      // Only the permissions changed, or it is no text to git.
      auto Now = MemoryBuffer::getFile(New.Path);
      if (!Now || (*Now)->getBuffer() != New.Before)
        New.Lines = {WholeFile};
    }
    if (!isFileMode(R.OldMode))
      New.Lines = {WholeFile};
  }
  StringRef Names = *Untracked;
  while (!Names.empty()) {
    FileChange &New = FileAt(takeField(Names));
    New.IsGone = false;
    New.Lines = {WholeFile};
  }
  return Result;
}

const FileChange *GitChange::find(StringRef File) const {
  auto It = ByPath.find(File);
  if (It == ByPath.end())
    It = ByPath.find(resolveDirectory(File));
  if (SmallString<256> Real; It == ByPath.end() && !fs::real_path(File, Real))
    It = ByPath.find(Real);
  return It == ByPath.end() ? nullptr : &Files[It->second];
}

bool GitChange::contains(StringRef File, unsigned Line) const {
  const FileChange *F = find(File);
  return F && any_of(F->Lines, [&](const LineRange &R) {
           return R.First <= Line && Line <= R.Last;
         });
}
