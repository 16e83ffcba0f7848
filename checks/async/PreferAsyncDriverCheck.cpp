//===- PreferAsyncDriverCheck.cpp - async-prefer-async-driver -------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PreferAsyncDriverCheck.h"
#include "lib/analysis/Names.h"
#include "lib/analysis/OffloadedDrivers.h"

using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

void PreferAsyncDriverCheck::checkUnit(TranslationUnit &TU) {
  for (const OffloadedDriver &Found : findOffloadedDrivers(TU)) {
    const Offload &O = *Found.Where;
    Diagnosis D;
    D.At = O.at();
    D.Severity = model::Tier::Advice;
    D.Kind = Found.End->Kind;
    D.Callee = Found.End->Callee;
    D.Message = "'" + qualifiedName(O.Made.Callee) +
                "' takes a thread for each call of '" + D.Callee +
                "', which only waits: an asynchronous driver needs none";
    noteWay(TU, Found.Way, D.Callee, D);
    D.Notes.push_back(
        {NoteKind::Remedy, D.At, "instead, use " + Found.End->AsyncDriver});
    emit(std::move(D));
  }
}
