//===- OffloadedDrivers.h - Drivers that a pool waits for -------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds work that is moved off the workers call by call, and does nothing there
// but to wait in a driver that could be replaced by an asynchronous one.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_OFFLOADEDDRIVERS_H
#define UNBLOCK_ANALYSIS_OFFLOADEDDRIVERS_H

#include "TranslationUnit.h"

namespace unblock::analysis {

struct OffloadedDriver {
  const Offload *Where = nullptr;
  /// From the closure to the first call of the driver.
  llvm::SmallVector<Step, 4> Way;
  /// What blocks there, and the driver to use instead.
  const Primitive *End = nullptr;
};

/// In source order.
std::vector<OffloadedDriver> findOffloadedDrivers(TranslationUnit &TU);

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_OFFLOADEDDRIVERS_H
