//===- BlockInPlaceNestedCheck.cpp - async-block-in-place-nested ----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceNestedCheck.h"

using namespace unblock::analysis;
using namespace unblock::checks;

void BlockInPlaceNestedCheck::checkUnit(TranslationUnit &TU) {}
