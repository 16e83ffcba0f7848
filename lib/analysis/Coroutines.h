//===- Coroutines.h - The coroutine protocol in classes ---------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Says of a class what the coroutine protocol makes of it: an awaiter, an
// awaitable, a promise. Templates that nobody instantiated are asked through
// their patterns, members that are inherited count.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_COROUTINES_H
#define UNBLOCK_ANALYSIS_COROUTINES_H

#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/StringRef.h"

namespace unblock::analysis {

/// The body of \p FD when it is a coroutine, else null.
const clang::CoroutineBodyStmt *coroutineBody(const clang::FunctionDecl *FD);

/// The definition of \p Record; of a template that was not instantiated, its
/// pattern's.
const clang::CXXRecordDecl *definitionOf(const clang::CXXRecordDecl *Record);

/// The method of \p Record, or of a base, with that name.
const clang::CXXMethodDecl *findMethod(const clang::CXXRecordDecl *Record,
                                       llvm::StringRef Name);

inline bool hasMethod(const clang::CXXRecordDecl *Record,
                      llvm::StringRef Name) {
  return findMethod(Record, Name) != nullptr;
}

bool isAwaiter(const clang::CXXRecordDecl *Record);
bool isPromise(const clang::CXXRecordDecl *Record);

/// Can an object of \p Record be awaited by itself or through an
/// `operator co_await`, a member or a function beside the class?
bool isAwaitable(const clang::CXXRecordDecl *Record);

/// The body is `return true;`, or the like for \p Value.
bool alwaysReturns(const clang::FunctionDecl *FD, bool Value,
                   clang::ASTContext &Context);

/// Does a coroutine that returns \p Record do nothing before it is awaited?
/// Its promise says so: the coroutine starts suspended, and only awaiting the
/// result resumes it.
bool isLazyTask(const clang::CXXRecordDecl *Record);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_COROUTINES_H
