//===- Locks.cpp - Which types and calls lock thread mutexes --------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Locks.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace unblock::analysis;

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

/// The name in lower case, without underscores: try_lock and tryLock are one.
static std::string plainName(const NamedDecl *D) {
  if (!D->getIdentifier())
    return "";
  std::string Name = D->getName().lower();
  llvm::erase(Name, '_');
  return Name;
}

/// What the attributes of Clang's thread safety analysis say.
static LockAction attributedAction(const FunctionDecl *FD) {
  if (!FD->hasAttrs())
    return LockAction::None;
  if (FD->hasAttr<TryAcquireCapabilityAttr>())
    return LockAction::Try;
  if (FD->hasAttr<AcquireCapabilityAttr>())
    return LockAction::Lock;
  if (FD->hasAttr<ReleaseCapabilityAttr>())
    return LockAction::Unlock;
  return LockAction::None;
}

LockAction unblock::analysis::memberAction(const FunctionDecl *FD) {
  if (LockAction Action = attributedAction(FD); Action != LockAction::None)
    return Action;
  if (const auto *Conversion = dyn_cast<CXXConversionDecl>(FD))
    return Conversion->getConversionType()->isBooleanType() ? LockAction::Ask
                                                            : LockAction::None;
  std::string Plain = plainName(FD);
  llvm::StringRef Name = Plain;
  if (Name == "ownslock" || Name == "islocked")
    return LockAction::Ask;
  if (Name.starts_with("try") || Name.contains("trylock"))
    return LockAction::Try;
  if (Name.starts_with("unlockand"))
    return LockAction::None; // unlock_and_lock_shared
  if (Name.starts_with("unlock") || Name.ends_with("unlock") ||
      Name == "release")
    return LockAction::Unlock;
  // Others ask (locked), or return a guard.
  if ((Name.starts_with("lock") || Name.ends_with("lock") ||
       Name == "acquire") &&
      FD->getReturnType()->isVoidType())
    return LockAction::Lock;
  return LockAction::None;
}

LockAction unblock::analysis::functionAction(const FunctionDecl *FD) {
  if (!FD->isExternC() || FD->getNumParams() == 0 ||
      !FD->getParamDecl(0)->getType()->isPointerType())
    return LockAction::None;
  // pthread_mutex_lock, pthread_rwlock_rdlock, mtx_trylock, uv_mutex_unlock
  llvm::StringRef Name = FD->getIdentifier() ? FD->getName() : "";
  auto [Object, Verb] = Name.rsplit('_');
  if (!Object.contains("mutex") && !Object.contains("rwlock") &&
      !Object.contains("spin") && !Object.contains("mtx"))
    return LockAction::None;
  if (llvm::is_contained({"unlock", "rdunlock", "wrunlock"}, Verb))
    return LockAction::Unlock;
  if (llvm::is_contained({"lock", "rdlock", "wrlock"}, Verb))
    return LockAction::Lock;
  if ((Verb.starts_with("try") || Verb.starts_with("timed")) &&
      Verb.ends_with("lock"))
    return LockAction::Try;
  return LockAction::None;
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

/// Calls \p Visit with the methods of \p Record and of its bases until it
/// returns true.
static bool anyMethod(const CXXRecordDecl *Record,
                      llvm::function_ref<bool(const CXXMethodDecl *)> Visit) {
  if (!Record || !Record->hasDefinition())
    return false;
  Record = Record->getDefinition();
  return llvm::any_of(Record->methods(), Visit) ||
         llvm::any_of(Record->bases(), [&](const CXXBaseSpecifier &Base) {
           return anyMethod(recordOf(Base.getType()), Visit);
         });
}

static bool hasEmptyBody(const FunctionDecl *FD) {
  const FunctionDecl *Definition = nullptr;
  if (!FD->hasBody(Definition))
    return false;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Definition->getBody());
  return Body && Body->body_empty();
}

bool Locks::isMutex(QualType T) {
  llvm::StringRef Name = TU.facts().typeName(T);
  if (Name.empty())
    return false;
  if (llvm::is_contained({"std::mutex", "std::timed_mutex",
                          "std::recursive_mutex", "std::recursive_timed_mutex",
                          "std::shared_mutex", "std::shared_timed_mutex"},
                         Name) ||
      TU.facts().models().isMutex(Name))
    return true;
  const CXXRecordDecl *Record = recordOf(T);
  if (!Record || !Record->hasDefinition() || isInSystem(Record) ||
      Record->isInStdNamespace() || TU.facts().models().isPrimitive(Name))
    return false;
  Record = Record->getDefinition();
  auto [It, New] = Mutexes.try_emplace(Record, false);
  if (New)
    It->second = isMutexByStructure(Record);
  return It->second;
}

/// A class of the user that can be locked and unlocked, waits while it is
/// locked (nothing is returned that could be awaited), and is not something
/// else that has a lock, like a door.
bool Locks::isMutexByStructure(const CXXRecordDecl *Record) {
  if (Record->hasAttr<CapabilityAttr>())
    return true;
  bool Locks = false, Unlocks = false, Tries = false;
  anyMethod(Record, [&](const CXXMethodDecl *MD) {
    if (MD->getNumParams() != 0)
      return false;
    std::string Name = plainName(MD);
    bool Plain = MD->getReturnType()->isVoidType();
    Locks |= Name == "lock" && Plain && !hasEmptyBody(MD);
    Unlocks |= Name == "unlock" && Plain;
    Tries |= Name == "trylock";
    return false;
  });
  if (!Locks || !Unlocks)
    return false;
  std::string Name = plainName(Record);
  return Tries || llvm::any_of(llvm::ArrayRef<llvm::StringRef>(
                                   {"mutex", "lock", "critical", "monitor"}),
                               [&](llvm::StringRef Word) {
                                 return llvm::StringRef(Name).contains(Word);
                               });
}

bool Locks::isKnownGuard(QualType T) {
  llvm::StringRef Name = TU.facts().typeName(T);
  return llvm::is_contained({"std::lock_guard", "std::unique_lock",
                             "std::shared_lock", "std::scoped_lock"},
                            Name) ||
         (!Name.empty() && TU.facts().models().isGuard(Name));
}

/// The type arguments of a specialisation, packs opened.
static void typeArguments(llvm::ArrayRef<TemplateArgument> Args,
                          llvm::SmallVectorImpl<QualType> &Out) {
  for (const TemplateArgument &Arg : Args)
    if (Arg.getKind() == TemplateArgument::Type)
      Out.push_back(Arg.getAsType());
    else if (Arg.getKind() == TemplateArgument::Pack)
      typeArguments(Arg.pack_elements(), Out);
}

bool Locks::isGuard(QualType T) {
  if (T.isNull() || T.getNonReferenceType()->isPointerType())
    return false;
  const CXXRecordDecl *Record = recordOf(T);
  if (!Record || !Record->hasDefinition() || Record->isDependentContext())
    return false;
  Record = Record->getDefinition();
  llvm::StringRef Name = TU.facts().typeName(T);
  if (isKnownGuard(T)) {
    if (!Record->isInStdNamespace())
      return true;
    // std::unique_lock of an async mutex is no guard of a thread mutex.
    llvm::SmallVector<QualType, 2> Args;
    if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Record))
      typeArguments(Spec->getTemplateArgs().asArray(), Args);
    return llvm::any_of(Args, [&](QualType Arg) { return isMutex(Arg); });
  }
  if (isInSystem(Record) || Record->isInStdNamespace() || Record->isLambda() ||
      TU.facts().models().isPrimitive(Name))
    return false;
  auto [It, New] = Guards.try_emplace(Record, false);
  if (!New)
    return It->second; // no while the class itself is looked at
  bool Result = isGuardByStructure(Record);
  return Guards[Record] = Result;
}

/// A class of the user that holds a guard, or that gives up the mutex of
/// somebody else when it goes.
bool Locks::isGuardByStructure(const CXXRecordDecl *Record) {
  if (Record->hasAttr<ScopedLockableAttr>())
    return true;
  if (llvm::any_of(Record->fields(),
                   [&](const FieldDecl *Field) {
                     return !Field->getType()->isReferenceType() &&
                            isGuard(Field->getType());
                   }) ||
      llvm::any_of(Record->bases(), [&](const CXXBaseSpecifier &Base) {
        return isGuard(Base.getType());
      }))
    return true;
  const CXXDestructorDecl *Dtor = Record->getDestructor();
  if (!Dtor || Dtor->isImplicit())
    return false;
  // What other classes do when they are told to is their business.
  Effect E;
  llvm::SmallPtrSet<const FunctionDecl *, 4> Seen;
  scan(Dtor, E, [&](const FunctionDecl *Callee) {
    const auto *MD = dyn_cast<CXXMethodDecl>(Callee);
    return MD &&
           MD->getParent()->getCanonicalDecl() == Record->getCanonicalDecl() &&
           Seen.insert(MD->getCanonicalDecl()).second;
  });
  return llvm::any_of(E.Unlocked, [&](const ValueDecl *D) {
    if (E.Locked.contains(D))
      return false;
    // A mutex that is part of the object is not somebody else's.
    if (const auto *Field = dyn_cast<FieldDecl>(D))
      return Field->getParent()->getCanonicalDecl() ==
                 Record->getCanonicalDecl() &&
             (Field->getType()->isReferenceType() ||
              Field->getType()->isPointerType() || !isMutex(Field->getType()));
    const auto *VD = dyn_cast<VarDecl>(D);
    return VD && VD->hasGlobalStorage();
  });
}

bool Locks::isReleasable(QualType T) {
  const CXXRecordDecl *Record = recordOf(T);
  if (!Record || !Record->hasDefinition())
    return false;
  Record = Record->getDefinition();
  if (anyMethod(Record, [](const CXXMethodDecl *MD) {
        return memberAction(MD) == LockAction::Unlock;
      }))
    return true;
  if (isKnownGuard(T))
    return false;
  // A class that unlocks a mutex by itself may do so in any method.
  bool HoldsGuard = false;
  for (const FieldDecl *Field : Record->fields())
    if (isGuard(Field->getType())) {
      HoldsGuard = true;
      if (isReleasable(Field->getType()))
        return true;
    }
  return !HoldsGuard;
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// The variable or member that \p E names in the end.
static const ValueDecl *namedBy(const Expr *E) {
  for (unsigned Steps = 0; E && Steps != 8; ++Steps) {
    E = stripConversions(E);
    if (const auto *DRE = dyn_cast<DeclRefExpr>(E))
      return cast<ValueDecl>(DRE->getDecl()->getCanonicalDecl());
    if (const auto *ME = dyn_cast<MemberExpr>(E))
      return cast<ValueDecl>(ME->getMemberDecl()->getCanonicalDecl());
    if (const auto *UO = dyn_cast<UnaryOperator>(E))
      E = UO->getSubExpr();
    else if (auto C = asCall(E); C && C->Object && C->Args.empty())
      E = C->Object;
    else
      return nullptr;
  }
  return nullptr;
}

/// Adds what the body of \p FD does, and what those of its callees do that
/// \p Enter accepts.
void Locks::scan(const FunctionDecl *FD, Effect &E,
                 llvm::function_ref<bool(const FunctionDecl *)> Enter) {
  const FunctionDecl *Definition = nullptr;
  if (!FD->hasBody(Definition) || !TU.isAnalysable(FD))
    return;
  auto Visit = [&](auto &&Self, const Stmt *S) -> void {
    if (!S || isa<LambdaExpr>(S))
      return;
    for (const Stmt *Child : S->children())
      Self(Self, Child);
    const auto *CallLike = dyn_cast<Expr>(S);
    auto C = CallLike ? asCall(CallLike) : std::nullopt;
    if (!C)
      return;
    LockAction Action = LockAction::None;
    const ValueDecl *Mutex = nullptr;
    if (C->Object && (isMutex(stripConversions(C->Object)->getType()) ||
                      isGuard(stripConversions(C->Object)->getType()))) {
      Action = memberAction(C->Callee);
      Mutex = namedBy(C->Object);
    } else if (!C->Args.empty()) {
      Action = functionAction(C->Callee);
      Mutex = namedBy(C->Args.front());
    }
    if (Mutex && (Action == LockAction::Lock || Action == LockAction::Try))
      E.Locked.insert(Mutex);
    else if (Mutex && Action == LockAction::Unlock)
      E.Unlocked.insert(Mutex);
    // What a guard does ends with it.
    if ((!isa<CXXConstructExpr>(CallLike) || !isGuard(CallLike->getType())) &&
        Enter(C->Callee))
      scan(C->Callee, E, Enter);
  };
  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(Definition))
    for (const CXXCtorInitializer *Init : Ctor->inits()) {
      Visit(Visit, Init->getInit());
      const auto *CE =
          dyn_cast<CXXConstructExpr>(Init->getInit()->IgnoreImplicit());
      if (CE && isGuard(CE->getType()))
        E.LocksMember |= locks(CE);
    }
  Visit(Visit, Definition->getBody());
}

/// Does making this guard lock something?
bool Locks::locks(const CXXConstructExpr *CE) {
  if (CE->getNumArgs() != 0 && !isa<CXXDefaultArgExpr>(CE->getArg(0)))
    return llvm::none_of(CE->arguments(), [&](const Expr *Arg) {
      return TU.facts()
          .typeName(stripConversions(Arg)->getType())
          .ends_with("::defer_lock_t");
    });
  const Effect &E = effect(CE->getConstructor());
  return E.LocksMember || !E.Locked.empty();
}

const Locks::Effect &Locks::effect(const FunctionDecl *FD) {
  auto [It, New] = Effects.try_emplace(FD->getCanonicalDecl());
  if (!New)
    return *It->second; // of a function that calls itself, what is known so far
  It->second = std::make_unique<Effect>();
  Effect &E = *It->second;
  scan(FD, E, [&](const FunctionDecl *Callee) {
    const Effect &Inner = effect(Callee);
    E.Locked.insert(Inner.Locked.begin(), Inner.Locked.end());
    E.Unlocked.insert(Inner.Unlocked.begin(), Inner.Unlocked.end());
    return false;
  });
  return E;
}
