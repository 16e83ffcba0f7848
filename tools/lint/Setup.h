//===- Setup.h - What is settled before the analysis ------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Of the commands that analyse units: where results are kept, which units there
// are, and that what configures them is right.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_SETUP_H
#define UNBLOCK_LINT_SETUP_H

#include "Options.h"
#include "Run.h"

namespace unblock::lint {

/// The cache that the options ask for; null for none.
llvm::Expected<std::unique_ptr<index::Cache>> openCache(const Options &O);

/// How the units are to be analysed, without a cache.
Run::Options runOptions(const Options &O);

/// Verifies what configures the analysis of \p Files; what is wrong goes to
/// standard error.
bool verify(const Configuration &Config, llvm::ArrayRef<std::string> Files);

/// The units that \p Request names. Tells \p Covered whether these are all.
/// What is wrong with them or their configuration goes to standard error.
std::optional<std::vector<Unit>> chooseUnits(const UnitRequest &Request,
                                             const Configuration &Config,
                                             report::Coverage &Covered);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_SETUP_H
