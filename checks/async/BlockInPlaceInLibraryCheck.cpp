//===- BlockInPlaceInLibraryCheck.cpp - async-block-in-place-in-library ---===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BlockInPlaceInLibraryCheck.h"

using namespace unblock::analysis;
using namespace unblock::checks;

void BlockInPlaceInLibraryCheck::checkUnit(TranslationUnit &TU) {}
