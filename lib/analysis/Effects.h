//===- Effects.h - What a function does to its thread -----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The effect of a function is, for each category, the shortest way from its
// body to a call that blocks. Effects are computed bottom-up over the call
// graph: strongly connected components are found on the way (Tarjan), and
// within one the equations are iterated to their least fixpoint, which exists
// because a way only ever gets shorter. Summaries are asked for as they are
// reached, and every result is kept.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_EFFECTS_H
#define UNBLOCK_ANALYSIS_EFFECTS_H

#include "Summary.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <array>
#include <bitset>

namespace unblock::analysis {

/// A set of categories.
using CategorySet = std::bitset<model::NumCategories>;

/// How a function comes to block in one category.
struct Way {
  static constexpr uint16_t None = std::numeric_limits<uint16_t>::max();
  uint16_t Length = None; ///< calls from the body to the primitive; 0: direct
  uint32_t Site = 0;      ///< the site in the function's summary
  FunctionId Next = NoFunction; ///< what the site enters; none when it blocks
  uint64_t Iterations = 0;      ///< of the loop at its end, for Cpu
  explicit operator bool() const { return Length != None; }
};

struct Effect {
  std::array<Way, model::NumCategories> Ways;
  /// What happens to the callable parameters, one bit each; a parameter past
  /// the 64th counts as unknown.
  uint64_t RunsParam = 0, LoopsParam = 0;
  /// It calls functions that other translation units define, or it passes
  /// callables to them.
  bool IsOpen = false;
  /// Calls and tasks lead from it to a site that the checks of code off the
  /// workers look for, or to other translation units.
  bool Leads = false;
};

/// Sites that the checks of code off the workers look for.
bool movesInPlace(const Site &At);
/// It waits for something that nothing limits, or computes for ever.
bool isUnbounded(const Site &At);
bool usesAsync(const Site &At);

/// One step of a chain: `Caller` does something at `At`.
struct Step {
  FunctionId Caller = NoFunction;
  const Site *At = nullptr;
  FunctionId Callee = NoFunction; ///< none at the last step
};

/// The way from one site to a blocking primitive.
struct Chain {
  model::Category Kind = model::Category::Wait;
  const Primitive *End = nullptr;
  /// Starts with the site that was asked about; ends with the one that blocks.
  llvm::SmallVector<Step, 4> Steps;
};

class EffectSolver {
public:
  explicit EffectSolver(SummaryTable &Table) : Table(Table) {}

  const Effect &effect(FunctionId F);

  /// The shortest chain from the site \p S of \p F within \p Wanted; one that
  /// ends in the highest tier is preferred. Functions that \p Skip names are
  /// not entered at the site: the caller looks at them itself.
  std::optional<Chain>
  chain(FunctionId F, const Site &S, CategorySet Wanted,
        llvm::function_ref<bool(FunctionId)> Skip = nullptr);

  /// Does what \p S does to its thread depend on other translation units?
  bool isOpen(const Site &S);

  /// Calls \p Visit with every callable that the site \p S runs before it
  /// returns.
  void forEachInline(const Site &S, llvm::function_ref<void(FunctionId)> Visit);

  /// Does \p F do something to the thread of who calls it or awaits it, to the
  /// callables that it gets, or may it, as other translation units say?
  bool matters(FunctionId F);
  /// Does it do any of this, or block the thread that it runs on as a task?
  bool doesAnything(FunctionId F);

  /// Does \p S lead where Effect::Leads says?
  bool leads(const Site &S);

  /// Allowances that covered a blocking call, by function.
  bool isUsed(FunctionId F, uint32_t Allowance) const {
    return UsedAllowances.contains({F, Allowance});
  }
  void markUsed(FunctionId F, uint32_t Allowance) {
    UsedAllowances[{F, Allowance}] = true;
  }

private:
  struct Node {
    Effect Result;
    uint32_t Index = 0, LowLink = 0;
    bool OnStack = false;
  };

  void visit(FunctionId F);
  void solve(FunctionId Root);
  /// Evaluates \p F's equation once; true when its effect changed.
  bool update(FunctionId F);
  bool isOpenHere(const Site &S,
                  llvm::function_ref<const Effect *(FunctionId)> Known);
  bool leadsHere(const Site &S,
                 llvm::function_ref<const Effect *(FunctionId)> Known);
  bool isDriven(FunctionId Callee);
  bool enters(FunctionId Callee);
  void forEachTarget(const Site &S, llvm::function_ref<void(FunctionId)> Visit);

  SummaryTable &Table;
  llvm::DenseMap<FunctionId, std::unique_ptr<Node>> Nodes;
  llvm::SmallVector<FunctionId, 32> Stack;
  uint32_t NextIndex = 1;
  llvm::DenseMap<std::pair<FunctionId, uint32_t>, bool> UsedAllowances;
};

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_EFFECTS_H
