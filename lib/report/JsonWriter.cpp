//===- JsonWriter.cpp - Findings as one JSON object -----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Fingerprint.h"
#include "lib/report/Writers.h"
#include "lib/support/Version.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::report;

void unblock::report::writeJson(const WriterInput &In, raw_ostream &OS) {
  auto Shorten = [&](std::string &File) {
    File = relativeTo(In.Base, File).str();
  };
  std::vector<std::string> Prints = fingerprints(In.What.Findings, In.Sources);
  json::Array Findings, Suppressed, Baselined, Failures;
  for (size_t I = 0; I < Prints.size(); ++I) {
    Finding F = In.What.Findings[I];
    Shorten(F.Where.File);
    for (Note &N : F.Notes)
      Shorten(N.Where.File);
    for (Replacement &R : F.Fixes)
      Shorten(R.File);
    json::Value V(F);
    V.getAsObject()->try_emplace("fingerprint", Prints[I]);
    (F.Suppressed  ? Suppressed
     : F.Baselined ? Baselined
                   : Findings)
        .push_back(std::move(V));
  }
  for (Failure F : In.What.Failures) {
    Shorten(F.File);
    Shorten(F.Where.File);
    Failures.push_back(F);
  }

  json::Object Top{
      {"version", 1},
      {"tool",
       json::Object{{"name", "unblock-lint"}, {"version", versionNumber()}}},
      {"root", json::fixUTF8(In.Base)},
      {"interrupted", In.What.Interrupted},
      {"translationUnits",
       json::Object{{"total", In.What.Units}, {"analysed", In.What.Analysed}}},
      {"findings", std::move(Findings)},
      {"suppressed", std::move(Suppressed)},
      {"baselined", std::move(Baselined)},
      {"failures", std::move(Failures)},
  };
  OS << formatv("{0:2}", json::Value(std::move(Top))) << '\n';
}
