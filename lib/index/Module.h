//===- Module.h - Summaries that leave their process ------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A translation unit as the rest of its project sees it: the summaries of its
// functions, its findings, and its open calls: those whose verdict depends on
// functions of other translation units. And a project: the functions of all
// units that matter to a caller, with their effects.
//
// Functions are numbered from 0 within their module, places from 1; a place of
// a summary is such a number. Functions that other modules can mean have a
// name for all: Clang's USR.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_INDEX_MODULE_H
#define UNBLOCK_INDEX_MODULE_H

#include "lib/analysis/TranslationUnit.h"
#include "lib/report/Finding.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include <array>
#include <string>
#include <vector>

namespace unblock::index {

using analysis::FunctionId;
using analysis::NoFunction;

/// Lines and columns count from 1; columns count bytes.
struct Position {
  uint32_t File = 0; ///< into Module::Files
  uint32_t Line = 0, Column = 0;
  friend bool operator==(const Position &, const Position &) = default;
};

struct Function : analysis::FunctionSummary {
  /// Empty for one that only its own module can mean.
  std::string Usr;
};

/// The member `Overrider` overrides `Base`.
struct Override {
  FunctionId Overrider = NoFunction, Base = NoFunction;
};

struct Module {
  std::vector<std::string> Files;
  std::vector<Position> Positions;
  std::vector<Function> Functions;
  std::vector<Override> Overrides;
  /// The functions that run on workers and event loops; a project keeps them
  /// only when it is linked with all of its functions.
  std::vector<FunctionId> Contexts;

  /// The place that \p P stands for; no file for none.
  report::Location location(analysis::Place P) const {
    report::Location L;
    if (P && P.Raw <= Positions.size()) {
      const Position &At = Positions[P.Raw - 1];
      L.File = Files[At.File];
      L.Line = At.Line;
      L.Column = At.Column;
    }
    return L;
  }
};

/// What a check asks about a call that it cannot judge by itself.
struct Question {
  std::string Check; ///< "async-blocking-call"
  enum Kind : uint8_t {
    Blocks,        ///< does a worker or an event loop block, ...
    Deadlocks,     ///< ... wait for what it may have to run itself, ...
    Computes,      ///< ... or compute for long?
    Nests,         ///< does what is run off the workers give a worker away, ...
    NeverEnds,     ///< ... have no end, ...
    Awaits,        ///< ... or use what has to be polled?
    Repeats,       ///< is a worker given away on a hot path, ...
    StopsBranches, ///< ... in one of several branches of a task, ...
    StopsRuntime,  ///< ... or on a runtime that has no other thread?
  } Words = Blocks;
  analysis::CategorySet Wanted;
  /// Shorter loops are not worth a finding.
  uint64_t MinIterations = 0;
  /// Foreign functions count, all of them or those of these headers (globs).
  bool AllForeign = false;
  std::vector<std::string> ForeignHeaders;
  /// The fixes of the open call are fixes of this check.
  bool Fixes = false;
};

/// What to do instead, for each category: a note, or nothing.
using Remedies = std::array<std::string, model::NumCategories>;

/// A call in an async context that blocks when some function of another
/// translation unit does.
struct OpenCall {
  FunctionId In = NoFunction; ///< whose summary holds the site
  uint32_t Site = 0;
  /// The finding as far as it is known: its place, the notes about its context,
  /// and its fixes.
  report::Finding Draft;
  std::string NoFix; ///< why there are no fixes
  /// "coroutine 'f'"; of code that is run off the workers, who runs it; of code
  /// that gives a worker away, why it is run often, or what runs the branches.
  std::string Context;
  bool IsOnLoop = false;  ///< an event loop runs it, not a worker
  bool IsInPlace = false; ///< a worker runs it that gave its tasks away
  /// What the call enters counts from the body of a task on.
  bool NeedsTask = false;
  uint32_t Instead = 0; ///< into Unit::Instead
  struct Asking {
    uint32_t What = 0; ///< into Unit::Questions
    /// The comment that suppresses the answer.
    std::optional<std::string> Suppressed;
  };
  std::vector<Asking> Asked;
  /// Callables that the call runs and whose sites are looked at by themselves.
  std::vector<FunctionId> Apart;
  /// The context is one only if the function that this names does that.
  analysis::Handover If;
};

/// An allowance that covers no blocking call, unless an open one blocks.
struct OpenAllowance {
  FunctionId In = NoFunction;
  uint32_t Allowance = 0; ///< into its Allowances
  report::Finding Finding;
};

/// One translation unit.
struct Unit : Module {
  std::string MainFile;
  std::vector<Question> Questions;
  std::vector<Remedies> Instead;
  std::vector<OpenCall> OpenCalls;
  std::vector<OpenAllowance> OpenAllowances;
  /// What the tool that made it wants to have back with it.
  std::string Payload;
};

/// The functions of a whole project that do something to their caller's thread,
/// or to the callables that they get.
struct Project : Module {
  /// The functions with C linkage that some unit defines: the rest is foreign.
  llvm::StringSet<> Defined;

  /// To be called when the functions are complete.
  void makeLookups();
  /// The function that \p Usr names, or none.
  FunctionId find(llvm::StringRef Usr) const;
  /// The functions that override the member \p Usr, directly or not.
  llvm::ArrayRef<FunctionId> overriders(llvm::StringRef Usr) const;

private:
  llvm::StringMap<FunctionId> ByUsr;
  llvm::StringMap<llvm::SmallVector<FunctionId, 2>> ByBase;
};

} // namespace unblock::index

#endif // UNBLOCK_INDEX_MODULE_H
