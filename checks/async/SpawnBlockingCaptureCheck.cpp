//===- SpawnBlockingCaptureCheck.cpp - async-spawn-blocking-capture -------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SpawnBlockingCaptureCheck.h"
#include "lib/analysis/Names.h"
#include "lib/analysis/PoolCaptures.h"
#include "clang/AST/ASTContext.h"

using namespace clang;
using namespace unblock::analysis;
using namespace unblock::checks;
using unblock::report::NoteKind;

static std::string quote(llvm::StringRef Name) {
  return ("'" + Name + "'").str();
}

static std::string nameOf(const Captured &C) {
  return C.How == Captured::This ? "'this'" : quote(C.Name->getNameAsString());
}

/// "'a'", "'a' and 'b'", "'a', 'b' and 'c'"
static std::string listed(llvm::ArrayRef<std::string> Names) {
  std::string Text;
  for (size_t I = 0; I != Names.size(); ++I) {
    if (I != 0)
      Text += I + 1 == Names.size() ? " and " : ", ";
    Text += Names[I];
  }
  return Text;
}

/// What the closure refers to, and how.
static std::string wording(const DanglingClosure &F) {
  const Captured &First = F.What.front();
  std::vector<std::string> Names;
  for (const Captured &C : F.What)
    if (C.How == First.How)
      Names.push_back(nameOf(C));
  switch (First.How) {
  case Captured::Reference:
    return listed(Names) + (Names.size() == 1 ? " is" : " are") +
           " captured by reference and may be gone when ";
  case Captured::Pointer:
  case Captured::View:
    if (First.Object && First.Object != First.Name)
      return nameOf(First) +
             (First.How == Captured::Pointer ? " points to "
                                             : " is a view of ") +
             quote(First.Object->getNameAsString()) +
             ", which may be gone when ";
    if (First.How == Captured::Pointer)
      return nameOf(First) + " is passed by its address and may be gone when ";
    return "what the view " + nameOf(First) + " refers to may be gone when ";
  case Captured::This:
    return "the object of 'this' may be gone when ";
  }
  llvm_unreachable("covered switch");
}

static std::string ending(const DanglingClosure &F) {
  const Captured &First = F.What.front();
  std::string Object = First.Life == Captured::Outer ? "the function ends"
                       : First.Object
                           ? quote(First.Object->getNameAsString()) + " ends"
                           : "it ends";
  switch (F.Why) {
  case DanglingClosure::Early:
    return Object + " here, on a way on which nothing has awaited the work";
  case DanglingClosure::NotAwaited:
  case DanglingClosure::GivenUp:
  case DanglingClosure::Kept:
  case DanglingClosure::Returned:
    return Object + " here, and the work may still run";
  }
  llvm_unreachable("covered switch");
}

void SpawnBlockingCaptureCheck::checkUnit(TranslationUnit &TU) {
  PoolCaptures Found = findPoolCaptures(TU);
  for (const DanglingClosure &F : Found.Dangling) {
    Diagnosis D;
    D.At = F.At;
    D.Severity = model::Tier::Hazard;
    D.Callee = qualifiedName(F.Work->Made.Callee);
    D.Message = wording(F) + quote(D.Callee) + " runs the closure";
    bool Fixable = true;
    if (F.At != F.Work->at())
      D.Notes.push_back(
          {NoteKind::Chain, F.Work->at(),
           "the closure is given to " + quote(D.Callee) + " here"});
    for (const Captured &C : F.What) {
      D.Notes.push_back(
          {NoteKind::Chain, C.At, nameOf(C) + " is captured here"});
      Fixable &= C.Ampersand.isValid();
    }
    switch (F.Why) {
    case DanglingClosure::GivenUp:
      D.Notes.push_back(
          {NoteKind::Chain, F.LostAt, quote(F.By) + " may stop to wait"});
      break;
    case DanglingClosure::Kept:
      if (!F.By.empty())
        D.Notes.push_back({NoteKind::Chain, F.LostAt,
                           "the handle is kept in " + quote(F.By)});
      break;
    case DanglingClosure::Returned:
      D.Notes.push_back(
          {NoteKind::Chain, F.LostAt, "the handle is returned here"});
      break;
    case DanglingClosure::NotAwaited:
      if (F.LostAt.isValid())
        D.Notes.push_back(
            {NoteKind::Chain, F.LostAt, "the handle is given up here"});
      break;
    case DanglingClosure::Early:
      break;
    }
    D.Notes.push_back({NoteKind::Context, F.EndsAt, ending(F)});
    D.Notes.push_back(
        {NoteKind::Remedy, D.At,
         F.What.front().How == Captured::This
             ? "capture a copy of what is needed, or a pointer that shares the "
               "object, or await the work before the function ends"
             : "copy or move it into the closure, or await the work on every "
               "way before it ends"});
    if (Fixable)
      for (const Captured &C : F.What)
        D.Fixes.push_back(
            FixItHint::CreateRemoval(CharSourceRange::getCharRange(
                C.Ampersand, C.Ampersand.getLocWithOffset(1))));
    emit(std::move(D));
  }

  const PrintingPolicy &Policy = TU.context().getPrintingPolicy();
  for (const MovedThreadBound &F : Found.Bound) {
    Diagnosis D;
    D.At = F.At;
    D.Severity = model::Tier::Hazard;
    D.Callee = qualifiedName(F.Work->Made.Callee);
    D.Message = quote(F.Name) +
                " is used on another thread by the closure that " +
                quote(D.Callee) + " runs, but a " +
                quote(F.Type.getAsString(Policy)) + " is bound to its own";
    D.Notes.push_back({NoteKind::Remedy, D.At,
                       "use it on its thread, and pass on what the work needs "
                       "of it; or make another on the thread of the work"});
    emit(std::move(D));
  }
}
