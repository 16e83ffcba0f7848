//===- Offloads.h - Work that is moved off the workers ----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// There are two ways to run code that blocks: on another thread, or in place,
// on a worker that has given its other tasks away. Both have traps of their
// own, which the checks look for; what they start from is found here.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_OFFLOADS_H
#define UNBLOCK_ANALYSIS_OFFLOADS_H

#include "Calls.h"
#include "Effects.h"
#include "lib/model/Model.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace unblock::analysis {

class TranslationUnit;

/// A call that hands a callable to a thread that may block, or that makes its
/// own thread one.
struct Offload {
  enum Kind : uint8_t {
    Pool,    ///< `spawn_blocking`: the callable runs on another thread
    InPlace, ///< `block_in_place`: it runs here, before the call returns
    Scope,   ///< in place as long as a guard lives
  } How = Pool;
  /// The call; of a Scope the construction of the guard.
  Call Made;
  /// The argument that is run; null for a Scope.
  const clang::Expr *Closure = nullptr;
  /// What it stands for, also when it came through the parameter of a template.
  Callable Target;
  /// The lambda expression behind it, if there is one.
  const clang::LambdaExpr *Lambda = nullptr;
  /// The guard of a Scope, and the code between it and the end of its block.
  const clang::VarDecl *Guard = nullptr;
  clang::SourceRange Guarded;
  /// The innermost function around the call; null outside of any.
  const clang::FunctionDecl *In = nullptr;
  /// The library that says so; null for an annotated function.
  const model::Profile *From = nullptr;

  bool isInPlace() const { return How != Pool; }
  /// The place of the callee's name, or of the guard.
  clang::SourceLocation at() const { return Made.Loc; }
};

/// Finds them; to be called with everything in the user's code, innermost
/// function \p In.
class OffloadFinder {
public:
  explicit OffloadFinder(TranslationUnit &TU) : TU(TU) {}

  void visit(const Call &C, const clang::FunctionDecl *In);
  void visit(const clang::CompoundStmt *Block, const clang::FunctionDecl *In);

  std::vector<Offload> take() { return std::move(Found); }

private:
  TranslationUnit &TU;
  std::vector<Offload> Found;
};

/// The code that \p O runs: the body of its callable, or null when nobody knows
/// it. For a Scope, the whole body of its function.
const clang::FunctionDecl *bodyOf(TranslationUnit &TU, const Offload &O);

/// Does \p E give the handle of work that a pool runs: is it a call that hands
/// the work over, or of a function that returns such a handle?
bool startsBlockingWork(TranslationUnit &TU, const clang::Expr *E);

/// What runs it, as a user names it: "unblock::block_in_place", or the class of
/// the guard.
std::string runnerName(const Offload &O);

/// Whether a search follows the calls of coroutines.
enum class Into : uint8_t {
  Calls, ///< what runs before the call returns
  Tasks, ///< also the coroutines that a coroutine makes, to await them
};

/// The shortest way from the body of \p F to a site that \p Wanted takes, on
/// the thread that \p F is entered on: the sites on it, the last of which is
/// that one. Empty when there is none.
llvm::SmallVector<Step, 4>
findWay(TranslationUnit &TU, FunctionId F,
        llvm::function_ref<bool(const Site &)> Wanted,
        Into Follow = Into::Calls);

/// The shortest way from the site \p At of \p F, itself included, over any
/// summaries.
llvm::SmallVector<Step, 4>
findWayFrom(SummaryTable &Functions, EffectSolver &Effects, FunctionId F,
            const Site &At, llvm::function_ref<bool(const Site &)> Wanted);

/// The shortest way for each site of the code that \p O runs from which there
/// is one, in source order. Unlike findWay(), it finds what stands behind the
/// guard of a Scope.
std::vector<llvm::SmallVector<Step, 4>>
findWays(TranslationUnit &TU, const Offload &O,
         llvm::function_ref<bool(const Site &)> Wanted);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_OFFLOADS_H
