//===- FindingSink.cpp - Where checks hand in their findings --------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/FindingSink.h"

using namespace unblock::report;

static thread_local FindingSink *Current = nullptr;

FindingSink::~FindingSink() = default;

FindingSink *FindingSink::current() { return Current; }

FindingSink::Scope::Scope(FindingSink &Sink) : Previous(Current) {
  Current = &Sink;
}

FindingSink::Scope::~Scope() { Current = Previous; }
