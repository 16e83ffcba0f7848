//===- WholeRun.h - From options to a report --------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_WHOLERUN_H
#define UNBLOCK_LINT_WHOLERUN_H

#include "Options.h"

namespace unblock::lint {

/// Analyses the units, or takes their results, and reports what is found within
/// their project, against a baseline or a revision; fixes what is to be fixed.
/// What a run without a command does, and `check`. Returns the exit status.
int runWhole(Options O);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_WHOLERUN_H
