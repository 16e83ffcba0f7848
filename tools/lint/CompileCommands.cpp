//===- CompileCommands.cpp - Units and their commands ---------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CompileCommands.h"
#include "lib/support/VersionCompat.h"
#include "clang/Driver/Driver.h"
#include UNBLOCK_CLANG_OPTIONS_H
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/YAMLParser.h"
#include <set>

using namespace llvm;
using namespace clang;
using namespace clang::tooling;
using namespace unblock::lint;

namespace path = llvm::sys::path;
namespace fs = llvm::sys::fs;

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

std::string unblock::lint::canonicalPath(StringRef Path, StringRef Directory) {
  SmallString<256> Result;
  if (path::is_relative(Path))
    Result = Directory;
  path::append(Result, Path);
  fs::make_absolute(Result);
  SmallString<256> Plain = Result;
  path::remove_dots(Plain, /*remove_dot_dot=*/true);
  // `link/..` need not be where `link` stands.
  if (Result.str().contains("..") && !fs::equivalent(Plain, Result))
    if (SmallString<256> Real; !fs::real_path(Result, Real))
      return Real.str().str();
  return Plain.str().str();
}

//===----------------------------------------------------------------------===//
// PathSet
//===----------------------------------------------------------------------===//

Expected<PathSet> PathSet::create(ArrayRef<std::string> Arguments) {
  PathSet Set;
  for (const std::string &Argument : Arguments) {
    auto E = std::make_unique<Element>();
    E->Spelling = Argument;
    E->Path = canonicalPath(Argument);
    if (SmallString<256> Real; !fs::real_path(E->Path, Real))
      E->RealPath = Real.str().str();
    else if (StringRef(Argument).find_first_of("*?[{") != StringRef::npos) {
      Expected<GlobPattern> Glob =
          GlobPattern::create(E->Path, /*MaxSubPatterns=*/1024);
      if (!Glob)
        return failure("invalid pattern '" + Argument +
                       "': " + toString(Glob.takeError()));
      E->Glob = std::move(*Glob);
    }
    Set.Elements.push_back(std::move(E));
  }
  return Set;
}

static bool isInside(StringRef File, StringRef Directory) {
  return !Directory.empty() && File.consume_front(Directory) &&
         (File.empty() || path::is_separator(File.front()) ||
          path::is_separator(Directory.back()));
}

bool PathSet::Element::contains(StringRef File) const {
  if (isInside(File, Path) || isInside(File, RealPath))
    return true;
  if (Glob)
    for (; !File.empty(); File = path::parent_path(File))
      if (Glob->match(File))
        return true;
  return false;
}

bool PathSet::contains(StringRef File) const {
  return any_of(Elements, [&](auto &E) { return E->contains(File); });
}

//===----------------------------------------------------------------------===//
// The database
//===----------------------------------------------------------------------===//

constexpr StringLiteral DatabaseName = "compile_commands.json";
constexpr StringLiteral HowToMakeOne =
    "make one with CMake (-DCMAKE_EXPORT_COMPILE_COMMANDS=ON), Meson (always "
    "there), or 'bear -- make', and name its directory with -p; or give the "
    "compiler's flags after '--'";

/// The database in \p Directory, or in its `build` as a last resort.
static std::string databaseIn(StringRef Directory) {
  for (StringRef Sub : {"", "build"}) {
    SmallString<256> File(Directory);
    path::append(File, Sub, DatabaseName);
    if (fs::exists(File))
      return File.str().str();
  }
  return "";
}

static Expected<std::string> findDatabase(const UnitRequest &Request) {
  if (!Request.BuildPath.empty()) {
    std::string Given = canonicalPath(Request.BuildPath);
    fs::file_status Status;
    if (std::error_code EC = fs::status(Given, Status))
      return failure("cannot read '" + Request.BuildPath +
                     "': " + EC.message());
    if (!fs::is_directory(Status))
      return Given;
    SmallString<256> File(Given);
    path::append(File, DatabaseName);
    if (std::error_code EC = fs::status(File, Status))
      return failure("no compile database: cannot read '" + File +
                     "': " + EC.message() + "; " + HowToMakeOne);
    return File.str().str();
  }

  std::vector<std::string> Starts;
  if (!Request.Paths.empty()) {
    Starts.push_back(canonicalPath(Request.Paths.front()));
    if (SmallString<256> Real; !fs::real_path(Starts.front(), Real))
      Starts.push_back(Real.str().str());
  }
  Starts.push_back(canonicalPath("."));
  for (StringRef Start : Starts)
    for (StringRef Directory = Start; !Directory.empty();
         Directory = path::parent_path(Directory))
      if (std::string File = databaseIn(Directory); !File.empty())
        return File;
  return failure("no compile database: there is no " + DatabaseName + " in '" +
                 Starts.front() + "' or above it; " + HowToMakeOne);
}

/// The place and text of the first syntax error of \p Buffer, or empty. The
/// database's own reader would print it, without the name of the file.
static std::string syntaxError(MemoryBufferRef Buffer) {
  std::string Text;
  SourceMgr SM;
  SM.setDiagHandler(
      [](const SMDiagnostic &D, void *Text) {
        auto &Out = *static_cast<std::string *>(Text);
        if (Out.empty())
          Out = (D.getFilename() + ":" + Twine(D.getLineNo()) + ":" +
                 Twine(D.getColumnNo() + 1) + ": error: " + D.getMessage())
                    .str();
      },
      &Text);
  yaml::Stream Stream(Buffer, SM);
  (void)Stream.validate();
  return Text;
}

namespace {
/// A database whose directories and files are absolute: relative ones are
/// relative to where the database lies.
class CanonicalDatabase : public CompilationDatabase {
public:
  CanonicalDatabase(const CompilationDatabase &Base, StringRef Anchor)
      : Commands(Base.getAllCompileCommands()) {
    for (CompileCommand &C : Commands) {
      C.Directory = canonicalPath(C.Directory, Anchor);
      C.Filename = canonicalPath(C.Filename, C.Directory);
      ByFile[C.Filename].push_back(&C);
    }
  }

  std::vector<CompileCommand>
  getCompileCommands(StringRef File) const override {
    std::vector<CompileCommand> Result;
    for (const CompileCommand *C : ByFile.lookup(File))
      Result.push_back(*C);
    return Result;
  }
  std::vector<std::string> getAllFiles() const override {
    std::vector<std::string> Result;
    for (StringRef File : ByFile.keys())
      Result.push_back(File.str());
    return Result;
  }
  std::vector<CompileCommand> getAllCompileCommands() const override {
    return Commands;
  }

private:
  std::vector<CompileCommand> Commands;
  StringMap<SmallVector<const CompileCommand *, 1>> ByFile;
};
} // namespace

static Expected<std::unique_ptr<CompilationDatabase>>
loadDatabase(StringRef File) {
  auto Buffer = MemoryBuffer::getFile(File);
  if (!Buffer)
    return failure("cannot read '" + File +
                   "': " + Buffer.getError().message());
  std::string Message = syntaxError(**Buffer);
  if (!Message.empty())
    return failure(Message + "; '" + File +
                   "' is not a compile database: write it anew");
  auto Listed = JSONCompilationDatabase::loadFromBuffer(
      (*Buffer)->getBuffer(), Message, JSONCommandLineSyntax::AutoDetect);
  if (!Listed)
    return failure("'" + File + "' is not a compile database: " +
                   StringRef(Message).trim() + "; write it anew");
  auto Canonical =
      std::make_unique<CanonicalDatabase>(*Listed, path::parent_path(File));
  // Files that the database does not list are compiled as their neighbours.
  return inferTargetAndDriverMode(inferMissingCompileCommands(
      expandResponseFiles(std::move(Canonical), vfs::getRealFileSystem())));
}

//===----------------------------------------------------------------------===//
// Commands
//===----------------------------------------------------------------------===//

/// Drops from \p Command what parsing \p File does not need and Clang may not
/// know: options that only GCC has, other inputs, precompiled headers, warnings
/// (the checks' own must neither be switched off by -w nor be made errors).
/// What Clang knows is asked of its table of options, not listed here.
static std::vector<std::string>
dropForeign(const std::vector<std::string> &Command, StringRef File,
            StringRef Directory) {
  SmallVector<const char *, 64> Argv;
  for (const std::string &Argument : drop_begin(Command))
    Argv.push_back(Argument.c_str());
  if (driver::IsClangCL(driver::getDriverMode(Command.front(), Argv)))
    return Command;

  unsigned MissingIndex, MissingCount;
  opt::InputArgList Args = getDriverOptTable().ParseArgs(
      Argv, MissingIndex, MissingCount, opt::Visibility(options::ClangOption));

  auto IsFile = [&](const opt::Arg *A) {
    return canonicalPath(A->getValue(), Directory) == File;
  };
  bool NamesFile = any_of(Args.filtered(options::OPT_INPUT), IsFile);
  auto IsForeign = [&](const opt::Arg *A) {
    const opt::Option &O = A->getOption();
    if (O.matches(options::OPT_INPUT))
      return NamesFile && !IsFile(A);
    return O.matches(options::OPT_UNKNOWN) || O.matches(options::OPT_w) ||
           O.matches(options::OPT_W_Group) ||
           O.matches(options::OPT_pedantic_Group) ||
           A->getSpelling().starts_with("-fdiagnostics-");
  };

  BitVector Drop(Argv.size());
  for (auto It = Args.begin(), End = Args.end(); It != End; ++It)
    if (IsForeign(*It)) {
      auto Next = std::next(It);
      Drop.set((*It)->getIndex(),
               Next == End ? Argv.size() : (*Next)->getIndex());
    }
  // CMake's `-Xclang -include-pch -Xclang FILE` stands beside an -include of
  // the header itself, and the file is of another compiler or not made yet.
  for (unsigned I = 0; I + 3 < Argv.size(); ++I)
    if (StringRef(Argv[I]) == "-Xclang" &&
        StringRef(Argv[I + 1]) == "-include-pch")
      Drop.set(I, I + 4);

  std::vector<std::string> Result{Command.front()};
  for (unsigned I = 0; I < Argv.size(); ++I)
    if (!Drop[I])
      Result.push_back(Argv[I]);
  return Result;
}

/// The file that \p Command makes: as the database says, or after `-o`.
static std::string objectFile(const CompileCommand &Command) {
  if (!Command.Output.empty())
    return Command.Output;
  for (size_t I = 0; I + 1 < Command.CommandLine.size(); ++I)
    if (Command.CommandLine[I] == "-o")
      return Command.CommandLine[I + 1];
  return "";
}

static Unit makeUnit(const CompileCommand &Command,
                     const UnitRequest &Request) {
  Unit U;
  U.Directory = canonicalPath(Command.Directory);
  U.File = canonicalPath(Command.Filename, U.Directory);
  U.ObjectFile = objectFile(Command);

  ArgumentsAdjuster Adjust = getClangStripOutputAdjuster();
  auto Then = [&](ArgumentsAdjuster Next) {
    Adjust = combineAdjusters(std::move(Adjust), std::move(Next));
  };
  Then(getClangStripDependencyFileAdjuster());
  Then(getStripPluginsAdjuster());
  Then([&](const CommandLineArguments &Args, StringRef) {
    return dropForeign(Args, U.File, U.Directory);
  });
  Then(getInsertArgumentAdjuster(Request.ExtraArgsBefore,
                                 ArgumentInsertPosition::BEGIN));
  Then(getInsertArgumentAdjuster(Request.ExtraArgs,
                                 ArgumentInsertPosition::END));
  Then(getClangSyntaxOnlyAdjuster());
  Then(getInsertArgumentAdjuster("-Wno-everything"));
  U.Arguments = Adjust(Command.CommandLine, U.File);
  return U;
}

/// Why no translation unit of \p Database is in \p E.
static Error nothingSelected(const PathSet::Element &E, StringRef Database) {
  fs::file_status Status;
  std::error_code EC = fs::status(E.Path, Status);
  if (EC && !E.Glob)
    return failure("cannot read '" + E.Spelling + "': " + EC.message());
  if (!EC && fs::is_directory(Status)) {
    fs::directory_iterator Entries(E.Path, EC);
    if (EC)
      return failure("cannot read '" + E.Spelling + "': " + EC.message());
  }
  return failure("no translation unit of '" + Database + "' is in '" +
                 E.Spelling + "'");
}

Expected<std::vector<Unit>>
unblock::lint::selectUnits(const UnitRequest &Request, bool *AreAll) {
  Expected<PathSet> Paths = PathSet::create(Request.Paths);
  if (!Paths)
    return Paths.takeError();
  Expected<PathSet> Exclude = PathSet::create(Request.Exclude);
  if (!Exclude)
    return Exclude.takeError();

  bool IsPartial = false;
  std::vector<Unit> Units;
  std::set<std::pair<std::string, std::vector<std::string>>> Seen;
  auto Add = [&](Unit U) {
    if (Exclude->contains(U.File)) {
      IsPartial = true;
      return;
    }
    std::vector<std::string> Key = U.Arguments;
    Key.push_back(U.Directory);
    if (Seen.emplace(U.File, std::move(Key)).second)
      Units.push_back(std::move(U));
  };

  if (AreAll)
    *AreAll = false;
  if (Request.FixedCommand) {
    if (Paths->empty())
      return failure("no file to analyse: name it before '--'");
    FixedCompilationDatabase Fixed(".", *Request.FixedCommand);
    for (const auto &E : Paths->elements())
      for (const CompileCommand &C : Fixed.getCompileCommands(E->Path))
        Add(makeUnit(C, Request));
    return Units;
  }

  Expected<std::string> File = findDatabase(Request);
  if (!File)
    return File.takeError();
  auto Database = loadDatabase(*File);
  if (!Database)
    return Database.takeError();

  std::vector<CompileCommand> Commands = (*Database)->getAllCompileCommands();
  if (Commands.empty())
    return failure("'" + *File +
                   "' lists no translation unit: configure and "
                   "build the project, or name another one "
                   "with -p");
  std::set<const PathSet::Element *> Matched;
  for (const CompileCommand &C : Commands) {
    bool Wanted = Paths->empty();
    for (const auto &E : Paths->elements())
      if (E->contains(C.Filename)) {
        Matched.insert(E.get());
        Wanted = true;
      }
    if (Wanted)
      Add(makeUnit(C, Request));
    else
      IsPartial = true;
  }
  for (const auto &E : Paths->elements()) {
    if (Matched.count(E.get()))
      continue;
    std::vector<CompileCommand> Guessed;
    if (fs::is_regular_file(E->Path))
      Guessed = (*Database)->getCompileCommands(E->Path);
    if (Guessed.empty())
      return nothingSelected(*E, *File);
    Add(makeUnit(Guessed.front(), Request));
  }
  if (Units.empty())
    return failure("--exclude leaves no translation unit of '" + *File + "'");
  if (AreAll)
    *AreAll = !IsPartial;
  return Units;
}
