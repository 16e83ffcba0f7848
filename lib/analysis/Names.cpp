//===- Names.cpp - How models name declarations ---------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/analysis/Names.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

static std::string nonEmpty(std::string Name) {
  return Name.empty() ? "(anonymous)" : Name;
}

bool unblock::analysis::isNamed(const NamedDecl *D, llvm::StringRef Name) {
  return D->getIdentifier() && D->getName() == Name;
}

std::string unblock::analysis::lastComponent(const NamedDecl *D) {
  if (const IdentifierInfo *Identifier = D->getIdentifier())
    return Identifier->getName().str();
  if (const auto *Template = dyn_cast<TemplateDecl>(D))
    if (const NamedDecl *Templated = Template->getTemplatedDecl())
      D = Templated;
  if (const auto *Ctor = dyn_cast<CXXConstructorDecl>(D))
    return nonEmpty(Ctor->getParent()->getName().str());
  if (const auto *Dtor = dyn_cast<CXXDestructorDecl>(D))
    return "~" + nonEmpty(Dtor->getParent()->getName().str());
  return nonEmpty(D->getDeclName().getAsString());
}

/// The innermost scope of \p D that is part of its name; null at global scope.
static const NamedDecl *scopeOf(const Decl *D) {
  const auto *Function = dyn_cast<FunctionDecl>(D);
  if (Function && Function->isExternC())
    return nullptr;
  // Linkage specifications and the like are transparent, and so are
  // enumerations whose enumerators belong to the scope around them.
  const DeclContext *Scope = D->getDeclContext();
  while (Scope->isTransparentContext() || Scope->isInlineNamespace())
    Scope = Scope->getParent();
  return dyn_cast<NamedDecl>(Scope);
}

std::string unblock::analysis::enclosingComponent(const NamedDecl *D) {
  const NamedDecl *Scope = scopeOf(D);
  return Scope ? lastComponent(Scope) : "";
}

std::string unblock::analysis::qualifiedName(const NamedDecl *D) {
  llvm::SmallVector<std::string, 6> Components;
  for (const NamedDecl *Part = D; Part; Part = scopeOf(Part))
    Components.push_back(lastComponent(Part));
  return llvm::join(llvm::reverse(Components), "::");
}
