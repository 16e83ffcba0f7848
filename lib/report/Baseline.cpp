//===- Baseline.cpp - Findings that are known -----------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Baseline.h"
#include "lib/report/Fingerprint.h"
#include "lib/report/Writers.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <map>

using namespace llvm;
using namespace unblock;
using namespace unblock::report;

static constexpr StringLiteral Kind = "unblock-lint baseline";

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

namespace unblock::report {
/// A key that is not known would be lost when the file is written again.
static bool fromJSON(const json::Value &V, BaselineEntry &E, json::Path P) {
  json::ObjectMapper O(V, P);
  if (!O || !O.map("file", E.File) || !O.map("check", E.Check) ||
      !O.map("message", E.Message) || !O.map("fingerprint", E.Fingerprint))
    return false;
  if (V.getAsObject()->size() == 4)
    return true;
  P.report("expected file, check, message and fingerprint alone");
  return false;
}
} // namespace unblock::report

Expected<Baseline> Baseline::parse(StringRef Text) {
  Expected<json::Value> V = json::parse(Text);
  if (!V)
    return V.takeError();
  const json::Object *Top = V->getAsObject();
  if (!Top || Top->getString("kind") != Kind)
    return failure("it is no baseline: \"kind\" is not \"" + Kind + "\"");
  std::optional<int64_t> Found = Top->getInteger("version");
  if (Found != Version)
    return failure("it has version " + (Found ? Twine(*Found) : Twine("none")) +
                   ", and this unblock-lint knows version " + Twine(Version));
  Baseline B;
  json::Path::Root Root("baseline");
  json::ObjectMapper O(*V, Root);
  if (!O || !O.map("findings", B.Entries))
    return Root.getError();
  return B;
}

void Baseline::write(raw_ostream &OS) const {
  std::vector<BaselineEntry> Sorted = Entries;
  sort(Sorted, [](auto &L, auto &R) { return L.key() < R.key(); });
  Sorted.erase(
      llvm::unique(Sorted, [](auto &L, auto &R) { return L.key() == R.key(); }),
      Sorted.end());
  OS << "{\n  \"kind\": \"" << Kind << "\",\n  \"version\": " << Version
     << ",\n  \"findings\": [";
  ListSeparator Comma(",");
  for (const BaselineEntry &E : Sorted) {
    json::OStream J(OS);
    OS << Comma << "\n    ";
    J.object([&] {
      J.attribute("file", E.File);
      J.attribute("check", E.Check);
      J.attribute("message", E.Message);
      J.attribute("fingerprint", E.Fingerprint);
    });
  }
  OS << (Sorted.empty() ? "" : "\n  ") << "]\n}\n";
}

BaselineMatch unblock::report::applyBaseline(const Baseline &B, Report &R,
                                             SourceText &Sources,
                                             StringRef Root) {
  BaselineMatch Result;
  // A file may hold an entry twice after a merge.
  std::map<std::pair<std::string, std::string>, const BaselineEntry *> ByPlace;
  for (const BaselineEntry &E : B.Entries)
    ByPlace[{E.Fingerprint, E.File}] = &E;

  std::vector<std::string> Prints = fingerprints(R.Findings, Sources);
  for (auto [F, Print] : zip_equal(R.Findings, Prints)) {
    StringRef File = relativeTo(Root, F.Where.File);
    Result.Current.push_back(
        {json::fixUTF8(File), F.Check, json::fixUTF8(F.Message), Print});
    if (!F.Suppressed)
      F.Baselined |= ByPlace.erase({Print, Result.Current.back().File}) != 0;
  }

  // What remains may have moved along with its file.
  std::multimap<std::string, const BaselineEntry *> Moved;
  for (auto &[Place, E] : ByPlace) {
    SmallString<256> Path(E->File);
    sys::path::make_absolute(Root, Path);
    if (sys::fs::exists(Path))
      Result.Left.push_back(*E);
    else
      Moved.emplace(E->Fingerprint, E);
  }
  for (auto [F, Print] : zip_equal(R.Findings, Prints)) {
    auto It = Moved.find(Print);
    if (F.Suppressed || F.Baselined || It == Moved.end())
      continue;
    F.Baselined = true;
    Moved.erase(It);
  }
  for (auto &[Print, E] : Moved)
    Result.Left.push_back(*E);
  sort(Result.Left, [](auto &L, auto &R) { return L.key() < R.key(); });
  return Result;
}
