//===- Coroutines.cpp - The coroutine protocol in classes -----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Coroutines.h"
#include "Calls.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace unblock::analysis;

const CoroutineBodyStmt *
unblock::analysis::coroutineBody(const FunctionDecl *FD) {
  return dyn_cast_or_null<CoroutineBodyStmt>(FD->getBody());
}

const CXXRecordDecl *
unblock::analysis::definitionOf(const CXXRecordDecl *Record) {
  if (!Record || Record->hasDefinition())
    return Record ? Record->getDefinition() : nullptr;
  if (const CXXRecordDecl *Pattern = Record->getTemplateInstantiationPattern())
    return Pattern->getDefinition();
  if (const auto *Spec = dyn_cast<ClassTemplateSpecializationDecl>(Record))
    return Spec->getSpecializedTemplate()->getTemplatedDecl()->getDefinition();
  return nullptr;
}

/// The first member of \p Record, or of a base, that \p Wanted takes; templates
/// are looked through.
template <typename DeclT>
static const DeclT *findMember(const CXXRecordDecl *Record,
                               llvm::function_ref<bool(const DeclT *)> Wanted) {
  Record = definitionOf(Record);
  if (!Record)
    return nullptr;
  for (const Decl *D : Record->decls()) {
    if (const auto *FTD = dyn_cast<FunctionTemplateDecl>(D))
      D = FTD->getTemplatedDecl();
    if (const auto *Member = dyn_cast<DeclT>(D); Member && Wanted(Member))
      return Member;
  }
  for (const CXXBaseSpecifier &Base : Record->bases())
    if (const DeclT *Member =
            findMember<DeclT>(recordOf(Base.getType()), Wanted))
      return Member;
  return nullptr;
}

const CXXMethodDecl *unblock::analysis::findMethod(const CXXRecordDecl *Record,
                                                   llvm::StringRef Name) {
  return findMember<CXXMethodDecl>(
      Record, [&](const CXXMethodDecl *MD) { return isNamed(MD, Name); });
}

bool unblock::analysis::isAwaiter(const CXXRecordDecl *Record) {
  return hasMethod(Record, "await_ready") &&
         hasMethod(Record, "await_suspend") &&
         hasMethod(Record, "await_resume");
}

bool unblock::analysis::isPromise(const CXXRecordDecl *Record) {
  return hasMethod(Record, "initial_suspend") &&
         hasMethod(Record, "final_suspend") &&
         hasMethod(Record, "unhandled_exception");
}

/// Is there a function `operator co_await` for \p Record in its namespace?
static bool hasFreeAwaitOperator(const CXXRecordDecl *Record) {
  ASTContext &Context = Record->getASTContext();
  const CXXRecordDecl *Definition = definitionOf(Record);
  for (const NamedDecl *D : Record->getEnclosingNamespaceContext()->lookup(
           Context.DeclarationNames.getCXXOperatorName(OO_Coawait))) {
    const FunctionDecl *FD = D->getAsFunction();
    if (FD && FD->getNumParams() == 1 &&
        definitionOf(recordOf(FD->getParamDecl(0)->getType())) == Definition)
      return true;
  }
  return false;
}

bool unblock::analysis::isAwaitable(const CXXRecordDecl *Record) {
  if (!definitionOf(Record))
    return false;
  return isAwaiter(Record) ||
         findMember<CXXMethodDecl>(Record,
                                   [](const CXXMethodDecl *MD) {
                                     return MD->getOverloadedOperator() ==
                                            OO_Coawait;
                                   }) ||
         hasFreeAwaitOperator(Record);
}

/// The only statement of the body of \p FD, when it returns a value.
static const Expr *returnedBy(const FunctionDecl *FD) {
  const FunctionDecl *Definition = nullptr;
  if (!FD || !FD->hasBody(Definition))
    return nullptr;
  // The body of a library's function may have been skipped, unless it is
  // needed for constant evaluation or to deduce its type: the answer must not
  // depend on that.
  if (isInSystem(Definition) && !Definition->isConstexpr() &&
      !Definition->getDeclaredReturnType()->getContainedAutoType())
    return nullptr;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Definition->getBody());
  if (!Body || Body->size() != 1)
    return nullptr;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_front());
  return Return ? Return->getRetValue() : nullptr;
}

bool unblock::analysis::alwaysReturns(const FunctionDecl *FD, bool Value,
                                      ASTContext &Context) {
  const Expr *Returned = returnedBy(FD);
  bool Result;
  return Returned && Returned->getType()->isBooleanType() &&
         !Returned->isValueDependent() &&
         Returned->EvaluateAsBooleanCondition(Result, Context) &&
         Result == Value;
}

//===----------------------------------------------------------------------===//
// Lazy tasks
//===----------------------------------------------------------------------===//

/// Always suspends, and nothing else.
static bool isSuspendAlways(const CXXRecordDecl *Record) {
  Record = definitionOf(Record);
  if (!Record)
    return false;
  if (isNamed(Record, "suspend_always"))
    return true;
  const CXXMethodDecl *Ready = findMethod(Record, "await_ready");
  const CXXMethodDecl *Suspend = findMethod(Record, "await_suspend");
  if (!Ready || !Suspend ||
      !alwaysReturns(Ready, false, Record->getASTContext()) ||
      !Suspend->getReturnType()->isVoidType())
    return false;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Suspend->getBody());
  return Body && Body->body_empty();
}

/// Does \p S resume a coroutine?
static bool resumes(const Stmt *S) {
  if (!S)
    return false;
  if (const auto *E = dyn_cast<Expr>(S))
    if (auto C = asCall(E);
        C && C->Object &&
        (isNamed(C->Callee, "resume") ||
         (C->Callee->getOverloadedOperator() == OO_Call &&
          isNamed(cast<CXXMethodDecl>(C->Callee)->getParent(),
                  "coroutine_handle"))))
      return true;
  return llvm::any_of(S->children(), resumes);
}

static bool resumes(const FunctionDecl *FD) {
  const FunctionDecl *Definition = nullptr;
  return FD && FD->hasBody(Definition) && resumes(Definition->getBody());
}

bool unblock::analysis::isLazyTask(const CXXRecordDecl *Record) {
  const auto *Name = findMember<TypeDecl>(
      Record, [](const TypeDecl *TD) { return isNamed(TD, "promise_type"); });
  const CXXRecordDecl *Promise = dyn_cast_or_null<CXXRecordDecl>(Name);
  if (const auto *Alias = dyn_cast_or_null<TypedefNameDecl>(Name))
    Promise = recordOf(Alias->getUnderlyingType());
  const CXXMethodDecl *Initial = findMethod(Promise, "initial_suspend");
  if (!Initial || !isAwaitable(Record))
    return false;
  const CXXRecordDecl *First = recordOf(Initial->getReturnType());
  if (!First)
    // auto initial_suspend() { return std::suspend_always{}; }
    if (const Expr *Returned = returnedBy(Initial))
      First = recordOf(Returned->getType());
  return isSuspendAlways(First) &&
         !resumes(findMethod(Promise, "get_return_object")) &&
         !resumes(definitionOf(Record)->getDestructor());
}
