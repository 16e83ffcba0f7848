//===- UncheckedJoinCheck.cpp - async-unchecked-join ----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UncheckedJoinCheck.h"

using namespace unblock::analysis;
using namespace unblock::checks;

void UncheckedJoinCheck::checkUnit(TranslationUnit &TU) {}
