//===- NamesTest.cpp - How models name declarations -----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/analysis/Names.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Tooling/Tooling.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include <set>

using namespace clang;
using namespace unblock::analysis;
using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;

namespace {

class Collector : public RecursiveASTVisitor<Collector> {
public:
  std::set<std::string> Names;

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }
  bool VisitNamedDecl(NamedDecl *D) {
    std::string Name = qualifiedName(D);
    // The cheap names are the end of the whole one.
    std::string Scope = enclosingComponent(D);
    std::string End = Scope.empty() ? "" : Scope + "::";
    End += lastComponent(D);
    EXPECT_TRUE(llvm::StringRef(Name).ends_with(End)) << Name;
    Names.insert(Name);
    return true;
  }
};

std::set<std::string> names(llvm::StringRef Code) {
  std::unique_ptr<ASTUnit> AST =
      tooling::buildASTFromCodeWithArgs(Code, {"-std=c++20"});
  EXPECT_FALSE(AST->getDiagnostics().hasErrorOccurred());
  Collector C;
  C.TraverseDecl(AST->getASTContext().getTranslationUnitDecl());
  return C.Names;
}

TEST(Names, InlineNamespacesAreLeftOut) {
  EXPECT_THAT(
      names("namespace a { inline namespace v1 { struct S { void f(); };"
            "void g(); } namespace b { void h(); } }"),
      IsSupersetOf({"a::S", "a::S::f", "a::g", "a::b::h"}));
}

TEST(Names, FunctionsWithCLinkageHaveNoScope) {
  EXPECT_THAT(names("namespace a { extern \"C\" { int open(); struct S { void "
                    "f(); }; } extern \"C++\" void g(); }"),
              IsSupersetOf({"open", "a::S::f", "a::g"}));
}

TEST(Names, TemplateArgumentsAreLeftOut) {
  EXPECT_THAT(
      names("namespace a { template <class T> struct S { S(); ~S(); template "
            "<class U> S(U); void f(); template <class U> void g(); };"
            "template <> struct S<int> { void only_int(); };"
            "template <class T> void h(); template <> void h<int>(); }"
            "template struct a::S<char>;"),
      testing::AllOf(IsSupersetOf({"a::S", "a::S::S", "a::S::~S", "a::S::f",
                                   "a::S::g", "a::S::only_int", "a::h"}),
                     Not(Contains(testing::HasSubstr("<")))));
}

TEST(Names, OperatorsAreNamedAsWritten) {
  EXPECT_THAT(names("namespace a { struct S { S &operator<<(int); void "
                    "operator()(); operator bool(); S &operator++(); }; bool "
                    "operator==(S, S); int operator\"\"_x(unsigned long long);"
                    "struct A {}; int operator co_await(A); }"),
              IsSupersetOf({"a::S::operator<<", "a::S::operator()",
                            "a::S::operator bool", "a::S::operator++",
                            "a::operator==", "a::operator\"\"_x",
                            "a::operator co_await"}));
}

TEST(Names, FriendsBelongToTheNamespace) {
  EXPECT_THAT(names("namespace a { struct S { friend void f(S) {} }; }"),
              Contains("a::f"));
}

TEST(Names, EnumeratorsStandWhereTheyAreFound) {
  EXPECT_THAT(names("namespace a { enum E { plain }; enum class F { scoped }; "
                    "struct S { enum { member }; }; }"),
              IsSupersetOf({"a::plain", "a::F::scoped", "a::S::member"}));
}

TEST(Names, WhatHasNoNameMatchesNoModel) {
  EXPECT_THAT(names("namespace { void f(); struct S {}; } auto l = [] {};"),
              testing::AllOf(IsSupersetOf({"(anonymous)::f", "(anonymous)::S",
                                           "(anonymous)::operator()"}),
                             Not(Contains("f"))));
}

} // namespace
