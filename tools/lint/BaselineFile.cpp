//===- BaselineFile.cpp - --baseline and --write-baseline -----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BaselineFile.h"
#include "OutputFile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

Expected<BaselineFile::Content> BaselineFile::load(StringRef Option,
                                                   StringRef Path,
                                                   bool MayBeMissing,
                                                   report::Baseline &Into) {
  // A device is written to, not read.
  sys::fs::file_status Status;
  if (MayBeMissing &&
      (sys::fs::status(Path, Status) == std::errc::no_such_file_or_directory ||
       Status.type() == sys::fs::file_type::character_file ||
       Status.type() == sys::fs::file_type::fifo_file))
    return Content{Path.str(), ""};
  auto Buffer = MemoryBuffer::getFile(Path, /*IsText=*/false,
                                      /*RequiresNullTerminator=*/false);
  if (!Buffer)
    return failure(
        Option + ": cannot read '" + Path +
        "': " + Buffer.getError().message() +
        (MayBeMissing ? Twine() : "; --write-baseline=" + Path + " makes it"));
  Content Result{Path.str(), (*Buffer)->getBuffer().str()};
  Expected<report::Baseline> B = report::Baseline::parse(Result.Text);
  if (!B)
    return failure(Option + ": '" + Path + "': " + toString(B.takeError()) +
                   "; mend the file, or remove it and write it anew with "
                   "--write-baseline=" +
                   Path);
  append_range(Into.Entries, B->Entries);
  return Result;
}

Expected<BaselineFile> BaselineFile::read(StringRef Compare, StringRef Update,
                                          StringRef Root) {
  BaselineFile Result;
  Result.Root = Root.str();
  if (!Compare.empty()) {
    Expected<Content> C =
        load("--baseline", Compare, /*MayBeMissing=*/false, Result.Known);
    if (!C)
      return C.takeError();
    Result.Compare = std::move(*C);
  }
  if (!Update.empty()) {
    Expected<Content> C =
        load("--write-baseline", Update, /*MayBeMissing=*/true, Result.Known);
    if (!C)
      return C.takeError();
    Result.Update = std::move(*C);
  }
  return Result;
}

void BaselineFile::watch(report::Coverage &Covered) const {
  for (const report::BaselineEntry &E : Known.Entries) {
    SmallString<256> Path(E.File);
    sys::path::make_absolute(Root, Path);
    Covered.watch(Path);
  }
}

void BaselineFile::apply(
    report::Report &R, const report::Coverage &Covered,
    function_ref<bool(const report::Finding &)> IsReported) {
  report::SourceText Sources;
  report::BaselineMatch Match = report::applyBaseline(Known, R, Sources, Root);
  for (report::BaselineEntry &E : Match.Left) {
    SmallString<256> Path(E.File);
    sys::path::make_absolute(Root, Path);
    // A file that is no more has no findings, unless what would make it failed.
    bool IsGone = Covered.isWhole() && !sys::fs::exists(Path);
    if (IsGone || Covered.judges(Path, E.Check))
      Stale.push_back(std::move(E));
    else
      Next.Entries.push_back(std::move(E));
  }
  Unjudged = Next.Entries.size();
  for (auto [F, Entry] : zip_equal(R.Findings, Match.Current)) {
    if (F.Suppressed || !(F.Baselined || IsReported(F)))
      continue;
    Added += !F.Baselined;
    Next.Entries.push_back(Entry);
  }
  R.HasBaseline = true;
}

void BaselineFile::printStale(raw_ostream &OS) const {
  if (Stale.empty() || !Update.Path.empty())
    return;
  constexpr size_t Shown = 10;
  OS << formatv("unblock-lint: note: {0} of '{1}' {2} gone; "
                "--write-baseline={1} leaves {3} out:\n",
                report::plural(Stale.size(), "finding"), Compare.Path,
                Stale.size() == 1 ? "is" : "are",
                Stale.size() == 1 ? "it" : "them");
  for (const report::BaselineEntry &E : ArrayRef(Stale).take_front(Shown))
    OS << "  " << E.File << ": " << E.Message << " [" << E.Check << "]\n";
  if (Stale.size() > Shown)
    OS << "  and " << Stale.size() - Shown << " more\n";
}

Error BaselineFile::write(report::Report &R) {
  // Another run may have written it meanwhile.
  report::Baseline Now;
  Expected<Content> C =
      load("--write-baseline", Update.Path, /*MayBeMissing=*/true, Now);
  if (!C)
    return C.takeError();
  if (C->Text != Update.Text)
    return failure("'" + Update.Path +
                   "' changed while the run was under way, and is left alone; "
                   "run again");
  if (Error E = writeOutputFile(Update.Path,
                                [&](raw_ostream &OS) { Next.write(OS); }))
    return E;
  for (report::Finding &F : R.Findings)
    F.Baselined = !F.Suppressed;
  return Error::success();
}

std::string BaselineFile::summary() const {
  std::string Text =
      formatv("wrote {0} to '{1}'",
              report::plural(Next.Entries.size(), "finding"), Update.Path);
  ListSeparator Comma;
  raw_string_ostream OS(Text);
  if (Added || !Stale.empty() || Unjudged)
    OS << ": ";
  if (Added)
    OS << Comma << Added << " new";
  if (!Stale.empty())
    OS << Comma << Stale.size() << " gone";
  if (Unjudged)
    OS << Comma << Unjudged << " kept from before, as not all was analysed "
       << "that could find " << (Unjudged == 1 ? "it" : "them");
  return Text;
}
