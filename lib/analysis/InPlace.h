//===- InPlace.h - Where tasks block in place -------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A task that runs blocking code in place stops more than itself: the other
// branches of the task, and on a runtime with one thread everything. Here is
// found by which ways tasks come to do that, and which ways are gone often.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_INPLACE_H
#define UNBLOCK_ANALYSIS_INPLACE_H

#include "Calls.h"
#include "Effects.h"
#include "Offloads.h"
#include <string>
#include <vector>

namespace unblock::analysis {

class TranslationUnit;

/// The calls from a task to the one that runs code in place.
using InPlaceWay = llvm::SmallVector<Step, 4>;

/// Which coroutines a search enters.
enum class Reach : uint8_t {
  Task,    ///< those that the task awaits
  Runtime, ///< also those that it starts on the runtime that it runs on
  Workers, ///< also those that it starts on another one
};

/// The shortest way from the body of \p From to each site that runs code in
/// place, nearest first, and to each open call: one of which only other
/// translation units can say whether it does. With \p Marks, of the ways on
/// which that takes a site.
std::vector<InPlaceWay>
findInPlaceWays(TranslationUnit &TU, FunctionId From, Reach Follow,
                llvm::function_ref<bool(const Site &)> Marks = nullptr);

/// The shortest way from what the open call \p At of \p F enters to a site that
/// runs code in place, beginning with \p At; with \p NeedsTask, of those that
/// go through the body of a task. Empty when there is none.
InPlaceWay findInPlaceWay(SummaryTable &Functions, EffectSolver &Effects,
                          FunctionId F, const Site &At, Reach Follow,
                          bool NeedsTask);

/// A way of a task to what runs code in place, or to an open call.
struct FoundInPlace {
  InPlaceWay Way;
  /// What follows the open call counts from the body of a task on: before it,
  /// the task is only made.
  bool NeedsTask = false;
  bool isOpen() const { return !movesInPlace(*Way.back().At); }
};

/// Which of \p Found to keep, in the order of the source: of those that end at
/// one place the shortest.
std::vector<size_t> nearestInPlace(TranslationUnit &TU,
                                   llvm::ArrayRef<const FoundInPlace *> Found);

template <typename T>
std::vector<T> keepNearest(TranslationUnit &TU, std::vector<T> Found) {
  std::vector<const FoundInPlace *> Pointers;
  for (const T &F : Found)
    Pointers.push_back(&F);
  std::vector<T> Kept;
  for (size_t I : nearestInPlace(TU, Pointers))
    Kept.push_back(std::move(Found[I]));
  return Kept;
}

/// The name of what runs code in place at the end of \p Way.
inline const std::string &moverOf(llvm::ArrayRef<Step> Way) {
  return Way.back().At->Mover;
}

/// What runs code in place at the end of \p Way; null when it is not known.
const Offload *moverAt(TranslationUnit &TU, llvm::ArrayRef<Step> Way);

/// The library of what stands at the end of \p Way, or of the tasks on it; null
/// when it is not known.
const model::Profile *libraryOf(TranslationUnit &TU, llvm::ArrayRef<Step> Way);

/// A task that a call is given, or code that such a task runs.
struct GivenTask {
  FunctionId Entry = NoFunction; ///< the body to begin with
  /// The call in that body to begin with, when another translation unit has
  /// what it calls.
  const Site *At = nullptr;
  /// The task: the coroutine, or the function that makes it.
  FunctionId Task = NoFunction;
  /// The body is that of a function which only makes the task.
  bool IsMaker = false;
};

/// Appends the tasks that \p E, an argument in the body of \p In, stands for:
/// the call of a coroutine, or of a function that makes one, a closure with
/// such a body, or what a function that is known from its declaration only
/// wraps. A task that something else runs is left out.
void givenTasks(TranslationUnit &TU, const clang::Expr *E,
                const clang::FunctionDecl *In,
                llvm::SmallVectorImpl<GivenTask> &Out);

/// The ways from \p Given to what runs code in place, once it is a task.
std::vector<FoundInPlace> findInPlaceWays(TranslationUnit &TU,
                                          const GivenTask &Given, Reach Follow);

/// A place that runs code in place in one of several branches of a task. The
/// way begins in the body of the branch, or of what it runs.
struct BranchInPlace : FoundInPlace {
  Call Branching; ///< what runs the branches
  FunctionId Branch = NoFunction;
};

/// In the order of the source; a place once.
std::vector<BranchInPlace> findInPlaceBranches(TranslationUnit &TU);

/// A place that runs code in place again and again. The way begins in the loop,
/// or in the function that is marked.
struct RepeatedInPlace : FoundInPlace {
  enum Why : uint8_t {
    Loop,   ///< in a loop
    Marked, ///< in a function that is marked as running often
  } Because = Loop;
  /// The function that is marked.
  const clang::FunctionDecl *Hot = nullptr;
};

/// A loop that runs at most so often is no hot path.
inline constexpr uint64_t FewRepeats = 16;

/// A place once, with its shortest way.
std::vector<RepeatedInPlace> findRepeatedInPlace(TranslationUnit &TU);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_INPLACE_H
