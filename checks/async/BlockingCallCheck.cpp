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
  CategorySet Wanted;
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
      Wanted.set(unsigned(*C));
  }
  if (ForeignCalls == "all" || ForeignCalls == "listed")
    Wanted.set(unsigned(Category::Ffi));
  else if (ForeignCalls != "none")
    configurationDiag("invalid value '%0' of option 'ForeignCalls' of "
                      "'async-blocking-call'; use none, listed or all")
        << ForeignCalls;

  std::vector<llvm::GlobPattern> Headers;
  llvm::SmallVector<llvm::StringRef, 4> Globs;
  llvm::StringRef(ForeignHeaders).split(Globs, ';', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Glob : Globs) {
    llvm::Expected<llvm::GlobPattern> Pattern =
        llvm::GlobPattern::create(Glob.trim());
    if (Pattern)
      Headers.push_back(std::move(*Pattern));
    else
      configurationDiag("invalid pattern '%0' in option 'ForeignHeaders' of "
                        "'async-blocking-call': %1")
          << Glob.trim() << llvm::toString(Pattern.takeError());
  }

  auto Accept = [&](const Primitive &P) {
    return P.Kind != Category::Ffi || ForeignCalls == "all" ||
           llvm::any_of(Headers, [&](const llvm::GlobPattern &Pattern) {
             return Pattern.match(P.Header);
           });
  };
  auto Word = [&](const Occurrence &O, const Chain &C) {
    std::string Thread = O.In->Kind == RootKind::LoopCallback
                             ? "the event loop that runs "
                             : "the worker that runs ";
    std::string Text = "'" + calleeName(TU, C) + "' blocks " + Thread +
                       describe(TU, *O.In) + ": ";
    if (C.End->Kind == Category::Ffi)
      Text = "'" + calleeName(TU, C) + "' may block " + Thread +
             describe(TU, *O.In) + ": ";
    if (C.Steps.size() == 1)
      return Text + "it " + C.End->Reason;
    return Text + "it reaches '" + C.End->Callee + "', which " + C.End->Reason;
  };
  checkOccurrences(TU, Wanted, Accept, Word, Fix::Await);

  for (const auto &[F, A] : TU.allowances()) {
    Diagnosis D;
    D.At = TU.location(A->At);
    D.Severity = Tier::Advice;
    if (llvm::StringRef(A->Reason).trim().empty())
      D.Message = "an allowance to block needs a reason";
    else if (!TU.isUsed(F, A))
      D.Message = "this allowance to block covers no blocking call";
    else
      continue;
    emit(std::move(D));
  }
}
