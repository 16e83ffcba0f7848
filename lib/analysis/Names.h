//===- Names.h - How models name declarations -------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The naming that models use, in one place: what looks a declaration up and
// what checks the models against headers must agree.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_NAMES_H
#define UNBLOCK_ANALYSIS_NAMES_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace clang {
class NamedDecl;
}

namespace unblock::analysis {

/// Is \p Name the plain identifier of \p D?
bool isNamed(const clang::NamedDecl *D, llvm::StringRef Name);

/// The name of \p D without its scope: `f`, `Class` for a constructor,
/// `~Class`, `operator<<`, `operator bool`. Template arguments are left out.
std::string lastComponent(const clang::NamedDecl *D);

/// The last component of the scope of \p D; empty at global scope.
std::string enclosingComponent(const clang::NamedDecl *D);

/// The name of \p D with its scope, without inline namespaces and template
/// arguments: `ns::Class::Class`. A function with C linkage has no scope,
/// whatever namespace declares it. What has no name is `(anonymous)`, which no
/// model can match.
std::string qualifiedName(const clang::NamedDecl *D);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_NAMES_H
