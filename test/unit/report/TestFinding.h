//===- TestFinding.h - Findings for tests -----------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_TEST_UNIT_REPORT_TESTFINDING_H
#define UNBLOCK_TEST_UNIT_REPORT_TESTFINDING_H

#include "lib/report/Finding.h"

namespace unblock::report {

inline Finding makeFinding(std::string File, unsigned Line, unsigned Column,
                           std::string Message = "'sleep' waits") {
  Finding F;
  F.Check = "async-blocking-call";
  F.Severity = model::Tier::Stall;
  F.Kind = model::Category::Sleep;
  F.Callee = "sleep";
  F.Where = {std::move(File), Line, Column};
  F.Message = std::move(Message);
  return F;
}

} // namespace unblock::report

#endif // UNBLOCK_TEST_UNIT_REPORT_TESTFINDING_H
