//===- HandleUses.h - What becomes of a value in one body -------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The handle of work that is under way is awaited where it is made, kept in a
// variable, put into a container, passed on, returned, or dropped. This file
// says which, for an expression of one function body: it climbs from the
// expression to whatever takes its value.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_HANDLEUSES_H
#define UNBLOCK_ANALYSIS_HANDLEUSES_H

#include "TranslationUnit.h"

namespace unblock::analysis {

/// Where the value of an expression goes.
struct Destination {
  enum Kind : uint8_t {
    Unknown,  ///< nobody can tell
    Looked,   ///< nowhere: it was asked something
    Awaited,  ///< a `co_await`, or a call that waits for the end of the work
    Held,     ///< a local variable, or a container in one
    Kept,     ///< somewhere that outlives the function
    Returned, ///< the caller
    Dropped,  ///< nowhere, or it was detached
    Aborted,  ///< it is asked to stop
  } What = Unknown;
  /// The expression or statement that takes the value.
  const clang::Stmt *At = nullptr;
  const clang::ValueDecl *In = nullptr; ///< of Held, or of Kept in a member
  /// The call on the way that may stop to wait, and leave the work alone.
  const clang::Expr *GivenUpBy = nullptr;
  /// It was moved from where it was: what was there is empty now.
  bool Moved = false;
  /// What is awaited says how the work ended, and does not just throw.
  bool AsOutcome = false;
};

/// The shape of the body of one function, without its lambdas.
class BodyShape {
public:
  BodyShape(TranslationUnit &TU, const clang::FunctionDecl *FD);

  const clang::FunctionDecl *function() const { return FD; }
  const clang::Stmt *body() const { return Body; }
  const clang::Stmt *parent(const clang::Stmt *S) const {
    return Parents.lookup(S);
  }
  bool contains(const clang::Stmt *S) const { return Parents.contains(S); }
  /// Calls and constructions, outer ones first.
  llvm::ArrayRef<const clang::Expr *> calls() const { return Calls; }
  llvm::ArrayRef<const clang::Expr *> suspensions() const {
    return Suspensions;
  }
  /// The places that name \p D: a variable, or a member of `this`.
  llvm::ArrayRef<const clang::Expr *> mentions(const clang::ValueDecl *D) const;
  llvm::ArrayRef<const clang::LambdaExpr *> lambdas() const { return Lambdas; }
  llvm::ArrayRef<const clang::Stmt *> branches() const { return Branches; }
  /// Does \p S stand within \p Outer?
  bool isWithin(const clang::Stmt *S, const clang::Stmt *Outer) const;

  Destination destination(const clang::Expr *Value) const;

private:
  void add(const clang::Stmt *S, const clang::Stmt *Parent);
  std::optional<Destination> climbCall(const clang::Expr *&E,
                                       const clang::Expr *From,
                                       Destination &D) const;
  Destination into(const clang::Expr *Place, Destination D) const;
  Destination into(const clang::VarDecl *VD, Destination D) const;

  TranslationUnit &TU;
  const clang::FunctionDecl *FD;
  const clang::Stmt *Body = nullptr;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Parents;
  llvm::DenseMap<const clang::Stmt *, const clang::VarDecl *> Initialised;
  llvm::DenseMap<const clang::Stmt *, const clang::FieldDecl *> Members;
  llvm::DenseMap<const clang::ValueDecl *,
                 llvm::SmallVector<const clang::Expr *, 2>>
      Mentions;
  std::vector<const clang::Expr *> Calls, Suspensions;
  std::vector<const clang::LambdaExpr *> Lambdas;
  std::vector<const clang::Stmt *> Branches;
};

/// What a value says of the work that it stands for.
enum class HandleKind : uint8_t {
  None,   ///< it stands for none
  Task,   ///< lazy: the work starts when it is awaited
  Handle, ///< the work is under way, and can be awaited
  Future, ///< the work is under way, and can be waited for
  Joins,  ///< the same, and its destructor waits, or ends the program
};
HandleKind handleKind(TranslationUnit &TU, clang::QualType T);

/// Does a function of that name wait for the end of its object's work?
bool waitsForEnd(const clang::FunctionDecl *FD);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_HANDLEUSES_H
