//===- BlockingCallCheck.cpp - async-blocking-call ------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockingCallCheck.h"
#include "llvm/Support/GlobPattern.h"

using namespace clang;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::model::Category;
using unblock::model::Tier;

/// Short critical sections, output to the console and foreign code are left
/// out: most of them are harmless.
static constexpr llvm::StringLiteral DefaultCategories =
    "sleep;file;network;dns;process;database;wait;gpu";

BlockingCallCheck::BlockingCallCheck(llvm::StringRef Name,
                                     tidy::ClangTidyContext *Context)
    : AsyncCheck(Name, Context),
      Categories(Options.get("Categories", DefaultCategories)),
      ForeignCalls(Options.get("ForeignCalls", "none")),
      ForeignHeaders(Options.get("ForeignHeaders", "")) {}

void BlockingCallCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  AsyncCheck::storeOptions(Opts);
  Options.store(Opts, "Categories", Categories);
  Options.store(Opts, "ForeignCalls", ForeignCalls);
  Options.store(Opts, "ForeignHeaders", ForeignHeaders);
}

void BlockingCallCheck::checkUnit(TranslationUnit &TU) {
  index::Question Q;
  Q.Fixes = true;
  llvm::SmallVector<llvm::StringRef, 8> Names;
  llvm::StringRef(Categories).split(Names, ';', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Name : Names) {
    std::optional<Category> C = model::parseCategory(Name.trim());
    if (!C || *C == Category::Cpu || *C == Category::SyncWait ||
        *C == Category::Ffi)
      configurationDiag("unknown category '%0' in option 'Categories' of "
                        "'async-blocking-call'; the categories are sleep, "
                        "file, network, dns, process, database, wait, lock, "
                        "console and gpu")
          << Name.trim();
    else
      Q.Wanted.set(unsigned(*C));
  }
  if (ForeignCalls == "all" || ForeignCalls == "listed")
    Q.Wanted.set(unsigned(Category::Ffi));
  else if (ForeignCalls != "none")
    configurationDiag("invalid value '%0' of option 'ForeignCalls' of "
                      "'async-blocking-call'; use none, listed or all")
        << ForeignCalls;

  Q.AllForeign = ForeignCalls == "all";
  llvm::SmallVector<llvm::StringRef, 4> Globs;
  llvm::StringRef(ForeignHeaders).split(Globs, ';', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Glob : Globs) {
    Glob = Glob.trim();
    llvm::Expected<llvm::GlobPattern> Pattern = llvm::GlobPattern::create(Glob);
    if (Pattern)
      Q.ForeignHeaders.push_back(Glob.str());
    else
      configurationDiag("invalid pattern '%0' in option 'ForeignHeaders' of "
                        "'async-blocking-call': %1")
          << Glob << llvm::toString(Pattern.takeError());
  }
  checkOccurrences(TU, std::move(Q));

  for (const auto &[F, A] : TU.allowances()) {
    Diagnosis D;
    D.At = TU.location(A->At);
    D.Severity = Tier::Advice;
    if (llvm::StringRef(A->Reason).trim().empty()) {
      D.Message = "an allowance to block needs a reason";
      emit(std::move(D));
    } else if (!TU.isUsed(F, A)) {
      D.Message = "this allowance to block covers no blocking call";
      emitUnused(TU, F, *A, std::move(D));
    }
  }
}
