//===- DroppedTasks.h - Tasks that nobody awaits ----------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds expressions that make a task, or another awaitable that does nothing by
// itself, and whose value nobody takes; and variables that hold such a value
// and are never mentioned.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_DROPPEDTASKS_H
#define UNBLOCK_ANALYSIS_DROPPEDTASKS_H

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <vector>

namespace unblock::analysis {

class TranslationUnit;

struct DroppedTask {
  clang::SourceLocation At;
  /// The function that returned it; null when it was called through a pointer.
  const clang::FunctionDecl *Maker = nullptr;
  /// Its class, if it was constructed in place.
  const clang::CXXRecordDecl *Constructed = nullptr;
  /// The variable that holds it, if one does.
  const clang::VarDecl *Variable = nullptr;
  enum Kind : uint8_t {
    Task,      ///< made by a coroutine, or of a task type
    Hop,       ///< would move the coroutine
    Awaitable, ///< another awaitable
  } What = Task;
  bool InCoroutine = false; ///< where it could be awaited
};

class DroppedTasks {
public:
  explicit DroppedTasks(TranslationUnit &TU) : TU(TU) {}

  /// To be called with every statement and every variable of the user's code,
  /// outer ones first. \p InCoroutine: it stands in the body of one.
  void visit(const clang::Stmt *S, bool InCoroutine);
  void visit(const clang::VarDecl *VD, bool InCoroutine);

  llvm::ArrayRef<DroppedTask> found() const { return Found; }

private:
  void drop(const clang::Stmt *S, const clang::VarDecl *Variable = nullptr);
  void dropMade(const clang::Expr *Made, const clang::VarDecl *Variable);

  TranslationUnit &TU;
  std::vector<DroppedTask> Found;
  /// The last statements of statement expressions whose value is taken.
  llvm::SmallPtrSet<const clang::Stmt *, 4> Taken;
  bool InCoroutine = false;
};

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_DROPPEDTASKS_H
