//===- BlockInPlaceSiblingBranchesCheck.cpp -------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceSiblingBranchesCheck.h"

using namespace unblock::analysis;
using namespace unblock::checks;

void BlockInPlaceSiblingBranchesCheck::checkUnit(TranslationUnit &TU) {}
