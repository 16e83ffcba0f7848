//===- Captures.h - What a closure for another thread captures --*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Code of a coroutine is to move into a closure that runs on another thread
// while the coroutine awaits it. When the coroutine is cancelled meanwhile, its
// frame goes and the closure runs on. So the closure must own what it uses: it
// gets copies, or what the coroutine no longer needs. Nothing is captured by
// reference, no pointer, and not `this`.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_CAPTURES_H
#define UNBLOCK_ANALYSIS_CAPTURES_H

#include "SourceTree.h"
#include "TranslationUnit.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace unblock::analysis {

struct Captures {
  /// What stands between the brackets: `path`, `text = std::move(text)`.
  std::vector<std::string> List;
  bool Mutable = false;
  /// Something in the list has a destructor that does something.
  bool Destroys = false;
  /// The closure holds objects, or makes temporaries, that a result of a
  /// suitable type might refer to.
  llvm::SmallVector<clang::QualType, 4> Held;
  /// Why there can be no such closure, and what to do; else empty.
  std::string Problem;
};

/// May a value of \p T refer to an object that it does not own?
bool mayRefer(clang::QualType T);

/// May it refer to one of the objects in \p Held, or to a part of one?
bool mayReferTo(clang::QualType T, llvm::ArrayRef<clang::QualType> Held);

class CaptureFinder {
public:
  using CallSet = llvm::SmallPtrSetImpl<const clang::Expr *>;

  /// \p Blocking are the calls of \p In that are known to block.
  CaptureFinder(TranslationUnit &TU, const clang::FunctionDecl *In,
                const SourceTree &Tree, const CallSet &Blocking)
      : TU(TU), In(In), Tree(Tree), Blocking(Blocking) {}

  /// May \p E, if it is a call, be made on another thread just to have its
  /// value for a call that is to be made there?
  bool mayMove(const clang::Expr *E) const;

  /// What a closure with \p Moved captures. \p Outside are parts of it that are
  /// evaluated before.
  Captures find(const clang::Stmt *Moved,
                llvm::ArrayRef<const clang::Expr *> Outside = {});

  /// Why the closure must not hold a value of \p T that is named \p Name; empty
  /// when it may.
  std::string problemOfHolding(clang::QualType T, llvm::StringRef Name,
                               const clang::VarDecl *VD = nullptr);
  /// May the closure have a copy of a \p T?
  bool isCheapToCopy(clang::QualType T) const;
  bool isThreadBound(clang::QualType T, unsigned Depth = 4);
  /// Does nothing use \p VD after \p Moved, which has moved into the closure?
  bool isLastUse(const clang::VarDecl *VD, const clang::Stmt *Moved) const;

private:
  enum class Use { Reads, Moves, Changes };
  Use useOf(const clang::Expr *Mention) const;
  bool leavesReference(const clang::Expr *Mention,
                       const clang::Stmt *Moved) const;

  TranslationUnit &TU;
  const clang::FunctionDecl *In;
  const SourceTree &Tree;
  const CallSet &Blocking;
};

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_CAPTURES_H
