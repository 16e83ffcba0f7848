//===- BlockingCallCheck.h - async-blocking-call ----------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_BLOCKINGCALLCHECK_H
#define UNBLOCK_CHECKS_ASYNC_BLOCKINGCALLCHECK_H

#include "AsyncCheck.h"

namespace unblock::checks {

/// Finds calls that block the worker thread of an async context, directly or
/// through other functions.
///
/// Options, and what is wrong with unused or unexplained allowances, are
/// described in docs/checks/async/async-blocking-call.md.
class BlockingCallCheck : public AsyncCheck {
public:
  BlockingCallCheck(llvm::StringRef Name,
                    clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

protected:
  void checkUnit(analysis::TranslationUnit &TU) override;

private:
  const std::string Categories;
  const std::string ForeignCalls;
  const std::string ForeignHeaders;
};

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_BLOCKINGCALLCHECK_H
