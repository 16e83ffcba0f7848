//===- Fingerprint.cpp - What identifies a finding across runs ------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Fingerprint.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/xxhash.h"

using namespace llvm;
using namespace unblock::report;

/// Appends what \p Message quotes, which is names of functions. The place in
/// the name of a lambda would move with its line.
static void appendQuotedNames(StringRef Message, std::string &Key) {
  static const Regex Place(":[0-9]+(:[0-9]+)?");
  for (;;) {
    Message = Message.split('\'').second;
    auto [Name, Rest] = Message.split('\'');
    if (Message.empty())
      return;
    std::string Plain = Name.str();
    while (Place.match(Plain))
      Plain = Place.sub("", Plain);
    Key += Plain;
    Key += '\0';
    Message = Rest;
  }
}

static uint64_t hash(const Finding &F, SourceText &Sources) {
  std::string Key = F.Check + '\0' + F.Callee + '\0';
  for (const Note &N : F.Notes)
    if (N.Kind == NoteKind::Chain || N.Kind == NoteKind::Context)
      appendQuotedNames(N.Message, Key);
  for (char C : Sources.line(F.Where.File, F.Where.Line))
    if (!isSpace(C))
      Key += C;
  return xxh3_64bits(Key);
}

std::vector<std::string>
unblock::report::fingerprints(ArrayRef<Finding> Findings, SourceText &Sources) {
  std::vector<std::string> Result;
  StringMap<unsigned> Seen;
  for (const Finding &F : Findings) {
    std::string Hash = formatv("{0:x-16}", hash(F, Sources));
    unsigned Count = ++Seen[Hash + F.Where.File];
    Result.push_back(formatv("{0}:{1}", Hash, Count));
  }
  return Result;
}
