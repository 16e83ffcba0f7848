//===- Steps.cpp - Parts of a run, file to file ---------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Steps.h"
#include "Errors.h"
#include "Explain.h"
#include "OutputFile.h"
#include "Setup.h"
#include "lib/index/Store.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

//===----------------------------------------------------------------------===//
// Files of the steps
//===----------------------------------------------------------------------===//

static Expected<std::unique_ptr<MemoryBuffer>> readBytes(StringRef File) {
  auto Buffer = MemoryBuffer::getFile(File, /*IsText=*/false,
                                      /*RequiresNullTerminator=*/false);
  if (!Buffer)
    return failure("cannot read '" + File +
                   "': " + Buffer.getError().message());
  return std::move(*Buffer);
}

Expected<index::Project> unblock::lint::readIndex(StringRef File) {
  auto Buffer = readBytes(File);
  if (!Buffer)
    return Buffer.takeError();
  return index::readProject((*Buffer)->getBuffer(), File);
}

Error unblock::lint::takeResults(std::vector<std::string> &Paths, Run &Work) {
  std::vector<std::string> Sources;
  for (const std::string &Path : Paths) {
    auto Buffer = readBytes(Path);
    if (!Buffer) {
      // A directory, or a pattern: whether it names sources is found out later.
      consumeError(Buffer.takeError());
      Sources.push_back(Path);
      continue;
    }
    StringRef Bytes = (*Buffer)->getBuffer();
    if (index::kindOf(Bytes) == index::FileKind::Other &&
        !StringRef(Path).ends_with(".unblock")) {
      Sources.push_back(Path);
      continue;
    }
    Expected<index::Unit> U = index::readUnit(Bytes, Path);
    if (!U)
      return U.takeError();
    if (!Work.add(std::move(*U)))
      return failure("'" + Path +
                     "' holds no findings; make it again with "
                     "'unblock-lint index'");
  }
  Paths = std::move(Sources);
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Index, link, dump
//===----------------------------------------------------------------------===//

/// Writes what make and ninja want to know: \p Target depends on \p Inputs.
static Error writeDependencies(StringRef File, StringRef Target,
                               ArrayRef<std::string> Inputs) {
  auto Escape = [](StringRef Name) {
    std::string Text;
    for (char C : Name) {
      if (C == ' ' || C == '#' || C == '\\')
        Text += '\\';
      if (C == '$')
        Text += '$';
      Text += C;
    }
    return Text;
  };
  return writeOutputFile(File, [&](raw_ostream &OS) {
    OS << Escape(Target) << ':';
    for (StringRef Input : Inputs)
      OS << " \\\n  " << Escape(Input);
    OS << '\n';
  });
}

int unblock::lint::indexUnit(const Options &O) {
  Run Work(O.Config, runOptions(O));
  auto Units = chooseUnits(O.Units, O.Config, Work.coverage());
  if (!Units)
    return Misused;
  if (Units->size() != 1)
    return misuse("index: name one source file; " +
                  report::plural(Units->size(), "command") + " are selected");
  Work.analyse(*Units);
  if (Work.wasInterrupted() || Work.units().empty())
    return Incomplete;
  const AnalysedUnit &U = Work.units().front();
  if (U.Result.Failed) {
    report::Report Failed;
    UnitResult Absolute = U.Result;
    makeAbsolute(Absolute, O.Root);
    Failed.Failures.push_back(std::move(*Absolute.Failed));
    printFailures(Failed, O.Directory);
    return Incomplete;
  }
  Error E = writeOutputFile(O.OutputFile, [&](raw_ostream &OS) {
    index::Unit Whole = U.Summary;
    putResult(Whole, U.Result);
    index::write(Whole, OS);
  });
  if (!E && !O.DependencyFile.empty()) {
    UnitResult Absolute = U.Result;
    makeAbsolute(Absolute, O.Root);
    append_range(Absolute.Read, O.Config.filesFor(Units->front()));
    E = writeDependencies(O.DependencyFile, O.OutputFile, Absolute.Read);
  }
  return E ? misuse(std::move(E)) : Clean;
}

int unblock::lint::linkUnits(const Options &O) {
  if (O.OutputFile.empty())
    return misuse("link: name the file to write with -o");
  std::vector<index::Unit> Units;
  for (StringRef File : O.Units.Paths) {
    auto Buffer = readBytes(File);
    if (!Buffer)
      return misuse(Buffer.takeError());
    auto U = index::readUnit((*Buffer)->getBuffer(), File);
    if (!U)
      return misuse(U.takeError());
    // Only what the functions do is linked.
    index::Unit &Functions = Units.emplace_back();
    static_cast<index::Module &>(Functions) = std::move(*U);
    Functions.MainFile = std::move(U->MainFile);
  }
  index::Project Linked = index::takeAndLink(std::move(Units));
  if (Error E = writeOutputFile(
          O.OutputFile, [&](raw_ostream &OS) { index::write(Linked, OS); }))
    return misuse(std::move(E));
  return Clean;
}

int unblock::lint::dumpFile(const Options &O) {
  if (O.Units.Paths.size() != 1)
    return misuse("dump: name one file");
  StringRef File = O.Units.Paths.front();
  auto Buffer = readBytes(File);
  if (!Buffer)
    return misuse(Buffer.takeError());
  std::string Text;
  raw_string_ostream OS(Text);
  if (index::kindOf((*Buffer)->getBuffer()) == index::FileKind::Project) {
    auto P = index::readProject((*Buffer)->getBuffer(), File);
    if (!P)
      return misuse(P.takeError());
    dump(*P, OS);
  } else {
    auto U = index::readUnit((*Buffer)->getBuffer(), File);
    if (!U)
      return misuse(U.takeError());
    dump(*U, OS);
  }
  if (Error E = writeStandardOutput([&](raw_ostream &OS) { OS << Text; }))
    return misuse(std::move(E));
  return Clean;
}

//===----------------------------------------------------------------------===//
// Questions about the whole
//===----------------------------------------------------------------------===//

/// All functions of the units that \p Work has analysed. Failures are printed;
/// sets \p Status to what they make of it.
static index::Project linkAll(const Options &O, Run &Work, int &Status) {
  index::Project All = Work.linkAll();
  FixFiles Unused([](StringRef) { return false; });
  report::Report Report = Work.report(All, Unused);
  printFailures(Report, O.Directory);
  Status = Report.Failures.empty() && !Report.Interrupted ? Clean : Incomplete;
  return All;
}

/// Makes the names of files of \p P relative to \p Directory.
static void showFrom(index::Project &P, StringRef Root, StringRef Directory) {
  for (std::string &File : P.Files) {
    SmallString<256> Path(File);
    sys::path::make_absolute(Root, Path);
    File = report::relativeTo(Directory, Path).str();
  }
}

int unblock::lint::drawGraph(const Options &O) {
  auto Cache = openCache(O);
  if (!Cache)
    return misuse(Cache.takeError());
  Run::Options Opts = runOptions(O);
  Opts.Cache = Cache->get();
  Run Work(O.Config, std::move(Opts));
  auto Units = chooseUnits(O.Units, O.Config, Work.coverage());
  if (!Units)
    return Misused;
  Work.analyse(*Units);
  int Status;
  index::Project All = linkAll(O, Work, Status);
  showFrom(All, O.Root, O.Root);
  auto Write = [&](raw_ostream &OS) { writeGraph(All, O.Graph, OS); };
  Error E = O.OutputFile.empty() ? writeStandardOutput(Write)
                                 : writeOutputFile(O.OutputFile, Write);
  return E ? misuse(std::move(E)) : Status;
}

/// The models answer for library functions, the analysis for the project's own.
int unblock::lint::explain(const Options &O, Run &Work) {
  int Status;
  index::Project All = linkAll(O, Work, Status);
  showFrom(All, O.Root, O.Directory);
  std::string Text;
  raw_string_ostream OS(Text);
  explainFromProject(O.Explain, All, OS);
  SmallString<256> Anchor(O.Directory);
  sys::path::append(Anchor, "file");
  explainFromModels(O.Explain, *O.Config.loadModels(Anchor), OS);
  if (Error E = writeStandardOutput([&](raw_ostream &OS) { OS << Text; }))
    return misuse(std::move(E));
  if (Status != Clean)
    return Status;
  if (Text.empty())
    return misuse("nothing is known of '" + O.Explain +
                  "': no translation unit defines it, and no model names it; "
                  "write its qualified name, as in ns::Class::function");
  return Clean;
}
