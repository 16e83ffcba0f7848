//===- OffloadedDrivers.cpp - Drivers that a pool waits for ---------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OffloadedDrivers.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace unblock::analysis;
using unblock::model::Tier;

/// Is \p O reached from an async context, again and again as a rule? What a
/// program does before its runtime starts happens once.
static bool isPerCall(TranslationUnit &TU, const Offload &O) {
  if (!O.In)
    return false;
  if (TU.root(O.In))
    return true;
  Place At = TranslationUnit::place(
      TU.context().getSourceManager().getFileLoc(O.at()));
  FunctionId In = TU.idOf(O.In);
  return llvm::any_of(TU.roots(), [&](const Root &R) {
    llvm::SmallVector<Step, 4> Way =
        findWay(TU, R.Function, [&](const Site &S) {
          return S.Moves != Site::Stays && S.At == At;
        });
    return !Way.empty() && Way.back().Caller == In;
  });
}

/// The way from \p F to the driver, if all that blocks there is one driver.
/// What calls it in a loop is a batch, or a thread of its own.
static llvm::SmallVector<Step, 4> wayToDriver(TranslationUnit &TU,
                                              FunctionId F) {
  const Site *First = nullptr;
  bool Other = TU.summary(F).HasUnknownCalls;
  findWay(TU, F, [&](const Site &S) {
    for (FunctionId Callee : S.Callees) {
      Other |= TU.summary(Callee).HasUnknownCalls;
      if (S.InLoop)
        Other |= llvm::any_of(TU.effects().effect(Callee).Ways,
                              [](const Way &W) { return bool(W); });
    }
    // A lock around the connection and a line to the log are part of it.
    if (!S.Blocks || S.Blocks->Severity == Tier::Advice)
      return false;
    if (!First && !S.Blocks->AsyncDriver.empty())
      First = &S;
    Other |= !First || S.InLoop ||
             S.Blocks->AsyncDriver != First->Blocks->AsyncDriver;
    return Other;
  });
  if (Other || !First)
    return {};
  return findWay(TU, F, [&](const Site &S) { return &S == First; });
}

std::vector<OffloadedDriver>
unblock::analysis::findOffloadedDrivers(TranslationUnit &TU) {
  std::vector<OffloadedDriver> Found;
  for (const Offload &O : TU.offloads()) {
    const FunctionDecl *Body =
        O.How == Offload::Scope ? nullptr : bodyOf(TU, O);
    if (!Body)
      continue;
    OffloadedDriver D;
    D.Where = &O;
    D.Way = wayToDriver(TU, TU.idOf(Body));
    if (D.Way.empty() || !isPerCall(TU, O))
      continue;
    D.End = &*D.Way.back().At->Blocks;
    Found.push_back(std::move(D));
  }
  return Found;
}
