//===- PreferAsyncDriverCheck.cpp - async-prefer-async-driver -------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PreferAsyncDriverCheck.h"

using namespace unblock::analysis;
using namespace unblock::checks;

void PreferAsyncDriverCheck::checkUnit(TranslationUnit &TU) {}
