//===- VersionCompat.h - Differences between LLVM versions ------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one place that knows how the supported versions of LLVM and Clang differ:
// everything else is written against the newest one. A guard goes when its
// version is no longer supported.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SUPPORT_VERSIONCOMPAT_H
#define UNBLOCK_SUPPORT_VERSIONCOMPAT_H

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "llvm/Config/llvm-config.h"
#include <memory>

#if LLVM_VERSION_MAJOR < 19 || LLVM_VERSION_MAJOR > 23
#error "unblock supports LLVM 19 to 23"
#endif

// Headers that moved: `#include UNBLOCK_CLANG_OPTIONS_H`.
#if LLVM_VERSION_MAJOR >= 22
#define UNBLOCK_CLANG_OPTIONS_H "clang/Options/Options.h"
#define UNBLOCK_CLANG_TIDY_REGISTRY_H "clang-tidy/ClangTidyModule.h"
#else
#define UNBLOCK_CLANG_OPTIONS_H "clang/Driver/Options.h"
#define UNBLOCK_CLANG_TIDY_REGISTRY_H "clang-tidy/ClangTidyModuleRegistry.h"
namespace clang {
namespace driver::options {}
namespace options = driver::options;
using namespace driver;
} // namespace clang
#endif

namespace unblock::compat {

/// The type that the class or enumeration \p D declares.
template <typename ContextT, typename DeclT>
auto tagType(const ContextT &Context, const DeclT *D) {
#if LLVM_VERSION_MAJOR >= 22
  return Context.getCanonicalTagType(D);
#else
  return Context.getTagDeclType(D);
#endif
}

/// Lets clang-tidy's \p Context report to \p Consumer, which outlives it.
template <typename ContextT>
std::unique_ptr<clang::DiagnosticsEngine>
reportTo(clang::DiagnosticConsumer &Consumer, ContextT &Context) {
  auto IDs = llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>();
#if LLVM_VERSION_MAJOR >= 21
  auto Options = std::make_unique<clang::DiagnosticOptions>();
  auto Engine = std::make_unique<clang::DiagnosticsEngine>(
      IDs, *Options, &Consumer, /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(std::move(Options), Engine.get());
#else
  auto Engine = std::make_unique<clang::DiagnosticsEngine>(
      IDs, llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>(), &Consumer,
      /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(Engine.get());
#endif
  return Engine;
}

/// Calls \p F, a function of switches, with all of them off. Each version of
/// clang-tidy adds some.
template <typename ResultT, typename... BoolTs>
ResultT callPlain(ResultT (*F)(BoolTs...)) {
  return F(BoolTs(false)...);
}

} // namespace unblock::compat

#endif // UNBLOCK_SUPPORT_VERSIONCOMPAT_H
