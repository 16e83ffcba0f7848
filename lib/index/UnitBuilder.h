//===- UnitBuilder.h - A translation unit leaves its AST --------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Brings what others need to know of a translation unit into a form that
// outlives the AST.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_INDEX_UNITBUILDER_H
#define UNBLOCK_INDEX_UNITBUILDER_H

#include "Module.h"
#include "lib/analysis/TranslationUnit.h"
#include "llvm/ADT/DenseMap.h"

namespace unblock::index {

class UnitBuilder {
public:
  /// With \p WantsAll also what matters to no other unit.
  UnitBuilder(analysis::TranslationUnit &TU, bool WantsAll)
      : TU(TU), WantsAll(WantsAll) {}

  /// Takes in what \p F does, with all that it reaches.
  FunctionId add(analysis::FunctionId F);
  /// The number of a site of \p F, or nothing when it does not concern the
  /// thread that \p F is entered on.
  std::optional<uint32_t> siteOf(analysis::FunctionId F,
                                 const analysis::Site &S);
  /// A function without a name whose only site, the first, calls \p Callee at
  /// \p At: what the unit hands to somebody who calls it.
  FunctionId addCallOf(analysis::FunctionId Callee, analysis::Place At);
  uint32_t add(Question Q);
  uint32_t add(Remedies R);
  /// Returns the call's number.
  size_t add(OpenCall C);
  void add(OpenAllowance A) { Result.OpenAllowances.push_back(std::move(A)); }
  /// Takes in the functions that other translation units may call.
  void addDefinitions();

  const Unit &unit() const { return Result; }
  Unit finish() { return std::move(Result); }

private:
  FunctionId number(analysis::FunctionId F);
  void fill(analysis::FunctionId F);
  analysis::Place place(analysis::Place P);
  void addOverrides(const clang::CXXMethodDecl *MD);
  FunctionId numberOf(const clang::FunctionDecl *FD) {
    return number(TU.idOf(FD));
  }

  bool matters(analysis::FunctionId F);
  bool matters(const analysis::Site &S);

  analysis::TranslationUnit &TU;
  const bool WantsAll;
  Unit Result;
  llvm::DenseMap<analysis::FunctionId, FunctionId> Numbers;
  llvm::SmallVector<analysis::FunctionId, 16> Unfilled;
  llvm::DenseMap<std::pair<FunctionId, const analysis::Site *>, uint32_t> Sites;
  llvm::DenseMap<clang::FileID, uint32_t> Files;
  llvm::DenseSet<const clang::CXXMethodDecl *> Overriding;
};

/// Takes the unit that the checks of this thread leave behind. While one is
/// installed they note the calls that they cannot judge.
class UnitSink {
public:
  UnitSink();
  ~UnitSink();
  UnitSink(const UnitSink &) = delete;
  UnitSink &operator=(const UnitSink &) = delete;

  static UnitSink *current();

  /// Whether functions are wanted that no other unit can reach.
  bool WantsAll = false;
  std::optional<Unit> Taken;

private:
  UnitSink *Previous;
};

/// The message of a diagnostic at the place of an open call. It is never shown:
/// whether it would be tells whether a finding there would, too, and which
/// comment suppresses it.
inline constexpr llvm::StringLiteral OpenCallMessage = "this call is open";

} // namespace unblock::index

#endif // UNBLOCK_INDEX_UNITBUILDER_H
