//===- UnitResult.cpp - What the checks said of one unit ------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UnitResult.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

namespace unblock::lint {

static json::Value toJSON(const UnitWarning &W) {
  return json::Object{{"file", json::fixUTF8(W.File)},
                      {"message", json::fixUTF8(W.Message)}};
}

static bool fromJSON(const json::Value &V, UnitWarning &W, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("file", W.File) && O.map("message", W.Message);
}

static json::Value toJSON(const UnitResult &R) {
  json::Object Fixable;
  for (const auto &[File, Hash] : R.Fixable)
    Fixable[json::fixUTF8(File)] = Hash;
  json::Object O{{"foreign", R.Foreign},
                 {"findings", R.Findings},
                 {"fixable", std::move(Fixable)},
                 {"warnings", R.Warnings},
                 {"read", R.Read},
                 {"checks", R.Checks},
                 {"suppressions", R.Suppressions}};
  if (R.Failed)
    O["failed"] = *R.Failed;
  return O;
}

static bool fromJSON(const json::Value &V, UnitResult &R, json::Path P) {
  json::ObjectMapper O(V, P);
  return O && O.map("foreign", R.Foreign) && O.map("findings", R.Findings) &&
         O.map("fixable", R.Fixable) && O.map("warnings", R.Warnings) &&
         O.map("read", R.Read) && O.map("checks", R.Checks) &&
         O.map("suppressions", R.Suppressions) && O.map("failed", R.Failed);
}

static void renameFiles(report::Finding &F, Renaming New) {
  auto Apply = [&](std::string &File) {
    if (!File.empty())
      File = New(File);
  };
  Apply(F.Where.File);
  for (report::Note &N : F.Notes)
    Apply(N.Where.File);
  for (report::Replacement &R : F.Fixes)
    Apply(R.File);
}

} // namespace unblock::lint

void unblock::lint::renameFiles(UnitResult &R, Renaming New) {
  for (report::Finding &F : R.Findings)
    renameFiles(F, New);
  if (R.Failed) {
    R.Failed->File = New(R.Failed->File);
    if (!R.Failed->Where.File.empty())
      R.Failed->Where.File = New(R.Failed->Where.File);
  }
  std::map<std::string, std::string> Fixable;
  for (auto &[File, Hash] : R.Fixable)
    Fixable[New(File)] = Hash;
  R.Fixable = std::move(Fixable);
  for (std::string &File : R.Read)
    File = New(File);
  for (report::Suppression &S : R.Suppressions)
    S.Where.File = New(S.Where.File);
  for (UnitWarning &W : R.Warnings)
    if (!W.File.empty())
      W.File = New(W.File);
}

void unblock::lint::renameFiles(index::Unit &U, Renaming New) {
  U.MainFile = New(U.MainFile);
  for (std::string &File : U.Files)
    File = New(File);
  for (index::OpenCall &C : U.OpenCalls)
    renameFiles(C.Draft, New);
  for (index::OpenAllowance &A : U.OpenAllowances)
    renameFiles(A.Finding, New);
}

std::optional<UnitResult> unblock::lint::takeResult(index::Unit &U) {
  std::optional<UnitResult> Result(std::in_place);
  json::Path::Root PathRoot("result");
  Expected<json::Value> Value = json::parse(U.Payload);
  if (!Value) {
    consumeError(Value.takeError());
    return std::nullopt;
  }
  if (!fromJSON(*Value, *Result, PathRoot))
    return std::nullopt;
  U.Payload.clear();
  return Result;
}

void unblock::lint::putResult(index::Unit &U, const UnitResult &R) {
  U.Payload.clear();
  raw_string_ostream(U.Payload) << toJSON(R);
}

void unblock::lint::makeAbsolute(UnitResult &R, StringRef Root) {
  renameFiles(R, [&](StringRef File) {
    SmallString<256> Path(File);
    sys::path::make_absolute(Root, Path);
    return Path.str().str();
  });
}
