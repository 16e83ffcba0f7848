//===- Facts.h - Models and annotations, asked about declarations *- C++
//-*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The bridge from declarations and types to the models: which entries name a
// function, whether their conditions hold for a call, what kind of executor an
// expression is. Answers are kept per declaration, since most declarations are
// asked about many times and few are in any model.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_FACTS_H
#define UNBLOCK_ANALYSIS_FACTS_H

#include "Calls.h"
#include "lib/model/ModelSet.h"
#include "llvm/ADT/DenseMap.h"
#include <functional>
#include <memory>

namespace unblock::analysis {

/// What annotations in the code say of a function.
struct Annotations {
  std::optional<llvm::StringRef> Blocking; ///< the reason
  bool NonBlocking = false, AsyncContext = false, Offloads = false;
  bool HotPath = false;
};

/// What is known of one function without its body.
struct FunctionFacts {
  std::string Name; ///< qualified; empty when nothing is known
  llvm::SmallVector<const model::BlockingEntry *, 2> Blocking;
  llvm::SmallVector<model::Match<model::CallableRule>, 1> Callables;
  llvm::SmallVector<model::Match<model::HopRule>, 1> Hops;
  bool NonBlocking = false;
  model::Roles Roles;
  Annotations Annotated;
  bool is(model::Role R) const { return Roles.test(unsigned(R)); }
};

class Facts {
public:
  /// \p Stable says which local variables keep the value that they begin with.
  Facts(clang::ASTContext &Context, const model::ModelSet &Models,
        std::function<bool(const clang::VarDecl *)> Stable)
      : Context(Context), Models(Models), Stable(std::move(Stable)) {}

  const FunctionFacts &of(const clang::FunctionDecl *FD);

  /// The entry that makes \p C a blocking call.
  const model::BlockingEntry *blocking(const Call &C);

  /// The rule that says what \p C does with its argument \p Arg, and who runs
  /// it: Inline, Pool, Loop, or Unknown. No rule: nullopt.
  struct Runner {
    model::Runs By = model::Runs::Unknown;
    const model::CallableRule *Rule = nullptr;
    const model::Profile *From = nullptr;
  };
  std::optional<Runner> runner(const Call &C, unsigned Arg);

  /// Where awaiting the call \p C leaves the coroutine; nothing when it is no
  /// hop.
  std::optional<model::Runs> hop(const Call &C);

  /// What kind of executor \p E is: Loop, Pool or Unknown.
  model::Runs executorKind(const clang::Expr *E);

  /// The qualified name of the class of \p T, or empty.
  llvm::StringRef typeName(clang::QualType T);
  model::Match<model::TaskRule> task(clang::QualType T);
  /// Is \p T, references and pointers removed, or a base of it, of a type that
  /// has the role \p R?
  bool is(clang::QualType T, model::Role R);

  /// Is one of the types \p Names a template argument of \p T?
  static bool isOf(clang::QualType T, llvm::ArrayRef<llvm::StringRef> Names);
  bool holds(const model::Condition &Cond, const Call &C);
  /// The constant value of \p E: an integer, a duration's ticks, or 0 for a
  /// null pointer.
  std::optional<int64_t> constantValue(const clang::Expr *E);
  /// Is a macro, an enumerator or a constant of one of \p Names part of the
  /// value of \p E?
  bool mentions(const clang::Expr *E, llvm::ArrayRef<llvm::StringRef> Names);

  const model::ModelSet &models() const { return Models; }

private:
  model::Runs executorKind(clang::QualType T, unsigned Depth);
  bool isType(clang::QualType T, llvm::ArrayRef<llvm::StringRef> Names);
  /// What \p VD is known to hold, or null.
  const clang::Expr *valueOf(const clang::VarDecl *VD);
  const clang::Expr *boundExecutor(const clang::Expr *Arg, unsigned Depth = 4);
  bool isBuiltin(const model::BlockingEntry *Entry) const;

  clang::ASTContext &Context;
  const model::ModelSet &Models;
  std::function<bool(const clang::VarDecl *)> Stable;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<FunctionFacts>>
      Functions;
  llvm::DenseMap<const clang::Decl *, std::string> TypeNames;
};

/// Reads the annotations of \p FD and its redeclarations.
Annotations annotationsOf(const clang::FunctionDecl *FD);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_FACTS_H
