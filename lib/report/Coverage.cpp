//===- Coverage.cpp - Of what a run can speak -----------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/Coverage.h"

using namespace llvm;
using namespace unblock::report;

void Coverage::addUnit(StringRef MainFile, ArrayRef<std::string> Included,
                       ArrayRef<std::string> Checks) {
  for (StringRef Check : Checks)
    MainFiles[MainFile].insert(Check);
  for (StringRef File : Included)
    for (StringRef Check : Checks)
      Files[File].insert(Check);
}

void Coverage::addFailure(StringRef MainFile) {
  Failed.insert(MainFile);
  IsWhole = false;
}

bool Coverage::judges(StringRef File, StringRef Check) const {
  if (Failed.contains(File))
    return false;
  const StringMap<StringSet<>> &Judged = IsWhole ? Files : MainFiles;
  auto It = Judged.find(File);
  return It != Judged.end() && It->second.contains(Check);
}
