//===- Captures.cpp - What a closure for another thread captures ----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Captures.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace unblock::analysis;
using llvm::StringRef;
using unblock::model::Role;

/// Copies of more bytes than this are no trifle.
static constexpr int64_t MostBytesToCopy = 4096;

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

/// Of `std`, or of a namespace in it.
static bool isStd(const Decl *D) {
  for (const DeclContext *DC = D->getDeclContext(); DC; DC = DC->getParent())
    if (DC->isStdNamespace())
      return true;
  return false;
}

/// Classes of the standard library that own their elements.
static bool ownsElements(StringRef Name) {
  return llvm::is_contained({"basic_string",
                             "vector",
                             "deque",
                             "list",
                             "forward_list",
                             "array",
                             "pair",
                             "tuple",
                             "optional",
                             "variant",
                             "expected",
                             "map",
                             "multimap",
                             "set",
                             "multiset",
                             "unordered_map",
                             "unordered_set",
                             "unordered_multimap",
                             "unordered_multiset",
                             "stack",
                             "queue",
                             "priority_queue"},
                            Name);
}

/// Classes of the standard library whose pointers are their own affair.
static bool keepsToItself(const CXXRecordDecl *Record) {
  StringRef Name = Record->getIdentifier() ? Record->getName() : "";
  if (Name.starts_with("basic_") && Name.ends_with("stream"))
    return true;
  return llvm::is_contained({"shared_ptr", "unique_ptr", "weak_ptr", "path",
                             "error_code", "error_condition", "exception_ptr",
                             "directory_entry", "directory_iterator",
                             "recursive_directory_iterator", "locale", "future",
                             "shared_future"},
                            Name);
}

static bool refers(QualType T, unsigned Depth) {
  if (T.isNull() || T->isDependentType())
    return true;
  if (T->isReferenceType())
    return true;
  T = T.getCanonicalType();
  if (const auto *AT = T->getAsArrayTypeUnsafe())
    return refers(AT->getElementType(), Depth);
  if (T->isPointerType())
    return !T->isFunctionPointerType();
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record)
    return false;
  if (Depth == 0 || !Record->hasDefinition())
    return true;
  Record = Record->getDefinition();
  if (isStd(Record)) {
    if (keepsToItself(Record))
      return false;
    const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Record);
    if (Spec && ownsElements(Spec->getName())) {
      auto Refers = [&](const TemplateArgument &Arg) {
        if (Arg.getKind() != TemplateArgument::Type)
          return false;
        const CXXRecordDecl *R = Arg.getAsType()->getAsCXXRecordDecl();
        // Allocators, orders, hashes.
        return !(R && R->hasDefinition() && R->isEmpty()) &&
               refers(Arg.getAsType(), Depth - 1);
      };
      return llvm::any_of(
          Spec->getTemplateArgs().asArray(), [&](const TemplateArgument &Arg) {
            return Arg.getKind() == TemplateArgument::Pack
                       ? llvm::any_of(Arg.pack_elements(), Refers)
                       : Refers(Arg);
          });
    }
  }
  return llvm::any_of(Record->fields(),
                      [&](const FieldDecl *Field) {
                        return refers(Field->getType(), Depth - 1);
                      }) ||
         llvm::any_of(Record->bases(), [&](const CXXBaseSpecifier &Base) {
           return refers(Base.getType(), Depth - 1);
         });
}

bool unblock::analysis::mayRefer(QualType T) { return refers(T, 5); }

static bool isCharOrVoid(QualType T) {
  return T->isVoidType() || T->isAnyCharacterType() || T->isStdByteType();
}

/// Has an object of type \p Owner one of type \p Part in it?
static bool holdsA(QualType Owner, QualType Part, unsigned Depth = 4) {
  Owner = Owner.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  if (Depth == 0 || Owner == Part)
    return true;
  if (const auto *AT = Owner->getAsArrayTypeUnsafe())
    return holdsA(AT->getElementType(), Part, Depth - 1);
  const CXXRecordDecl *Record = Owner->getAsCXXRecordDecl();
  if (!Record)
    return false;
  if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Record))
    for (const TemplateArgument &Arg : Spec->getTemplateArgs().asArray())
      if (Arg.getKind() == TemplateArgument::Type &&
          holdsA(Arg.getAsType(), Part, Depth - 1))
        return true;
  if (!Record->hasDefinition())
    return true;
  if (isStd(Record)) // its elements are named by its arguments
    return false;
  Record = Record->getDefinition();
  return llvm::any_of(Record->fields(),
                      [&](const FieldDecl *Field) {
                        return holdsA(Field->getType(), Part, Depth - 1);
                      }) ||
         llvm::any_of(Record->bases(), [&](const CXXBaseSpecifier &Base) {
           return holdsA(Base.getType(), Part, Depth - 1);
         });
}

bool unblock::analysis::mayReferTo(QualType T, llvm::ArrayRef<QualType> Held) {
  if (Held.empty() || !mayRefer(T))
    return false;
  const auto *Pointer = T->getAs<PointerType>();
  if (!Pointer)
    return true;
  QualType Pointee =
      Pointer->getPointeeType().getCanonicalType().getUnqualifiedType();
  if (isCharOrVoid(Pointee))
    return true;
  return llvm::any_of(Held, [&](QualType H) { return holdsA(H, Pointee); });
}

static bool hasDeletedCopy(const CXXRecordDecl *Record) {
  if (Record->needsImplicitCopyConstructor())
    return Record->defaultedCopyConstructorIsDeleted();
  return llvm::any_of(Record->ctors(), [](const CXXConstructorDecl *Ctor) {
    return Ctor->isCopyConstructor() &&
           (Ctor->isDeleted() || Ctor->getAccess() != AS_public);
  });
}

static bool isCheap(QualType T, const ASTContext &Context, unsigned Depth) {
  T = T.getCanonicalType();
  if (T->isDependentType() || T->isIncompleteType() || T.isVolatileQualified())
    return false;
  // In a coroutine GCC 12 refuses to capture an array.
  if (T->isArrayType())
    return false;
  if (T.isTriviallyCopyableType(Context)) {
    // An atomic is, formally; it is not copyable all the same.
    const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
    return !(Record && hasDeletedCopy(Record->getDefinition())) &&
           Context.getTypeSizeInChars(T).getQuantity() <= MostBytesToCopy;
  }
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record || Depth == 0)
    return false;
  Record = Record->getDefinition();
  if (isStd(Record)) {
    StringRef Name = Record->getIdentifier() ? Record->getName() : "";
    if (llvm::is_contained({"basic_string", "shared_ptr", "weak_ptr", "path",
                            "exception_ptr", "directory_entry"},
                           Name))
      return true;
    if (!llvm::is_contained({"optional", "pair", "tuple"}, Name))
      return false;
    auto Cheap = [&](const TemplateArgument &Arg) {
      return Arg.getKind() == TemplateArgument::Type &&
             isCheap(Arg.getAsType(), Context, Depth - 1);
    };
    return llvm::all_of(cast<ClassTemplateSpecializationDecl>(Record)
                            ->getTemplateArgs()
                            .asArray(),
                        [&](const TemplateArgument &Arg) {
                          return Arg.getKind() == TemplateArgument::Pack
                                     ? llvm::all_of(Arg.pack_elements(), Cheap)
                                     : Cheap(Arg);
                        });
  }
  // A class of the user that copies member by member.
  if (Record->hasUserDeclaredCopyConstructor() ||
      Record->hasUserDeclaredDestructor() || Record->isPolymorphic() ||
      Record->defaultedCopyConstructorIsDeleted())
    return false;
  return llvm::all_of(Record->fields(),
                      [&](const FieldDecl *Field) {
                        return isCheap(Field->getType(), Context, Depth - 1);
                      }) &&
         llvm::all_of(Record->bases(), [&](const CXXBaseSpecifier &Base) {
           return isCheap(Base.getType(), Context, Depth - 1);
         });
}

bool CaptureFinder::isCheapToCopy(QualType T) const {
  return isCheap(T, TU.context(), 4);
}

static bool isMovable(QualType T) {
  if (T.isConstQualified() || T->isArrayType())
    return false;
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition())
    return false;
  Record = Record->getDefinition();
  if (Record->needsImplicitMoveConstructor())
    return !Record->defaultedMoveConstructorIsDeleted();
  return llvm::any_of(Record->ctors(), [](const CXXConstructorDecl *Ctor) {
    return Ctor->isMoveConstructor() && !Ctor->isDeleted() &&
           Ctor->getAccess() == AS_public;
  });
}

bool CaptureFinder::isThreadBound(QualType T, unsigned Depth) {
  if (T.isNull() || Depth == 0 || T->isDependentType())
    return false;
  if (TU.facts().is(T, Role::ThreadBound))
    return true;
  T = T.getNonReferenceType().getCanonicalType();
  if (const auto *AT = T->getAsArrayTypeUnsafe())
    return isThreadBound(AT->getElementType(), Depth - 1);
  // What smart pointers and containers hold, and what a class consists of.
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition())
    return false;
  if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Record))
    for (const TemplateArgument &Arg : Spec->getTemplateArgs().asArray())
      if (Arg.getKind() == TemplateArgument::Type &&
          isThreadBound(Arg.getAsType(), Depth - 1))
        return true;
  return !isStd(Record) &&
         llvm::any_of(Record->getDefinition()->fields(),
                      [&](const FieldDecl *Field) {
                        return isThreadBound(Field->getType(), Depth - 1);
                      });
}

//===----------------------------------------------------------------------===//
// Uses
//===----------------------------------------------------------------------===//

static QualType paramType(const FunctionDecl *Callee, unsigned Arg) {
  return Arg < Callee->getNumParams() ? Callee->getParamDecl(Arg)->getType()
                                      : QualType();
}

static bool isStdMove(const Expr *E) {
  const auto *CE = dyn_cast<CallExpr>(E);
  const FunctionDecl *FD = CE ? CE->getDirectCallee() : nullptr;
  return FD && FD->isInStdNamespace() && FD->getIdentifier() &&
         FD->getName() == "move" && CE->getNumArgs() == 1;
}

/// Is \p MD one of the members of standard classes that give access to an
/// element, with or without the right to change it?
static bool isAccess(const CXXMethodDecl *MD) {
  if (!isStd(MD->getParent()))
    return false;
  if (MD->getOverloadedOperator() == OO_Subscript)
    return MD->getParent()->getName() != "map" &&
           MD->getParent()->getName() != "unordered_map";
  return MD->getIdentifier() &&
         llvm::is_contained({"data", "at", "front", "back"}, MD->getName());
}

/// What becomes of the object that \p Mention names, in the expression around.
CaptureFinder::Use CaptureFinder::useOf(const Expr *Mention) const {
  auto OfParam = [](QualType T) {
    if (T.isNull()) // of an ellipsis
      return Use::Reads;
    if (T->isRValueReferenceType())
      return Use::Moves;
    if (T->isLValueReferenceType())
      return T->getPointeeType().isConstQualified() ? Use::Reads : Use::Changes;
    return Use::Reads;
  };
  // A pointer to the object is as good as its destination.
  bool IsAddress = false;
  const Expr *E = Mention;
  if (E->getType().isConstQualified() && !E->getType()->isPointerType())
    return Use::Reads;
  while (true) {
    const Stmt *P = Tree.parent(E);
    const auto *PE = dyn_cast_or_null<Expr>(P);
    if (!PE) {
      // What a reference is bound to may change through it.
      bool Bound =
          IsAddress || (E->isGLValue() && isa_and_nonnull<DeclStmt>(P));
      if (const auto *For = dyn_cast_or_null<CXXForRangeStmt>(P)) {
        QualType Element = For->getLoopVariable()->getType();
        Bound = Element->isReferenceType() &&
                !Element->getPointeeType().isConstQualified();
      }
      return Bound ? Use::Changes : Use::Reads;
    }
    if (isa<LambdaExpr>(PE)) // by reference
      return Use::Changes;
    QualType T = PE->getType();
    if (const auto *Cast = dyn_cast<CastExpr>(PE)) {
      switch (Cast->getCastKind()) {
      case CK_LValueToRValue:
        return Use::Reads;
      case CK_ToVoid:
        return Use::Reads;
      case CK_ArrayToPointerDecay:
        IsAddress = true;
        if (T->getPointeeType().isConstQualified())
          return Use::Reads;
        break;
      case CK_NoOp:
      case CK_BitCast:
      case CK_DerivedToBase:
      case CK_UncheckedDerivedToBase:
      case CK_ConstructorConversion:
      case CK_UserDefinedConversion:
        if (IsAddress) {
          if (T->isPointerType() && T->getPointeeType().isConstQualified())
            return Use::Reads;
          if (isa<ExplicitCastExpr>(Cast))
            return Use::Changes;
        } else if (E->isGLValue() && T.isConstQualified()) {
          return Use::Reads;
        }
        break;
      default:
        return Use::Changes;
      }
    } else if (isa<ParenExpr, ExprWithCleanups, MaterializeTemporaryExpr,
                   CXXBindTemporaryExpr, ConditionalOperator>(PE)) {
    } else if (const auto *ME = dyn_cast<MemberExpr>(PE)) {
      if (const auto *MD = dyn_cast<CXXMethodDecl>(ME->getMemberDecl())) {
        if (MD->isConst() || MD->isStatic())
          return Use::Reads;
        const auto *Made = dyn_cast_or_null<CXXMemberCallExpr>(Tree.parent(ME));
        if (!isAccess(MD) || !Made)
          return Use::Changes;
        // Of a constant copy the element is constant.
        IsAddress = Made->getType()->isPointerType();
        E = Made;
        continue;
      }
      if (ME->isArrow() || T.isConstQualified())
        return Use::Reads;
    } else if (const auto *UO = dyn_cast<UnaryOperator>(PE)) {
      if (UO->getOpcode() == UO_AddrOf) {
        IsAddress = true;
        if (E->getType().isConstQualified())
          return Use::Reads;
      } else if (!IsAddress || UO->getOpcode() != UO_Deref) {
        return Use::Changes;
      }
    } else if (const auto *ASE = dyn_cast<ArraySubscriptExpr>(PE)) {
      if (ASE->getBase() != E)
        return Use::Reads;
      IsAddress = false;
    } else if (isStdMove(PE)) {
      return Use::Moves;
    } else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(PE);
               Op && isa_and_nonnull<CXXMethodDecl>(Op->getDirectCallee())) {
      const auto *MD = cast<CXXMethodDecl>(Op->getDirectCallee());
      if (Op->getNumArgs() != 0 && Op->getArg(0) == E) {
        if (MD->isConst())
          return Use::Reads;
        if (!isAccess(MD))
          return Use::Changes;
        E = Op;
        continue;
      }
      for (unsigned I = 1; I < Op->getNumArgs(); ++I)
        if (Op->getArg(I) == E)
          return IsAddress ? Use::Changes : OfParam(paramType(MD, I - 1));
      return Use::Changes;
    } else if (const auto *CE = dyn_cast<CallExpr>(PE)) {
      const FunctionDecl *FD = CE->getDirectCallee();
      for (unsigned I = 0; FD && I < CE->getNumArgs(); ++I)
        if (CE->getArg(I) == E)
          return IsAddress ? Use::Changes : OfParam(paramType(FD, I));
      return Use::Changes;
    } else if (const auto *CE = dyn_cast<CXXConstructExpr>(PE)) {
      for (unsigned I = 0; I < CE->getNumArgs(); ++I)
        if (CE->getArg(I) == E)
          return IsAddress ? Use::Changes
                           : OfParam(paramType(CE->getConstructor(), I));
      return Use::Changes;
    } else {
      return Use::Changes;
    }
    E = PE;
  }
}

/// The outermost expression around \p S.
static const Stmt *fullExpression(const SourceTree &Tree, const Stmt *S) {
  while (const auto *P = dyn_cast_or_null<Expr>(Tree.parent(S)))
    S = P;
  return S;
}

/// Does something that is around after the expression of \p Mention perhaps
/// refer to the object?
bool CaptureFinder::leavesReference(const Expr *Mention,
                                    const Stmt *Moved) const {
  const Expr *E = Mention;
  bool Refers = true;
  QualType Object = Mention->getType();
  auto MayRefer = [&](QualType T) {
    return T->isReferenceType() || mayReferTo(T, {Object});
  };
  while (true) {
    const Stmt *P = Tree.parent(E);
    const auto *PE = dyn_cast_or_null<Expr>(P);
    if (!PE) {
      if (!P)
        return true;
      if (isa<DeclStmt, CXXForRangeStmt>(P)) {
        if (const auto *DS = dyn_cast<DeclStmt>(P)) {
          for (const Decl *D : DS->decls())
            if (const auto *VD = dyn_cast<VarDecl>(D))
              if (MayRefer(VD->getType()))
                return true;
          return false;
        }
        return Tree.isWithin(Moved, P);
      }
      return false;
    }
    if (const auto *Cast = dyn_cast<CastExpr>(PE);
        Cast && Cast->getCastKind() == CK_LValueToRValue)
      Refers = PE->getType()->isPointerType();
    if (const auto *UO = dyn_cast<UnaryOperator>(PE);
        UO && UO->getOpcode() == UO_AddrOf)
      return true;
    if (isa<LambdaExpr>(PE))
      // Captured by reference, unless a copy stands between.
      return E->isGLValue();
    if (const auto *BO = dyn_cast<BinaryOperator>(PE);
        BO && BO->isAssignmentOp())
      return MayRefer(BO->getLHS()->getType());
    if (auto C = asCall(PE)) {
      // An object that refers to others may have been given another.
      if (const auto *MCE = dyn_cast<CXXMemberCallExpr>(PE);
          C->Object && C->Object != E && !(MCE && MCE->getCallee() == E) &&
          mayRefer(stripConversions(C->Object)->getType().getUnqualifiedType()))
        return true;
      Refers =
          MayRefer(isa<CallExpr>(PE)
                       ? cast<CallExpr>(PE)->getCallReturnType(TU.context())
                       : PE->getType());
    }
    if (!Refers)
      return false;
    E = PE;
  }
}

bool CaptureFinder::isLastUse(const VarDecl *VD, const Stmt *Moved) const {
  if (VD->getDeclContext() != In || !VD->hasLocalStorage() ||
      VD->getType()->isReferenceType() || VD->isInitCapture())
    return false;
  const SourceManager &SM = TU.context().getSourceManager();
  auto Begin = [&](const Stmt *S) { return SM.getFileLoc(S->getBeginLoc()); };
  const Stmt *Child = Moved;
  for (const Stmt *P = Tree.parent(Moved); P; Child = P, P = Tree.parent(P))
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(P)) {
      // What a loop begins with is done once.
      const auto *For = dyn_cast<ForStmt>(P);
      const auto *Range = dyn_cast<CXXForRangeStmt>(P);
      if ((For && For->getInit() == Child) ||
          (Range && Range->getBody() != Child))
        continue;
      // Declared anew each time, it is the loop's own.
      SourceLocation At = SM.getFileLoc(VD->getLocation());
      const Stmt *Body = isa<ForStmt>(P)     ? cast<ForStmt>(P)->getBody()
                         : isa<WhileStmt>(P) ? cast<WhileStmt>(P)->getBody()
                         : isa<DoStmt>(P) ? cast<DoStmt>(P)->getBody()
                                          : cast<CXXForRangeStmt>(P)->getBody();
      bool IsLoopVariable = isa<CXXForRangeStmt>(P) &&
                            cast<CXXForRangeStmt>(P)->getLoopVariable() == VD;
      bool Inside =
          IsLoopVariable ||
          (!SM.isBeforeInTranslationUnit(At, Begin(Body)) &&
           SM.isBeforeInTranslationUnit(At, SM.getFileLoc(Body->getEndLoc())));
      if (!Inside)
        return false;
    }
  const Stmt *Full = fullExpression(Tree, Moved);
  bool Last = true;
  SourceTree::walk(Tree.root(), [&](const Stmt *S) {
    if (!Last || S == Moved)
      return false;
    if (isa<LabelStmt, GotoStmt, IndirectGotoStmt, CXXCatchStmt>(S))
      Last = false;
    const auto *DRE = dyn_cast<DeclRefExpr>(S);
    if (!DRE || DRE->getDecl() != VD)
      return true;
    if (!SM.isBeforeInTranslationUnit(Begin(DRE), Begin(Moved)) ||
        fullExpression(Tree, DRE) == Full || leavesReference(DRE, Moved))
      Last = false;
    return true;
  });
  return Last;
}

//===----------------------------------------------------------------------===//
// Captures
//===----------------------------------------------------------------------===//

/// Does \p VD refer to what is there as long as the program runs?
static bool refersToStatic(TranslationUnit &TU, const VarDecl *VD) {
  if (!VD->getType().isConstQualified() && !TU.isStable(VD))
    return false;
  const Expr *Init = VD->getAnyInitializer();
  for (unsigned Steps = 0; Init && Steps != 8; ++Steps) {
    Init = stripConversions(Init);
    while (const auto *FE = dyn_cast<FullExpr>(Init))
      Init = stripConversions(FE->getSubExpr());
    if (isa<StringLiteral, CXXNullPtrLiteralExpr>(Init))
      return true;
    if (const auto *UO = dyn_cast<UnaryOperator>(Init);
        UO && UO->getOpcode() == UO_AddrOf) {
      Init = UO->getSubExpr();
    } else if (const auto *CE = dyn_cast<CXXConstructExpr>(Init);
               CE && CE->getNumArgs() == 1) {
      Init = CE->getArg(0);
    } else if (const auto *ILE = dyn_cast<InitListExpr>(Init);
               ILE && ILE->getNumInits() == 1) {
      Init = ILE->getInit(0);
    } else if (isa<UserDefinedLiteral>(Init)) {
      return true;
    } else if (const auto *DRE = dyn_cast<DeclRefExpr>(Init)) {
      const auto *Target = dyn_cast<VarDecl>(DRE->getDecl());
      return Target && Target->hasGlobalStorage() &&
             Target->getTLSKind() == VarDecl::TLS_None &&
             !Target->getType()->isPointerType() &&
             !Target->getType()->isReferenceType();
    } else {
      return false;
    }
  }
  return false;
}

std::string CaptureFinder::problemOfHolding(QualType T, StringRef Name,
                                            const VarDecl *VD) {
  T = T.getNonReferenceType();
  if (isThreadBound(T))
    return ("'" + Name + "' must stay on its thread").str();
  if (mayRefer(T) && !(VD && refersToStatic(TU, VD)))
    return ("what '" + Name +
            "' refers to may be gone when the task is cancelled; give the "
            "closure a copy that it owns")
        .str();
  return "";
}

/// A function of the user that is called on the way to the arguments may not be
/// prepared for another thread.
bool CaptureFinder::mayMove(const Expr *E) const {
  if (Blocking.contains(E))
    return true;
  std::optional<Call> C = asCall(E);
  if (!C)
    return !isa<CallExpr>(E);
  if (isInSystem(C->Callee) || C->Callee->isImplicit() ||
      C->Callee->isInStdNamespace() || C->Callee->isConstexpr())
    return true;
  // An accessor of an object that everybody shares.
  return isa<CallExpr>(E) && !C->Object && C->Args.empty() &&
         C->Callee->getReturnType()->isReferenceType();
}

Captures CaptureFinder::find(const Stmt *Moved,
                             llvm::ArrayRef<const Expr *> Outside) {
  Captures Result;
  ASTContext &Context = TU.context();
  const SourceManager &SM = Context.getSourceManager();
  auto Fail = [&](const llvm::Twine &Why) {
    if (Result.Problem.empty())
      Result.Problem = Why.str();
    return false;
  };
  struct Mentioned {
    llvm::SmallVector<const Expr *, 2> At;
    bool IsMember = false;
  };
  llvm::MapVector<const ValueDecl *, Mentioned> Found;
  auto IsDeclaredWithin = [&](const ValueDecl *D) {
    SourceLocation At = SM.getFileLoc(D->getLocation());
    SourceLocation Begin = SM.getFileLoc(Moved->getBeginLoc());
    SourceLocation End = SM.getFileLoc(Moved->getEndLoc());
    return !SM.isBeforeInTranslationUnit(At, Begin) &&
           !SM.isBeforeInTranslationUnit(End, At);
  };
  const auto *TheCall = dyn_cast<Expr>(Moved);
  bool IsBlock = !TheCall;
  // The body of a closure goes with its captures.
  const Stmt *Place = IsBlock && isa_and_nonnull<LambdaExpr>(Tree.parent(Moved))
                          ? Tree.parent(Moved)
                          : Moved;

  SourceTree::walk(Moved, [&](const Stmt *S) {
    if (!Result.Problem.empty())
      return false;
    const auto *E = dyn_cast<Expr>(S);
    if (!E)
      return true;
    if (llvm::is_contained(Outside, E) ||
        isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr>(E))
      return false;
    if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(E))
      return Fail("the call awaits in the midst of its arguments; await "
                  "before");
    if (isa<StmtExpr>(E))
      return Fail("");
    if (isa<PredefinedExpr>(E))
      return Fail("the name of the function would be that of the closure");
    if (!IsBlock && !E->getType()->isDependentType() &&
        isThreadBound(E->getType()))
      return Fail("the call uses an object that must stay on its thread");
    if (!IsBlock && E != TheCall && !mayMove(E)) {
      auto C = asCall(E);
      return Fail("the call of '" +
                  (C ? qualifiedName(C->Callee) : std::string("a pointer")) +
                  "' in it would move to another thread; make it before");
    }
    if (isa<MaterializeTemporaryExpr>(E) && E->getType()->isRecordType())
      Result.Held.push_back(E->getType());

    if (const auto *LE = dyn_cast<LambdaExpr>(E)) {
      for (const LambdaCapture &C : LE->captures())
        if (C.capturesThis())
          return Fail("the closure would need 'this', whose object may be gone "
                      "when the task is cancelled; give it copies, or a "
                      "std::shared_ptr to the object");
      return true;
    }
    if (isa<CXXThisExpr>(E))
      return Fail("the closure would need 'this', whose object may be gone "
                  "when the task is cancelled; give it copies, or a "
                  "std::shared_ptr to the object");
    if (const auto *ME = dyn_cast<MemberExpr>(E)) {
      const auto *This =
          dyn_cast<CXXThisExpr>(ME->getBase()->IgnoreParenImpCasts());
      if (This && This->isImplicit() && isa<FieldDecl>(ME->getMemberDecl())) {
        Mentioned &M = Found[ME->getMemberDecl()];
        M.At.push_back(ME);
        M.IsMember = true;
        return false;
      }
      if (const auto *VD = dyn_cast<VarDecl>(ME->getMemberDecl());
          VD && VD->getTLSKind() != VarDecl::TLS_None)
        return Fail("'" + VD->getName() +
                    "' is another object on another "
                    "thread");
      return true;
    }
    const auto *DRE = dyn_cast<DeclRefExpr>(E);
    if (!DRE)
      return true;
    const ValueDecl *D = DRE->getDecl();
    if (const auto *VD = dyn_cast<VarDecl>(D)) {
      if (VD->getTLSKind() != VarDecl::TLS_None)
        return Fail("'" + VD->getName() +
                    "' is another object on another thread");
      if (VD->hasGlobalStorage() && isThreadBound(VD->getType()))
        return Fail("'" + VD->getName() + "' must stay on its thread");
      // Nor does the value of a constant need the object.
      if (VD->hasGlobalStorage() || IsDeclaredWithin(VD) ||
          DRE->isNonOdrUse() == NOUR_Constant)
        return true;
    } else if (!isa<BindingDecl>(D) || IsDeclaredWithin(D)) {
      return true;
    }
    // Within a lambda it is the lambda's own copy; its captures are looked at.
    for (const Stmt *P = Tree.parent(DRE); P && P != Moved; P = Tree.parent(P))
      if (const auto *LE = dyn_cast_or_null<LambdaExpr>(Tree.parent(P));
          LE && LE->getBody() == P)
        return true;
    Found[D].At.push_back(DRE);
    return true;
  });
  if (!Result.Problem.empty())
    return Result;

  for (auto &[D, M] : Found) {
    std::string Name = D->getNameAsString();
    QualType T = D->getType().getNonReferenceType();
    const auto *VD = dyn_cast<VarDecl>(D);
    bool Moves = false;
    for (const Expr *At : M.At)
      switch (useOf(At)) {
      case Use::Changes:
        Fail("the call changes '" + Name +
             "', and a reference to it would dangle when the task is "
             "cancelled; keep the object in the closure, and return it");
        return Result;
      case Use::Moves:
        Moves = true;
        break;
      case Use::Reads:
        break;
      }
    if (std::string Why = problemOfHolding(T, Name, VD); !Why.empty()) {
      Fail(Why);
      return Result;
    }
    if (!T->isScalarType())
      Result.Held.push_back(T);

    Result.Destroys |= T.isDestructedType() != QualType::DK_none;

    std::string AsMove = Name + " = std::move(" + Name + ")";
    bool Last = VD && isLastUse(VD, Place);
    if (Moves && !M.IsMember && isMovable(T)) {
      Result.List.push_back(AsMove);
      Result.Mutable = true;
      continue;
    }
    if (Moves) {
      Fail("the call takes the value of '" + Name + "'");
      return Result;
    }
    bool Trivial = T.isTriviallyCopyableType(Context);
    if (!Trivial && Last && isMovable(T)) {
      Result.List.push_back(AsMove);
    } else if (isCheapToCopy(T)) {
      Result.List.push_back(
          M.IsMember || isa<BindingDecl>(D) ? Name + " = " + Name : Name);
    } else {
      Fail("'" + Name +
           "' would have to be copied, which may be expensive or impossible; "
           "move it into the closure, or share it with a std::shared_ptr");
      return Result;
    }
  }
  return Result;
}
