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
  index::Question Q;
  Q.Words = index::Question::Computes;
  Q.Wanted.set(unsigned(Category::Cpu));
  Q.MinIterations = IterationThreshold;
  checkOccurrences(TU, std::move(Q));
}
