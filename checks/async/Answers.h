//===- Answers.h - Findings, worded without an AST --------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How findings about calls that block are worded, whether an AST is at hand or
// only summaries are; and the findings of a unit that need other units.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_ANSWERS_H
#define UNBLOCK_CHECKS_ASYNC_ANSWERS_H

#include "lib/index/Linker.h"

namespace unblock::checks {

/// Does a call that ends in \p End answer \p Q with yes?
bool accepts(const index::Question &Q, const analysis::Primitive &End);

/// The message of a finding about a call of \p Callee in \p Context, as in
/// "coroutine 'f'". A direct call is of the primitive itself.
std::string wordFinding(const index::Question &Q, llvm::StringRef Context,
                        bool IsOnLoop, llvm::StringRef Callee,
                        const analysis::Primitive &End, bool IsDirect);

/// The same about code that \p Runner runs off the workers: of a way to \p
/// Inner, which gives a worker away, to \p End, which has no end, or to \p Use,
/// which has to be polled, through \p Callee unless it is direct.
std::string wordNested(llvm::StringRef Runner, bool IsInPlace,
                       llvm::StringRef Inner, bool IsDirect);
std::string wordUnbounded(llvm::StringRef Runner,
                          const analysis::Primitive &End);
std::string wordUse(llvm::StringRef Runner, llvm::StringRef Callee,
                    const analysis::AsyncUse &Use, bool IsDirect);
std::string remedyForNested(llvm::StringRef Inner, bool IsDirect);
std::string remedyForUnbounded(const analysis::Primitive &End);
std::string remedyForUse(const analysis::AsyncUse &Use, llvm::StringRef Runner);

/// The same about a call of \p Mover, which gives a worker away: one that is
/// repeated because of \p Reason, that stands in a branch of \p Branching, or
/// that a runtime with one thread runs. When it is reached through \p Callee,
/// that is what the finding is about.
std::string wordRepeated(llvm::StringRef Callee, llvm::StringRef Mover,
                         llvm::StringRef Reason);
std::string wordBranch(llvm::StringRef Callee, llvm::StringRef Mover,
                       llvm::StringRef Branching);
std::string wordOnlyThread(llvm::StringRef Callee, llvm::StringRef Mover,
                           llvm::StringRef In);

/// The sites that such a question looks for.
bool (*wantedBy(const index::Question &Q))(const analysis::Site &);

/// Calls \p Note for each step of \p Way: "'f' calls 'g' here". The last one
/// calls \p End, or is the loop that has none.
void noteWay(
    analysis::SummaryTable &Functions, llvm::ArrayRef<analysis::Step> Way,
    llvm::StringRef End,
    llvm::function_ref<void(analysis::FunctionId, analysis::Place, std::string)>
        Note);

/// What a chain reaches first.
std::string calleeName(analysis::SummaryTable &Functions,
                       const analysis::Chain &C);

/// Calls \p Note for each step of \p C behind the first: "'f' calls 'g' here",
/// at a place in the body of a function.
void noteChain(
    analysis::SummaryTable &Functions, const analysis::Chain &C,
    llvm::function_ref<void(analysis::FunctionId, analysis::Place, std::string)>
        Note);

/// What to do instead with \p Library, which may be null.
index::Remedies remediesOf(const model::Profile *Library);
/// A note; empty when nothing can be said.
std::string remedy(const index::Remedies &Instead,
                   const analysis::Primitive &End);

/// A finding that the open call `Call` of a unit turned out to be.
struct Answer {
  size_t Call = 0;
  report::Finding Finding;
};

/// The findings of \p U that need the functions of other units. \p Functions
/// holds those of \p U, and those around it.
std::vector<Answer> answer(const index::Unit &U, index::Whole &Functions);

/// The findings about allowances of \p U that cover no blocking call.
std::vector<report::Finding> unusedAllowances(const index::Unit &U,
                                              index::Whole &Functions);

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_ANSWERS_H
