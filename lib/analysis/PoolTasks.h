//===- PoolTasks.h - Coroutines that are given to a pool --------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A pool calls a closure and keeps what it returns. When that is a lazy task,
// nothing of the task has run by then, and what runs of it later runs on the
// worker of whoever awaits it.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_POOLTASKS_H
#define UNBLOCK_ANALYSIS_POOLTASKS_H

#include "HandleUses.h"

namespace unblock::analysis {

struct PoolTask {
  const Offload *Work = nullptr;
  clang::SourceLocation At;
  /// The function that makes the task.
  const clang::FunctionDecl *Maker = nullptr;
  clang::QualType Task;
  bool IsCoroutine = false; ///< the maker is, itself
  /// What starts a task in the same library; empty when nobody knows.
  std::string Starter;
  bool IsStarterDeclared = false;
  /// What would do the same with the task: the place of the callee's name, and
  /// the argument with what it becomes. Invalid when there is no simple way.
  clang::SourceLocation Name;
  clang::SourceRange Argument;
  std::string Replacement;
};

std::vector<PoolTask> findPoolTasks(TranslationUnit &TU);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_POOLTASKS_H
