//===- SarifWriter.cpp - Findings as SARIF 2.1.0 --------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/. Names of files
// are relative to SRCROOT, the project's root, where they lie inside it.
// Columns count Unicode code points, as columnKind says.
//
//===----------------------------------------------------------------------===//

#include "lib/report/Fingerprint.h"
#include "lib/report/Writers.h"
#include "lib/support/FileUri.h"
#include "lib/support/Version.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::report;

static StringRef level(model::Tier T) {
  switch (T) {
  case model::Tier::Deadlock:
    return "error";
  case model::Tier::Stall:
  case model::Tier::Hazard:
    return "warning";
  case model::Tier::Advice:
    return "note";
  }
  llvm_unreachable("unknown tier");
}

static json::Object message(StringRef Text) {
  return json::Object{{"text", json::fixUTF8(Text)}};
}

namespace {
class SarifWriter {
public:
  explicit SarifWriter(const WriterInput &In) : In(In) {}
  json::Object run();

private:
  json::Object artifactLocation(StringRef File) const;
  json::Object region(const Location &L);
  json::Object location(const Location &L, StringRef Message = "");
  json::Object replacement(const Replacement &R);
  json::Object fix(const Finding &F);
  json::Object codeFlow(const Finding &F);
  json::Object result(const Finding &F, StringRef Fingerprint);
  json::Object rule(const CheckInfo &Check) const;
  json::Object invocation();

  const WriterInput &In;
};
} // namespace

json::Object SarifWriter::artifactLocation(StringRef File) const {
  StringRef Relative = relativeTo(In.Base, File);
  if (Relative.size() != File.size())
    return json::Object{{"uri", percentEncoded(Relative)},
                        {"uriBaseId", "SRCROOT"}};
  return json::Object{{"uri", sys::path::is_absolute(File)
                                  ? fileUri(File)
                                  : percentEncoded(File)}};
}

json::Object SarifWriter::region(const Location &L) {
  json::Object Region{{"startLine", L.Line}};
  if (L.Column)
    Region["startColumn"] =
        In.Sources.codePointColumn(L.File, L.Line, L.Column);
  if (L.EndLine) {
    Region["endLine"] = L.EndLine;
    if (L.EndColumn)
      Region["endColumn"] =
          In.Sources.codePointColumn(L.File, L.EndLine, L.EndColumn);
  }
  return Region;
}

json::Object SarifWriter::location(const Location &L, StringRef Message) {
  json::Object Result;
  if (!L.File.empty()) {
    json::Object Physical{{"artifactLocation", artifactLocation(L.File)}};
    if (L.Line)
      Physical["region"] = region(L);
    Result["physicalLocation"] = std::move(Physical);
  }
  if (!Message.empty())
    Result["message"] = message(Message);
  return Result;
}

json::Object SarifWriter::replacement(const Replacement &R) {
  Location L;
  L.File = R.File;
  std::tie(L.Line, L.Column) = In.Sources.position(R.File, R.Offset);
  std::tie(L.EndLine, L.EndColumn) =
      In.Sources.position(R.File, R.Offset + R.Length);
  return json::Object{{"deletedRegion", region(L)},
                      {"insertedContent", message(R.Text)}};
}

json::Object SarifWriter::fix(const Finding &F) {
  // One change per file, in the order in which the files are first named.
  std::vector<std::pair<StringRef, json::Array>> Files;
  for (const Replacement &R : F.Fixes) {
    auto It = llvm::find_if(Files, [&](auto &E) { return E.first == R.File; });
    if (It == Files.end())
      It = Files.insert(It, {R.File, {}});
    It->second.push_back(replacement(R));
  }
  json::Array Changes;
  for (auto &[File, Replacements] : Files)
    Changes.push_back(json::Object{{"artifactLocation", artifactLocation(File)},
                                   {"replacements", std::move(Replacements)}});
  return json::Object{{"artifactChanges", std::move(Changes)}};
}

/// The way from the place where the async context begins to the blocking
/// primitive.
json::Object SarifWriter::codeFlow(const Finding &F) {
  json::Array Steps;
  auto Add = [&](const Location &L, StringRef Message) {
    Steps.push_back(json::Object{{"location", location(L, Message)}});
  };
  for (const Note &N : F.Notes)
    if (N.Kind == NoteKind::Context)
      Add(N.Where, N.Message);
  Add(F.Where, F.Message);
  for (const Note &N : F.Notes)
    if (N.Kind == NoteKind::Chain)
      Add(N.Where, N.Message);
  return json::Object{{"threadFlows", json::Array{json::Object{
                                          {"locations", std::move(Steps)}}}}};
}

json::Object SarifWriter::result(const Finding &F, StringRef Fingerprint) {
  json::Object Properties{{"tier", model::toString(F.Severity)}};
  if (F.Kind)
    Properties["category"] = model::toString(*F.Kind);
  if (!F.Callee.empty())
    Properties["callee"] = json::fixUTF8(F.Callee);

  json::Object Result{
      {"ruleId", F.Check},
      {"level", level(F.Severity)},
      {"message", message(F.Message)},
      {"locations", json::Array{location(F.Where)}},
      {"partialFingerprints", json::Object{{"unblock/v1", Fingerprint.str()}}},
      {"properties", std::move(Properties)},
  };
  auto Rule = llvm::find_if(
      In.Checks, [&](const CheckInfo &C) { return C.Name == F.Check; });
  if (Rule != In.Checks.end())
    Result["ruleIndex"] = Rule - In.Checks.begin();

  auto IsChain = [](const Note &N) { return N.Kind == NoteKind::Chain; };
  if (llvm::any_of(F.Notes, IsChain))
    Result["codeFlows"] = json::Array{codeFlow(F)};
  json::Array Related;
  for (const Note &N : F.Notes) {
    if (IsChain(N) || N.Where.File.empty())
      continue;
    json::Object L = location(N.Where, N.Message);
    L["id"] = Related.size();
    Related.push_back(std::move(L));
  }
  if (!Related.empty())
    Result["relatedLocations"] = std::move(Related);
  if (!F.Fixes.empty())
    Result["fixes"] = json::Array{fix(F)};
  // An empty list says that it was looked for, and that there is none.
  json::Array Suppressions;
  if (F.Suppressed)
    Suppressions.push_back(json::Object{
        {"kind", "inSource"}, {"justification", json::fixUTF8(*F.Suppressed)}});
  Result["suppressions"] = std::move(Suppressions);
  // Not a suppression: nobody has decided that the finding may stay.
  if (In.What.HasBaseline)
    Result["baselineState"] = F.Baselined ? "unchanged" : "new";
  return Result;
}

json::Object SarifWriter::rule(const CheckInfo &Check) const {
  return json::Object{
      {"id", Check.Name},
      {"shortDescription", message(Check.Summary)},
      {"help", json::Object{{"text", json::fixUTF8(Check.Page)},
                            {"markdown", json::fixUTF8(Check.Page)}}},
      {"properties", json::Object{{"tags", json::Array{"async", "concurrency"}},
                                  {"precision", "high"}}}};
}

json::Object SarifWriter::invocation() {
  json::Array Notifications;
  for (const Failure &F : In.What.Failures) {
    json::Object N{
        {"level", "error"},
        {"message", message("translation unit not analysed: " + F.Reason)}};
    Location Unit;
    Unit.File = F.File;
    N["locations"] = json::Array{location(F.Where.Line ? F.Where : Unit)};
    Notifications.push_back(std::move(N));
  }
  if (In.What.Interrupted)
    Notifications.push_back(json::Object{
        {"level", "error"},
        {"message",
         message(formatv("interrupted: {0} of {1} translation units analysed",
                         In.What.Analysed, In.What.Units)
                     .str())}});
  return json::Object{{"executionSuccessful", Notifications.empty()},
                      {"toolExecutionNotifications", std::move(Notifications)}};
}

json::Object SarifWriter::run() {
  json::Array Rules, Results;
  for (const CheckInfo &Check : In.Checks)
    Rules.push_back(rule(Check));
  std::vector<std::string> Prints = fingerprints(In.What.Findings, In.Sources);
  for (auto [F, Print] : zip_equal(In.What.Findings, Prints))
    Results.push_back(result(F, Print));

  std::string Root = fileUri(In.Base);
  if (Root.back() != '/')
    Root += '/';
  return json::Object{
      {"tool", json::Object{{"driver",
                             json::Object{{"name", "unblock-lint"},
                                          {"semanticVersion", versionNumber()},
                                          {"rules", std::move(Rules)}}}}},
      {"originalUriBaseIds",
       json::Object{{"SRCROOT", json::Object{{"uri", Root}}}}},
      {"columnKind", "unicodeCodePoints"},
      {"invocations", json::Array{invocation()}},
      {"results", std::move(Results)}};
}

void unblock::report::writeSarif(const WriterInput &In, raw_ostream &OS) {
  json::Object Log{
      {"$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/"
                  "sarif-schema-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", json::Array{SarifWriter(In).run()}},
  };
  OS << formatv("{0:2}", json::Value(std::move(Log))) << '\n';
}
