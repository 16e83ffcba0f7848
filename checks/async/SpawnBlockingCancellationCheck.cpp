//===- SpawnBlockingCancellationCheck.cpp ---------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpawnBlockingCancellationCheck.h"
#include "lib/analysis/Names.h"
#include "lib/analysis/PoolStops.h"

using namespace clang;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

static std::string quote(llvm::StringRef Name) {
  return ("'" + Name + "'").str();
}

static std::string wording(const PoolStop &F, llvm::StringRef Pool) {
  std::string Callee = F.Callee ? quote(qualifiedName(F.Callee)) : "";
  switch (F.What) {
  case PoolStop::GivesUp:
    return Callee + " stops to wait, but the work of " + quote(Pool) +
           " goes on";
  case PoolStop::Aborts:
    return Callee + " does not stop the work of " + quote(Pool) +
           " once it has started";
  case PoolStop::AbortsAtEnd:
    return Callee + " does not stop the work of " + quote(Pool) +
           " once it has started, and that uses the object that is destroyed";
  case PoolStop::EndsUnregarded:
    return "no destructor waits for the work of " + quote(Pool) +
           ", which uses the object that 'this' points to";
  }
  llvm_unreachable("covered switch");
}

static std::string remedy(PoolStop::Kind What) {
  std::string Chunks = "do the work in chunks and look at a 'std::stop_token' "
                       "between them";
  switch (What) {
  case PoolStop::GivesUp:
    return Chunks + ", or keep the handle and await it afterwards";
  case PoolStop::Aborts:
    return Chunks + "; ask for the outcome afterwards to learn whether it ran";
  case PoolStop::AbortsAtEnd:
  case PoolStop::EndsUnregarded:
    return Chunks + ", and await the handle before the object is destroyed; or "
                    "let the closure share what it uses";
  }
  llvm_unreachable("covered switch");
}

void SpawnBlockingCancellationCheck::checkUnit(TranslationUnit &TU) {
  for (const PoolStop &F : findPoolStops(TU)) {
    Diagnosis D;
    D.At = F.At;
    D.Severity = model::Tier::Hazard;
    std::string Pool = qualifiedName(F.Work->Made.Callee);
    D.Callee = F.Callee ? qualifiedName(F.Callee) : Pool;
    D.Message = wording(F, Pool);
    if (F.What != PoolStop::EndsUnregarded)
      D.Notes.push_back(
          {NoteKind::Chain, F.Work->at(), "the work is started here"});
    if (F.Member)
      D.Notes.push_back(
          {NoteKind::Chain, F.Member->getLocation(),
           "its handle is kept in " + quote(F.Member->getNameAsString())});
    D.Notes.push_back({NoteKind::Remedy, D.At, remedy(F.What)});
    emit(std::move(D));
  }
}
