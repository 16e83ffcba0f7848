//===- SourceTree.h - A body as it is written -------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The statements of one function with their parents, lambdas included, and
// without what the compiler adds: the calls behind a co_await, the desugared
// half of a range-based for, default arguments.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_SOURCETREE_H
#define UNBLOCK_ANALYSIS_SOURCETREE_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace unblock::analysis {

class SourceTree {
public:
  explicit SourceTree(const clang::FunctionDecl *FD);

  const clang::Stmt *root() const { return Root; }
  bool contains(const clang::Stmt *S) const { return Parents.contains(S); }
  const clang::Stmt *parent(const clang::Stmt *S) const {
    return Parents.lookup(S);
  }
  /// The parent that the source shows: not a conversion or a temporary that
  /// stands for nothing. \p S becomes the child of it.
  const clang::Stmt *writtenParent(const clang::Stmt *&S) const;
  bool isWithin(const clang::Stmt *S, const clang::Stmt *Outer) const;

  /// Visits \p From and what is below it until \p Visit returns false, which
  /// leaves out what is below.
  static void walk(const clang::Stmt *From,
                   llvm::function_ref<bool(const clang::Stmt *)> Visit);

private:
  void add(const clang::Stmt *S, const clang::Stmt *Parent);

  const clang::Stmt *Root;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Parents;
};

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_SOURCETREE_H
