//===- Errors.cpp - What is said when something is wrong ------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Errors.h"
#include "llvm/Support/WithColor.h"

using namespace llvm;
using namespace unblock;

raw_ostream &lint::error() { return WithColor::error(errs(), "unblock-lint"); }

int lint::misuse(const Twine &Message) {
  error() << Message << '\n';
  return Misused;
}

int lint::misuse(Error E) { return misuse(toString(std::move(E))); }

Error lint::failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}
