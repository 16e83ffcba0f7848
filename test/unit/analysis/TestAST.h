//===- TestAST.h - Declarations of a source text ----------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_TEST_UNIT_ANALYSIS_TESTAST_H
#define UNBLOCK_TEST_UNIT_ANALYSIS_TESTAST_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "gtest/gtest.h"

namespace unblock::test {

/// The AST of a text in C++20 that compiles.
class TestAST {
public:
  explicit TestAST(llvm::StringRef Code)
      : Unit(clang::tooling::buildASTFromCodeWithArgs(Code, {"-std=c++20", "-w"})) {
    EXPECT_TRUE(Unit);
    EXPECT_FALSE(Unit && Unit->getDiagnostics().hasErrorOccurred())
        << Code.str();
  }

  clang::ASTContext &context() { return Unit->getASTContext(); }

  /// The first declaration of that name that has a body, or is a class.
  template <typename DeclT> const DeclT *find(llvm::StringRef Name) {
    using namespace clang::ast_matchers;
    const DeclT *Found = nullptr;
    for (const auto &Match :
         match(namedDecl(hasName(Name)).bind("d"), context())) {
      const auto *D = Match.getNodeAs<DeclT>("d");
      if (D && (!Found || hasBody(D)))
        Found = D;
      if (Found && hasBody(Found))
        break;
    }
    EXPECT_TRUE(Found) << Name.str();
    return Found;
  }

private:
  static bool hasBody(const clang::Decl *) { return true; }
  static bool hasBody(const clang::FunctionDecl *FD) { return FD->hasBody(); }
  static bool hasBody(const clang::CXXRecordDecl *Record) {
    return Record->isThisDeclarationADefinition() &&
           !Record->isInjectedClassName();
  }

  std::unique_ptr<clang::ASTUnit> Unit;
};

} // namespace unblock::test

#endif // UNBLOCK_TEST_UNIT_ANALYSIS_TESTAST_H
