//===- CodeClimateWriter.cpp - Findings as GitLab's Code Quality ----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An array of issues as the analysers of Code Climate print them, of which
// GitLab reads check_name, description, fingerprint, severity and location.
// GitLab takes issues with equal fingerprints for one issue, so here the file
// is a part of them.
//
//===----------------------------------------------------------------------===//

#include "lib/report/Fingerprint.h"
#include "lib/report/Writers.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MD5.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::report;

static StringRef severity(model::Tier T) {
  switch (T) {
  case model::Tier::Deadlock:
    return "critical";
  case model::Tier::Stall:
    return "major";
  case model::Tier::Hazard:
    return "minor";
  case model::Tier::Advice:
    return "info";
  }
  llvm_unreachable("unknown tier");
}

static json::Object location(const Location &L, StringRef Base) {
  std::string Path = sys::path::convert_to_slash(
      relativeTo(Base, L.File.empty() ? Base : L.File));
  unsigned Line = std::max(L.Line, 1u);
  return json::Object{
      {"path", json::fixUTF8(Path)},
      {"lines",
       json::Object{{"begin", Line}, {"end", std::max(L.EndLine, Line)}}}};
}

void unblock::report::writeCodeClimate(const WriterInput &In, raw_ostream &OS) {
  std::vector<std::string> Prints = fingerprints(In.What.Findings, In.Sources);
  json::Array Issues;
  for (auto [F, Print] : zip_equal(In.What.Findings, Prints)) {
    if (!F.stands())
      continue;
    json::Object Where = location(F.Where, In.Base);
    std::string Key = Where.getString("path")->str() + '\0' + Print;
    MD5::MD5Result Unique = MD5::hash(arrayRefFromStringRef(Key));
    json::Array Steps;
    for (const Note &N : F.Notes)
      if (N.Kind == NoteKind::Chain && !N.Where.File.empty())
        Steps.push_back(location(N.Where, In.Base));
    json::Object Issue{{"type", "issue"},
                       {"check_name", F.Check},
                       {"description", json::fixUTF8(F.Message)},
                       {"categories", json::Array{"Bug Risk"}},
                       {"severity", severity(F.Severity)},
                       {"fingerprint", std::string(Unique.digest())},
                       {"location", std::move(Where)}};
    if (!Steps.empty())
      Issue["other_locations"] = std::move(Steps);
    Issues.push_back(std::move(Issue));
  }
  OS << formatv("{0:2}", json::Value(std::move(Issues))) << '\n';
}
