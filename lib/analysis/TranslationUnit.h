//===- TranslationUnit.h - The analysis of one translation unit -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Ties the parts together for one AST:
//
//   discovery   one pass over the user's code finds the async contexts (the
//               roots) and who runs which callable;
//   extraction  the bodies of the roots, and of what they reach, become
//               summaries, on demand and once;
//   effects     the solver computes what each function does to its thread;
//   occurrences the sites of the roots, and of the callables that they run,
//               that are on a thread which must not block.
//
// The checks look at occurrences only. Nothing here prints.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_TRANSLATIONUNIT_H
#define UNBLOCK_ANALYSIS_TRANSLATIONUNIT_H

#include "DroppedTasks.h"
#include "Effects.h"
#include "Facts.h"
#include "Offloads.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <deque>
#include <memory>
#include <vector>

namespace unblock::analysis {

enum class RootKind : uint8_t {
  Coroutine,     ///< the body of a coroutine
  AwaiterMember, ///< await_ready, await_suspend or await_resume
  PromiseHook,   ///< a member of a promise that the compiler calls
  LoopCallback,  ///< a callable that an event loop runs
  Annotated,     ///< marked UNBLOCK_ASYNC_CONTEXT
};

/// A function whose body is an async context.
struct Root {
  FunctionId Function = NoFunction;
  RootKind Kind = RootKind::Coroutine;
  const clang::FunctionDecl *Decl = nullptr;
  /// Who runs a LoopCallback, and where it is handed over.
  std::string Runner;
  Place RunnerAt;
  /// The library whose runtime drives it, when that is known.
  const model::Profile *Library = nullptr;
};

/// A callable that was entered on the way from the root to an occurrence.
struct InlineStep {
  const Site *At = nullptr; ///< the call that runs it
  FunctionId Callable = NoFunction;
};

/// A function of another translation unit that is handed a callable, and what
/// it has to do with it to make an async context of it.
struct Handover {
  FunctionId To = NoFunction;
  unsigned Param = 0;
  bool Inline = false; ///< run it before it returns; else, on a worker
  explicit operator bool() const { return To != NoFunction; }
};

/// A site on a thread that must not block.
struct Occurrence {
  const Root *In = nullptr;
  FunctionId Function = NoFunction; ///< whose summary holds the site
  const Site *At = nullptr;
  llvm::SmallVector<InlineStep, 1> Path;
  /// It is one if that happens.
  Handover If;
};

class TranslationUnit : public SummaryTable {
public:
  TranslationUnit(clang::ASTContext &Context, const model::ModelSet &Models);
  ~TranslationUnit() override;

  /// The async contexts, in source order.
  const std::deque<Root> &roots() const { return Roots; }
  /// Functions of other translation units that this one hands to an event loop.
  llvm::ArrayRef<Root> callbacksElsewhere() const { return Elsewhere; }
  /// The coroutines that a scheduler drives, wherever they run.
  llvm::ArrayRef<const clang::FunctionDecl *> coroutines() const {
    return Coroutines;
  }
  /// In source order. Several instantiations or roots may share a place.
  llvm::ArrayRef<Occurrence> occurrences();
  /// Those that depend on what another unit does with a callable.
  llvm::ArrayRef<Occurrence> conditionalOccurrences() {
    (void)occurrences();
    return Conditional;
  }
  llvm::ArrayRef<DroppedTask> droppedTasks() const { return Dropped; }
  /// Does this unit make a runtime that has one thread?
  bool hasCurrentThreadRuntimes() const { return CurrentThreadRuntimes; }
  /// Functions that are marked as running often.
  llvm::ArrayRef<const clang::FunctionDecl *> hotFunctions() const {
    return Hot;
  }
  /// Functions that make coroutines, themselves coroutines or not.
  llvm::ArrayRef<const clang::FunctionDecl *> creators() const {
    return Creators.getArrayRef();
  }
  /// Calls that run their arguments as branches of the calling task, with the
  /// functions around them.
  llvm::ArrayRef<std::pair<Call, const clang::FunctionDecl *>>
  branchings() const {
    return Branchings;
  }
  /// The user's functions that have a body; not templates and lambdas.
  llvm::ArrayRef<const clang::FunctionDecl *> definitions() const {
    return Definitions;
  }
  /// In source order; a template's once for each instance.
  llvm::ArrayRef<Offload> offloads() const { return Offloads; }
  /// The expression that makes a closure of the type \p Closure.
  const clang::LambdaExpr *lambda(const clang::CXXRecordDecl *Closure) const {
    return Lambdas.lookup(Closure);
  }
  /// The async context that \p FD is; null when it is none.
  const Root *root(const clang::FunctionDecl *FD) const;
  /// Does this unit make some descriptor non-blocking?
  bool hasNonBlockingDescriptors() const { return NonBlockingDescriptors; }
  /// Does this unit set a time limit for some socket?
  bool hasTimeLimits() const { return TimeLimits; }
  /// Does \p C set a time limit for later calls on its object?
  bool setsTimeLimit(const Call &C);
  /// Does this unit make an eventfd? To write to one does not wait.
  bool hasEventfds() const { return Eventfds; }
  /// The allowances of all functions that were looked at.
  std::vector<std::pair<FunctionId, const Allowance *>> allowances();
  /// Did the allowance \p A of \p F cover a blocking call?
  bool isUsed(FunctionId F, const Allowance *A);

  EffectSolver &effects() { return Solver; }
  Facts &facts() { return Known; }
  clang::ASTContext &context() { return Context; }

  // SummaryTable
  const FunctionSummary &summary(FunctionId F) override;

  // For the extractor and for checks that look at statements themselves.
  FunctionId idOf(const clang::FunctionDecl *FD);
  const clang::FunctionDecl *decl(FunctionId F) const { return Decls[F]; }
  /// Has \p FD a body that is the user's?
  bool isAnalysable(const clang::FunctionDecl *FD);
  /// Is anything known of what \p FD does: from its body, or from a model that
  /// says it blocks whatever it is given?
  bool hasSummary(const clang::FunctionDecl *FD);
  /// Can a value of \p T be awaited?
  bool isAwaitable(clang::QualType T);
  /// What a virtual call of \p MD may enter, as far as this unit knows.
  void overriders(const clang::CXXMethodDecl *MD,
                  llvm::SmallVectorImpl<const clang::FunctionDecl *> &Out);
  /// Does \p VD keep the value of its initialiser?
  bool isStable(const clang::VarDecl *VD);
  /// Does awaiting (or yielding) \p E ever suspend, as far as can be seen?
  bool suspends(const clang::Expr *E);
  bool isGenerator(const clang::FunctionDecl *FD);
  /// Is \p FD a coroutine that only ever runs on a thread that may block?
  bool startsOnPool(const clang::FunctionDecl *FD) const;
  /// Is \p FD a member that a `co_await` calls?
  static bool isAwaiterMember(const clang::FunctionDecl *FD);
  /// Where the coroutine is after awaiting \p Suspension, when it was on
  /// \p Before.
  OnThread threadAfter(const clang::Expr *Suspension,
                       const clang::FunctionDecl *Coroutine, OnThread Before);
  clang::SourceLocation location(Place P) const {
    return clang::SourceLocation::getFromRawEncoding(P.Raw);
  }
  static Place place(clang::SourceLocation Loc) {
    return {Loc.getRawEncoding()};
  }
  /// The call that the site at \p At of \p F stands for; null when it is none,
  /// or when several are made there.
  const clang::Expr *callAt(FunctionId F, Place At) const {
    return Calls.lookup({F, At.Raw});
  }
  /// For the extractor: \p E is null for what is no call.
  void noteCall(FunctionId F, Place At, const clang::Expr *E) {
    auto [It, New] = Calls.try_emplace({F, At.Raw}, E);
    if (It->second != E)
      It->second = nullptr;
  }
  /// Is the body of \p Inner written inside that of \p Outer?
  bool isWithin(FunctionId Inner, const clang::FunctionDecl *Outer) const;

private:
  friend class Discovery;

  void collect(const Root &R, FunctionId F, OnThread Base,
               llvm::SmallVectorImpl<InlineStep> &Path,
               llvm::SmallPtrSetImpl<const FunctionSummary *> &Seen,
               Handover If = {});
  void sortOccurrences(std::vector<Occurrence> &Occurrences) const;
  void addRoot(const clang::FunctionDecl *FD, RootKind Kind,
               llvm::StringRef Runner = "", clang::SourceLocation At = {},
               const model::Profile *Library = nullptr);
  const model::BlockingEntry *unconditional(const clang::FunctionDecl *FD);
  std::optional<OnThread> afterAwait(const clang::Expr *Operand,
                                     const clang::CXXRecordDecl *Awaiter,
                                     model::HopScope Scope, OnThread Before,
                                     unsigned Depth);
  std::optional<OnThread> customHop(const clang::CXXRecordDecl *Awaiter);

  clang::ASTContext &Context;
  Facts Known;
  EffectSolver Solver;

  std::deque<Root> Roots;
  std::vector<Root> Elsewhere;
  std::deque<std::pair<Root, Handover>> ConditionalRoots;
  std::vector<const clang::FunctionDecl *> Coroutines;
  std::vector<DroppedTask> Dropped;
  std::vector<Offload> Offloads;
  std::vector<const clang::FunctionDecl *> Hot, Definitions;
  llvm::SmallSetVector<const clang::FunctionDecl *, 4> Creators;
  std::vector<std::pair<Call, const clang::FunctionDecl *>> Branchings;
  llvm::DenseMap<const clang::CXXRecordDecl *, const clang::LambdaExpr *>
      Lambdas;
  bool NonBlockingDescriptors = false, Eventfds = false, TimeLimits = false;
  bool CurrentThreadRuntimes = false;
  llvm::DenseSet<const clang::FunctionDecl *> RootDecls;
  /// Coroutines that only ever run on a thread that may block.
  llvm::DenseSet<const clang::FunctionDecl *> PoolCoroutines;
  llvm::DenseMap<const clang::CXXMethodDecl *,
                 llvm::SmallVector<const clang::CXXMethodDecl *, 2>>
      Overriders;

  llvm::DenseMap<std::pair<FunctionId, uint32_t>, const clang::Expr *> Calls;

  std::vector<const clang::FunctionDecl *> Decls;
  std::vector<std::unique_ptr<FunctionSummary>> Summaries;
  llvm::DenseMap<const clang::FunctionDecl *, FunctionId> Ids;

  /// Variables that something assigns to, by outermost function.
  using VarSet = llvm::SmallPtrSet<const clang::VarDecl *, 8>;
  llvm::DenseMap<const clang::Decl *, std::unique_ptr<VarSet>> Modified;

  std::optional<std::vector<Occurrence>> Found;
  std::vector<Occurrence> Conditional;
};

/// Fills \p Out with what the body of \p FD does.
void extract(TranslationUnit &TU, const clang::FunctionDecl *FD,
             FunctionSummary &Out);

/// The operand of a suspension as it is written.
const clang::Expr *operandOf(const clang::Expr *Suspension);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_TRANSLATIONUNIT_H
