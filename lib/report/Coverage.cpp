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
  if (Files.empty())
    return;
  if (Files.contains(MainFile))
    for (StringRef Check : Checks)
      MainFiles[MainFile].insert(Check);
  for (StringRef File : Included)
    if (auto It = Files.find(File); It != Files.end())
      for (StringRef Check : Checks)
        It->second.insert(Check);
}

void Coverage::addFailure(StringRef MainFile) {
  Failed.insert(MainFile);
  IsWhole = false;
}

void Coverage::addOpen(StringRef File, StringRef Check) {
  if (Files.contains(File))
    Open[File].insert(Check);
}

bool Coverage::judges(StringRef File, StringRef Check) const {
  if (Failed.contains(File))
    return false;
  if (!IsWhole && !IsIndexed)
    if (auto It = Open.find(File);
        It != Open.end() && It->second.contains(Check))
      return false;
  const StringMap<StringSet<>> &Judged = IsWhole ? Files : MainFiles;
  auto It = Judged.find(File);
  return It != Judged.end() && It->second.contains(Check);
}
