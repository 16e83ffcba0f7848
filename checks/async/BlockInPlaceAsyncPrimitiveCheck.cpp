//===- BlockInPlaceAsyncPrimitiveCheck.cpp --------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceAsyncPrimitiveCheck.h"

using namespace unblock::analysis;
using namespace unblock::checks;

void BlockInPlaceAsyncPrimitiveCheck::checkUnit(TranslationUnit &TU) {}
