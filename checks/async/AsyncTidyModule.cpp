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

#include "BlockInPlaceAsyncPrimitiveCheck.h"
#include "BlockInPlaceCurrentThreadCheck.h"
#include "BlockInPlaceHotPathCheck.h"
#include "BlockInPlaceInLibraryCheck.h"
#include "BlockInPlaceNestedCheck.h"
#include "BlockInPlaceSiblingBranchesCheck.h"
#include "BlockInPlaceUnboundedCheck.h"
#include "BlockInPlaceUndocumentedCheck.h"
#include "BlockingCallCheck.h"
#include "CpuBoundLoopCheck.h"
#include "LockAcrossSuspensionCheck.h"
#include "NestedBlockOnCheck.h"
#include "PreferAsyncDriverCheck.h"
#include "SpawnBlockingCancellationCheck.h"
#include "SpawnBlockingCaptureCheck.h"
#include "SpawnBlockingCoroutineCheck.h"
#include "SpawnBlockingDiscardedCheck.h"
#include "UnawaitedTaskCheck.h"
#include "UncheckedJoinCheck.h"
#include "lib/support/VersionCompat.h"
#include UNBLOCK_CLANG_TIDY_REGISTRY_H

using namespace clang::tidy;

namespace unblock::checks {
namespace {

class AsyncTidyModule : public ClangTidyModule {
public:
  void addCheckFactories(ClangTidyCheckFactories &CheckFactories) override {
    CheckFactories.registerCheck<BlockInPlaceAsyncPrimitiveCheck>(
        "async-block-in-place-async-primitive");
    CheckFactories.registerCheck<BlockInPlaceCurrentThreadCheck>(
        "async-block-in-place-current-thread");
    CheckFactories.registerCheck<BlockInPlaceHotPathCheck>(
        "async-block-in-place-hot-path");
    CheckFactories.registerCheck<BlockInPlaceInLibraryCheck>(
        "async-block-in-place-in-library");
    CheckFactories.registerCheck<BlockInPlaceNestedCheck>(
        "async-block-in-place-nested");
    CheckFactories.registerCheck<BlockInPlaceSiblingBranchesCheck>(
        "async-block-in-place-sibling-branches");
    CheckFactories.registerCheck<BlockInPlaceUnboundedCheck>(
        "async-block-in-place-unbounded");
    CheckFactories.registerCheck<BlockInPlaceUndocumentedCheck>(
        "async-block-in-place-undocumented");
    CheckFactories.registerCheck<BlockingCallCheck>("async-blocking-call");
    CheckFactories.registerCheck<CpuBoundLoopCheck>("async-cpu-bound-loop");
    CheckFactories.registerCheck<LockAcrossSuspensionCheck>(
        "async-lock-across-suspension");
    CheckFactories.registerCheck<NestedBlockOnCheck>("async-nested-block-on");
    CheckFactories.registerCheck<PreferAsyncDriverCheck>(
        "async-prefer-async-driver");
    CheckFactories.registerCheck<SpawnBlockingCancellationCheck>(
        "async-spawn-blocking-cancellation");
    CheckFactories.registerCheck<SpawnBlockingCaptureCheck>(
        "async-spawn-blocking-capture");
    CheckFactories.registerCheck<SpawnBlockingCoroutineCheck>(
        "async-spawn-blocking-coroutine");
    CheckFactories.registerCheck<SpawnBlockingDiscardedCheck>(
        "async-spawn-blocking-discarded");
    CheckFactories.registerCheck<UnawaitedTaskCheck>("async-unawaited-task");
    CheckFactories.registerCheck<UncheckedJoinCheck>("async-unchecked-join");
  }
};

} // namespace

static ClangTidyModuleRegistry::Add<AsyncTidyModule>
    Registration("async-module", "Finds blocking calls in asynchronous code.");

} // namespace unblock::checks
