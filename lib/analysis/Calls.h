//===- Calls.h - Calls and callables in normal form -------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// C++ spells calls in many ways; the analysis wants one. This file turns
// function, member, operator and constructor calls into the same shape and says
// which function a callable expression stands for, where that is evident.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_CALLS_H
#define UNBLOCK_ANALYSIS_CALLS_H

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace unblock::analysis {

/// A call with a known callee.
struct Call {
  const clang::FunctionDecl *Callee = nullptr;
  /// The object of a member call, also of an operator; null for other calls
  /// and for constructors.
  const clang::Expr *Object = nullptr;
  /// The arguments without the object; default arguments included.
  llvm::SmallVector<const clang::Expr *, 4> Args;
  const clang::Expr *Origin = nullptr;
  clang::SourceLocation Loc;

  /// Arguments that the source spells out.
  unsigned spelledArgs() const;
};

/// The call that \p E makes; nothing when \p E is no call or its callee is not
/// known statically.
std::optional<Call> asCall(const clang::Expr *E);

/// \p E without parentheses, conversions, temporaries and `std::move` and kin.
const clang::Expr *stripConversions(const clang::Expr *E);

/// What a callable expression stands for. At most one member is set.
struct Callable {
  const clang::FunctionDecl *Target = nullptr;
  /// A parameter of the function whose body is looked at.
  const clang::ParmVarDecl *Param = nullptr;
  /// The call of a coroutine, or another expression that makes a task.
  const clang::Expr *Task = nullptr;
  explicit operator bool() const { return Target || Param || Task; }
};

/// Says whether the value of a variable is that of its initialiser for good.
using IsStable = llvm::function_ref<bool(const clang::VarDecl *)>;

/// The function that calling \p E would run: a lambda, a function object, a
/// function, or one of these behind `std::bind`, `std::function`, a variable
/// with an evident value, or a binder of an async library.
Callable resolveCallable(const clang::Expr *E,
                         const clang::FunctionDecl *Within, IsStable Stable);

/// The only call operator of \p Record, if it has exactly one; a specialisation
/// of a generic one that was instantiated, else its pattern.
const clang::CXXMethodDecl *callOperator(const clang::CXXRecordDecl *Record);

/// Is \p Record the type of a lambda?
bool isClosure(const clang::CXXRecordDecl *Record);

/// The class of a value of \p T: references, pointers and qualifiers removed.
const clang::CXXRecordDecl *recordOf(clang::QualType T);

/// Is \p D declared in a header of the system, or of a library that the models
/// know, wherever that lies? Its body is none of our business.
bool isInSystem(const clang::Decl *D);

using DeclSet = llvm::SmallPtrSet<const clang::ValueDecl *, 4>;

/// Adds the variables and members that \p S mentions, and that its lambdas
/// capture.
void collectMentions(const clang::Stmt *S, DeclSet &Out);

/// The variable or member whose value \p E is, or is made from by calls of its
/// own members: `fd`, `this->fd_`, `fd.get()`, `socket.native_handle()`.
const clang::ValueDecl *subjectOf(const clang::Expr *E);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_CALLS_H
