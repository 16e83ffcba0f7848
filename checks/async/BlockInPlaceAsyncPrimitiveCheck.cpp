//===- BlockInPlaceAsyncPrimitiveCheck.cpp --------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceAsyncPrimitiveCheck.h"
#include "lib/analysis/AsyncUses.h"
#include "lib/analysis/HeldBlockOn.h"
#include "lib/analysis/Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

/// Why a wait may have no end. The words before it name what is waited for.
static llvm::StringRef whyForever(AsyncUse::Resource Of) {
  switch (Of) {
  case AsyncUse::Work:
    return "it may need this very task, which stands still meanwhile";
  case AsyncUse::Result:
    return "the work behind it may need this very task, which stands still "
           "meanwhile";
  case AsyncUse::Message:
    return "the other end may be a branch of this very task, which stands "
           "still "
           "meanwhile";
  case AsyncUse::Lock:
    return "the lock may be held by this very task, which stands still "
           "meanwhile";
  case AsyncUse::Signal:
    return "it may have to come from this very task, which stands still "
           "meanwhile";
  case AsyncUse::Time:
    return "a timer needs a worker, and all of them may stand in such code";
  }
  llvm_unreachable("covered switch");
}

static std::string remedyFor(const AsyncUse &Use, const std::string &Runner) {
  switch (Use.How) {
  case AsyncUse::Ends:
    return "let it end outside of '" + Runner + "', or complete it in there";
  case AsyncUse::Spawns:
    return "start the work before '" + Runner + "', or after it";
  case AsyncUse::Waits:
  case AsyncUse::Starts:
    break;
  }
  switch (Use.Of) {
  case AsyncUse::Lock:
    return "await the lock before '" + Runner + "', or try it without waiting";
  case AsyncUse::Message:
    return "await it outside of '" + Runner +
           "', or use an operation that never waits";
  case AsyncUse::Time:
    return "await the timer outside of '" + Runner + "'";
  default:
    return "await it outside of '" + Runner + "'";
  }
}

/// What \p Use does, and why that can deadlock.
static std::string reason(const AsyncUse &Use) {
  std::string What = Use.What.empty() ? "" : "'" + Use.What + "'";
  switch (Use.How) {
  case AsyncUse::Waits:
    if (What.empty())
      What = "asynchronous work";
    return "waits for " + What + ", and " + whyForever(Use.Of).str();
  case AsyncUse::Starts:
    return "has to be awaited, and " + whyForever(Use.Of).str();
  case AsyncUse::Ends:
    return "wakes who awaits the other end, which may be queued behind this "
           "very task";
  case AsyncUse::Spawns:
    return "starts work that only the context of this task can run, which "
           "stands still meanwhile";
  }
  llvm_unreachable("covered switch");
}

void BlockInPlaceAsyncPrimitiveCheck::checkUnit(TranslationUnit &TU) {
  std::vector<InPlaceUse> Uses;
  findInPlaceUses(TU, Uses);
  if (Uses.empty())
    return;
  // Where a lock is known to be held, async-nested-block-on says so.
  llvm::DenseSet<SourceLocation> Told;
  const SourceManager &SM = TU.context().getSourceManager();
  for (const FunctionDecl *FD : TU.coroutines()) {
    llvm::SmallVector<HeldBlockOn, 1> Held;
    findHeldBlockOn(TU, FD, Held);
    for (const HeldBlockOn &H : Held)
      Told.insert(SM.getFileLoc(H.At));
  }

  for (const InPlaceUse &U : Uses) {
    if (U.Way.size() == 1 && Told.contains(U.At))
      continue;
    std::string Runner = runnerName(*U.By);
    // Who waits, or what ends.
    const std::string &End = U.Use.Callee;
    Diagnosis D;
    D.At = U.At;
    D.Severity = model::Tier::Deadlock;
    D.Callee = End;
    std::string Subject = U.Use.How == AsyncUse::Ends
                              ? "the end of '" + End + "'"
                              : "'" + End + "'";
    if (U.Way.size() > 1) {
      D.Message = "'" + TU.summary(U.Way.front().Callee).Name +
                  "' can deadlock inside of '" + Runner + "': it reaches " +
                  Subject + ", which " + reason(U.Use);
      noteWay(TU, llvm::ArrayRef(U.Way).drop_front(), End, D);
    } else {
      D.Message = Subject + " can deadlock inside of '" + Runner + "': it " +
                  reason(U.Use);
    }
    noteRunner(*U.By, D);
    D.Notes.push_back({NoteKind::Remedy, D.At, remedyFor(U.Use, Runner)});
    emit(std::move(D));
  }
}
