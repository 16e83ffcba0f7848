//===- Explain.h - Why a function blocks, or does not -----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_EXPLAIN_H
#define UNBLOCK_LINT_EXPLAIN_H

#include "Configuration.h"
#include "lib/model/ModelSet.h"
#include "llvm/Support/raw_ostream.h"

namespace unblock::lint {

/// Prints what \p Models say of \p Function, a qualified name. False when they
/// say nothing.
bool explainFromModels(llvm::StringRef Function, const model::ModelSet &Models,
                       llvm::raw_ostream &OS);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_EXPLAIN_H
