//===- BlockInPlaceUndocumentedCheck.cpp ----------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceUndocumentedCheck.h"
#include "lib/analysis/Comments.h"

using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

void BlockInPlaceUndocumentedCheck::checkUnit(TranslationUnit &TU) {
  for (const Offload &O : TU.offloads()) {
    if (!O.isInPlace() || isDocumented(TU, O))
      continue;
    std::string Runner = runnerName(O);
    Diagnosis D;
    D.At = O.at();
    D.Severity = model::Tier::Advice;
    D.Callee = Runner;
    D.Message = "no comment says why '" + Runner + "' is needed here";
    D.Notes.push_back({NoteKind::Remedy, D.At,
                       "say above the call why the work cannot run on another "
                       "thread, and how long it takes at most"});
    emit(std::move(D));
  }
}
