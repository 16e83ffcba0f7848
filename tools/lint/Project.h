//===- Project.h - Units together -------------------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_LINT_PROJECT_H
#define UNBLOCK_LINT_PROJECT_H

#include "Analysis.h"
#include "lib/index/Linker.h"
#include "llvm/ADT/ArrayRef.h"

namespace unblock::lint {

/// Adds to the findings of \p U those that need the rest of \p Project, and
/// takes back those that it refutes. Names of files stay as they are. All units
/// take turns with \p Functions, which is made around \p Project.
void addFindings(AnalysedUnit &U, const index::Project &Project,
                 index::Whole &Functions);

/// Says of each function of \p All, linked with all of its functions, whose
/// qualified name is \p Function or ends in it, whether it blocks and why, and
/// which async contexts reach it. False when there is none.
bool explainFromProject(llvm::StringRef Function, const index::Project &All,
                        llvm::raw_ostream &OS);

/// The forms of a graph.
enum class GraphForm { Dot, Mermaid };

/// Writes the functions of \p All that block, those that they call on the way,
/// and the async contexts that call them.
void writeGraph(const index::Project &All, GraphForm Form,
                llvm::raw_ostream &OS);

/// Writes a module in a form for people.
void dump(const index::Unit &U, llvm::raw_ostream &OS);
void dump(const index::Project &P, llvm::raw_ostream &OS);

} // namespace unblock::lint

#endif // UNBLOCK_LINT_PROJECT_H
