//===- CpuBoundLoopCheck.cpp - async-cpu-bound-loop -----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CpuBoundLoopCheck.h"

using namespace clang;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::model::Category;

CpuBoundLoopCheck::CpuBoundLoopCheck(llvm::StringRef Name,
                                     tidy::ClangTidyContext *Context)
    : AsyncCheck(Name, Context),
      IterationThreshold(Options.get("IterationThreshold", uint64_t(1000000))) {
}

void CpuBoundLoopCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  AsyncCheck::storeOptions(Opts);
  Options.store(Opts, "IterationThreshold", IterationThreshold);
}

void CpuBoundLoopCheck::checkUnit(TranslationUnit &TU) {
  CategorySet Wanted;
  Wanted.set(unsigned(Category::Cpu));
  checkOccurrences(
      TU, Wanted,
      [&](const Primitive &P) {
        return P.Iterations == 0 || P.Iterations >= IterationThreshold;
      },
      [&](const Occurrence &O, const Chain &C) {
        bool IsLoop = C.End->Iterations != 0;
        std::string Text = C.Steps.size() == 1 && IsLoop
                               ? "this loop"
                               : "'" + calleeName(TU, C) + "'";
        Text += " holds the worker that runs " + describe(TU, *O.In) + ": it ";
        if (C.Steps.size() != 1)
          Text += IsLoop ? "reaches a loop that "
                         : "reaches '" + C.End->Callee + "', which ";
        return Text + C.End->Reason;
      });
}
