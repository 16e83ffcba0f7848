//===- Report.cpp - All that one run has to say ---------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FormatVariadic.h"
#include <map>

using namespace llvm;
using namespace unblock;
using namespace unblock::report;

namespace unblock::report {

static bool haveEqualFixes(const Finding &L, const Finding &R) {
  return llvm::equal(L.Fixes, R.Fixes,
                     [](const Replacement &A, const Replacement &B) {
                       return std::tie(A.File, A.Offset, A.Length, A.Text) ==
                              std::tie(B.File, B.Offset, B.Length, B.Text);
                     });
}

void Report::normalise() {
  using Key = std::tuple<std::string, unsigned, unsigned, std::string,
                         std::string>; // file, line, column, check, message
  std::map<Key, Finding> Places;
  for (Finding &F : Findings) {
    Key K(F.Where.File, F.Where.Line, F.Where.Column, F.Check, F.Message);
    auto [It, New] = Places.try_emplace(std::move(K), F);
    if (New)
      continue;
    bool Disagree = It->second.FixesDisagree || !haveEqualFixes(It->second, F);
    if (It->second.Suppressed && !F.Suppressed)
      It->second = F;
    It->second.FixesDisagree = Disagree;
  }
  Findings.clear();
  for (auto &[Place, F] : Places)
    Findings.push_back(std::move(F));

  // What one check finds at one place may be worded differently in two units.
  // They are neighbours but for other checks' findings there.
  auto AreAtOnePlace = [](const Finding &L, const Finding &R) {
    return L.Where.key() == R.Where.key();
  };
  for (auto Begin = Findings.begin(); Begin != Findings.end();) {
    auto End = std::find_if(Begin, Findings.end(), [&](const Finding &F) {
      return !AreAtOnePlace(*Begin, F);
    });
    for (auto L = Begin; L != End; ++L)
      for (auto R = Begin; R != L; ++R)
        if (L->Check == R->Check &&
            (L->FixesDisagree || R->FixesDisagree || !haveEqualFixes(*L, *R)))
          L->FixesDisagree = R->FixesDisagree = true;
    Begin = End;
  }
  for (Finding &F : Findings)
    if (F.FixesDisagree)
      F.Fixes.clear();
  llvm::sort(Failures, [](const Failure &L, const Failure &R) {
    return std::tie(L.File, L.Reason) < std::tie(R.File, R.Reason);
  });
}

std::string plural(unsigned N, StringRef Noun) {
  return formatv("{0} {1}{2}", N, Noun, N == 1 ? "" : "s").str();
}

std::string Report::summary() const {
  unsigned Count[unsigned(model::Tier::Deadlock) + 1] = {};
  unsigned Total = 0, Known = 0;
  StringSet<> Files;
  for (const Finding &F : Findings) {
    Known += F.Baselined;
    if (!F.stands())
      continue;
    ++Total;
    ++Count[unsigned(F.Severity)];
    Files.insert(F.Where.File);
  }

  std::string Text;
  raw_string_ostream OS(Text);
  OS << plural(Total, "finding");
  if (Total) {
    ListSeparator Comma;
    OS << " (";
    for (auto T : {model::Tier::Deadlock, model::Tier::Stall,
                   model::Tier::Hazard, model::Tier::Advice})
      if (unsigned N = Count[unsigned(T)])
        OS << Comma << N << ' ' << model::toString(T);
    OS << ") in " << plural(Files.size(), "file");
  }
  if (Known)
    OS << ", and " << Known << " in the baseline";
  OS << "; ";
  if (Interrupted)
    OS << "interrupted: ";
  if (Analysed != Units)
    OS << Analysed << " of ";
  OS << plural(Units, "translation unit") << " analysed";
  if (FromCache)
    OS << ", " << FromCache << " of them in an earlier run";
  return Text;
}

//===----------------------------------------------------------------------===//
// The form in JSON. docs/guide/unblock-lint.md describes it.
//===----------------------------------------------------------------------===//

// Names and comments come from source files, which need not be UTF-8.
static json::Value text(StringRef S) { return json::fixUTF8(S); }

static StringRef toString(NoteKind K) {
  switch (K) {
  case NoteKind::Chain:
    return "chain";
  case NoteKind::Context:
    return "context";
  case NoteKind::Remedy:
    return "remedy";
  case NoteKind::Other:
    return "other";
  }
  llvm_unreachable("unknown kind of note");
}

static bool fromJSON(const json::Value &V, NoteKind &K, json::Path P) {
  std::optional<NoteKind> Kind =
      StringSwitch<std::optional<NoteKind>>(V.getAsString().value_or(""))
          .Case("chain", NoteKind::Chain)
          .Case("context", NoteKind::Context)
          .Case("remedy", NoteKind::Remedy)
          .Case("other", NoteKind::Other)
          .Default(std::nullopt);
  if (!Kind) {
    P.report("expected a kind of note");
    return false;
  }
  K = *Kind;
  return true;
}

json::Value toJSON(const Location &L) {
  json::Object O{{"file", text(L.File)}, {"line", L.Line}};
  O["column"] = L.Column;
  if (L.EndLine) {
    O["endLine"] = L.EndLine;
    O["endColumn"] = L.EndColumn;
  }
  return O;
}

bool fromJSON(const json::Value &V, Location &L, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("file", L.File) && O.map("line", L.Line) &&
         O.map("column", L.Column) && O.mapOptional("endLine", L.EndLine) &&
         O.mapOptional("endColumn", L.EndColumn);
}

static json::Value toJSON(const Note &N) {
  return json::Object{{"kind", toString(N.Kind)},
                      {"message", text(N.Message)},
                      {"location", N.Where}};
}

static bool fromJSON(const json::Value &V, Note &N, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("kind", N.Kind) && O.map("message", N.Message) &&
         O.map("location", N.Where);
}

static json::Value toJSON(const Replacement &R) {
  return json::Object{{"file", text(R.File)},
                      {"offset", R.Offset},
                      {"length", R.Length},
                      {"text", text(R.Text)}};
}

static bool fromJSON(const json::Value &V, Replacement &R, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("file", R.File) && O.map("offset", R.Offset) &&
         O.map("length", R.Length) && O.map("text", R.Text);
}

json::Value toJSON(const Finding &F) {
  json::Object O{
      {"check", F.Check},           {"tier", model::toString(F.Severity)},
      {"message", text(F.Message)}, {"location", F.Where},
      {"notes", F.Notes},           {"fixes", F.Fixes}};
  if (F.Kind)
    O["category"] = model::toString(*F.Kind);
  if (!F.Callee.empty())
    O["callee"] = text(F.Callee);
  if (F.Suppressed)
    O["suppressed"] = text(*F.Suppressed);
  return O;
}

bool fromJSON(const json::Value &V, Finding &F, json::Path P) {
  json::ObjectMapper O(V, P);
  std::string Tier;
  std::optional<std::string> Category;
  if (!O || !O.map("check", F.Check) || !O.map("tier", Tier) ||
      !O.map("message", F.Message) || !O.map("location", F.Where) ||
      !O.map("notes", F.Notes) || !O.map("fixes", F.Fixes) ||
      !O.map("category", Category) || !O.mapOptional("callee", F.Callee) ||
      !O.map("suppressed", F.Suppressed))
    return false;
  if (std::optional<model::Tier> T = model::parseTier(Tier)) {
    F.Severity = *T;
  } else {
    P.field("tier").report("expected a tier");
    return false;
  }
  if (Category && !(F.Kind = model::parseCategory(*Category))) {
    P.field("category").report("expected a category");
    return false;
  }
  return true;
}

json::Value toJSON(const Failure &F) {
  json::Object O{{"file", text(F.File)}, {"reason", text(F.Reason)}};
  if (F.Where.Line)
    O["location"] = F.Where;
  return O;
}

bool fromJSON(const json::Value &V, Failure &F, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("file", F.File) && O.map("reason", F.Reason) &&
         O.mapOptional("location", F.Where);
}

} // namespace unblock::report
