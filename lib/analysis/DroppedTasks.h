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
// and are never mentioned. The same is done for handles of blocking work, which
// runs but is lost sight of, and for outcomes.
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
    Handle,    ///< the way to the result of blocking work, which does run
    Outcome,   ///< how joined work ended
  } What = Task;
  bool InCoroutine = false; ///< where it could be awaited
  /// The expression that makes the value.
  const clang::Expr *Made = nullptr;
  /// What to put `co_await` in the place of: empty before Made, or the
  /// declaration of a variable up to its value. Invalid where that would not
  /// do.
  clang::CharSourceRange AwaitableAt;
};

class DroppedTasks {
public:
  explicit DroppedTasks(TranslationUnit &TU) : TU(TU) {}

  /// To be called with every statement and every variable of the user's code,
  /// outer ones first. \p In is the innermost function around it, if any.
  void visit(const clang::Stmt *S, const clang::FunctionDecl *In);
  void visit(const clang::VarDecl *VD, const clang::FunctionDecl *In);

  llvm::ArrayRef<DroppedTask> found() const { return Found; }

private:
  void drop(const clang::Stmt *S, const clang::VarDecl *Variable = nullptr);
  void dropMade(const clang::Expr *Made, const clang::VarDecl *Variable);
  clang::CharSourceRange awaitableAt(const clang::Expr *Made,
                                     const clang::VarDecl *Variable);
  bool acceptsHandle(clang::QualType Handle);

  TranslationUnit &TU;
  std::vector<DroppedTask> Found;
  /// The last statements of statement expressions whose value is taken.
  llvm::SmallPtrSet<const clang::Stmt *, 4> Taken;
  /// Variables that a statement declares alone.
  llvm::SmallPtrSet<const clang::VarDecl *, 4> Alone;
  /// Where nothing can be awaited.
  std::vector<clang::SourceRange> Handlers;
  /// The coroutine around what is visited; null outside of any.
  const clang::FunctionDecl *Coroutine = nullptr;
};

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_DROPPEDTASKS_H
