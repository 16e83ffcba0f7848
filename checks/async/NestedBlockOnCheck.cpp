//===- NestedBlockOnCheck.cpp - async-nested-block-on ---------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "NestedBlockOnCheck.h"

using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::model::Category;

void NestedBlockOnCheck::checkUnit(TranslationUnit &TU) {
  CategorySet Wanted;
  Wanted.set(unsigned(Category::SyncWait));
  checkOccurrences(
      TU, Wanted, [](const Primitive &) { return true; },
      [&](const Occurrence &O, const Chain &C) {
        std::string Text = "'" + calleeName(TU, C) + "' can deadlock " +
                           describe(TU, *O.In) + ": it ";
        if (C.Steps.size() != 1)
          Text += "reaches '" + C.End->Callee + "', which ";
        return Text + C.End->Reason;
      });
}
