//===- AsyncTidyModule.cpp - Registers the async checks -------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// This folder holds the checks: what they look for among the findings of the
// analysis, and how they word it. It holds no traversal of an AST and no
// knowledge of libraries.
//
//===----------------------------------------------------------------------===//

#include "BlockingCallCheck.h"
#include "CpuBoundLoopCheck.h"
#include "LockAcrossSuspensionCheck.h"
#include "NestedBlockOnCheck.h"
#include "UnawaitedTaskCheck.h"
#include "lib/support/VersionCompat.h"
#include UNBLOCK_CLANG_TIDY_REGISTRY_H

using namespace clang::tidy;

namespace unblock::checks {
namespace {

class AsyncTidyModule : public ClangTidyModule {
public:
  void addCheckFactories(ClangTidyCheckFactories &CheckFactories) override {
    CheckFactories.registerCheck<BlockingCallCheck>("async-blocking-call");
    CheckFactories.registerCheck<CpuBoundLoopCheck>("async-cpu-bound-loop");
    CheckFactories.registerCheck<LockAcrossSuspensionCheck>(
        "async-lock-across-suspension");
    CheckFactories.registerCheck<NestedBlockOnCheck>("async-nested-block-on");
    CheckFactories.registerCheck<UnawaitedTaskCheck>("async-unawaited-task");
  }
};

} // namespace

static ClangTidyModuleRegistry::Add<AsyncTidyModule>
    Registration("async-module", "Finds blocking calls in asynchronous code.");

} // namespace unblock::checks

