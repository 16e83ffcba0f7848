//===- UnblockClangd.cpp - clangd with the async checks in it -------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The language server. All of clangd is in the libraries of the installed LLVM,
// without their headers: this file is its `main`, and stands between clangd and
// some of its functions, see Redirects.cpp.
//
//===----------------------------------------------------------------------===//

#include "lib/support/ResourceDirectory.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/WithColor.h"
#include <vector>

using namespace llvm;

namespace clang::clangd {
int clangdMain(int argc, char *argv[]);
} // namespace clang::clangd

static constexpr StringLiteral ResourceDirOption = "resource-dir";

static bool namesResourceDirectory(ArrayRef<char *> Args) {
  auto Names = [](StringRef Arg) {
    return Arg.starts_with("-") &&
           Arg.ltrim('-').split('=').first == ResourceDirOption;
  };
  // clangd takes options from this variable, too, and none of them twice.
  std::optional<std::string> Flags = sys::Process::GetEnv("CLANGD_FLAGS");
  return any_of(Args, Names) ||
         (Flags && StringRef(*Flags).contains(ResourceDirOption));
}

int main(int argc, char *argv[]) {
  std::vector<char *> Args(argv, argv + argc);
  std::string Option;
  if (!namesResourceDirectory(Args)) {
    // clangd looks for Clang's headers beside itself, where they are only when
    // it is installed into an LLVM.
    if (Expected<std::string> Directory = unblock::findResourceDirectory()) {
      Option = ("--" + ResourceDirOption + "=" + *Directory).str();
      Args.insert(Args.begin() + 1, Option.data());
    } else {
      WithColor::warning(errs(), "unblock-clangd")
          << toString(Directory.takeError()) << '\n';
    }
  }
  Args.push_back(nullptr);
  return clang::clangd::clangdMain(Args.size() - 1, Args.data());
}
