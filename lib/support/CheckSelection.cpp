//===- CheckSelection.cpp - Which checks run ------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/support/CheckSelection.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

SmallVector<StringRef> unblock::splitGlobs(StringRef Globs) {
  SmallVector<StringRef> Parts, Result;
  SplitString(Globs, Parts, ",\n"); // as clang-tidy does
  for (StringRef Part : Parts)
    if (StringRef Glob = Part.trim(); !Glob.empty())
      Result.push_back(Glob);
  return Result;
}

std::pair<std::string, std::string> unblock::splitChecks(StringRef Globs) {
  SmallVector<StringRef> Own, Others;
  for (StringRef Glob : splitGlobs(Globs))
    (isOwnCheck(Glob.ltrim('-')) ? Own : Others).push_back(Glob);
  return {join(Own, ","), join(Others, ",")};
}
