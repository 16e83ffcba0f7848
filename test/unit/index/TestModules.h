//===- TestModules.h - Units made by hand -----------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_TEST_UNIT_INDEX_TESTMODULES_H
#define UNBLOCK_TEST_UNIT_INDEX_TESTMODULES_H

#include "lib/index/Module.h"

namespace unblock::test {

class UnitMaker {
public:
  explicit UnitMaker(std::string MainFile) {
    U.MainFile = MainFile;
    U.Files.push_back(std::move(MainFile));
  }

  index::Unit U;

  /// One more place of the main file.
  analysis::Place place() {
    U.Positions.push_back({0, uint32_t(U.Positions.size() + 1), 1});
    return {uint32_t(U.Positions.size())};
  }
  index::FunctionId external(std::string Name, std::string Usr) {
    index::Function F;
    F.Name = std::move(Name);
    F.Usr = std::move(Usr);
    F.At = place();
    U.Functions.push_back(std::move(F));
    return U.Functions.size() - 1;
  }
  index::FunctionId function(std::string Name, std::string Usr) {
    index::FunctionId F = external(std::move(Name), std::move(Usr));
    U.Functions[F].HasBody = true;
    return F;
  }
  index::FunctionId lambda() {
    index::FunctionId F = function("lambda", "");
    U.Functions[F].IsLambda = true;
    return F;
  }
  analysis::Site &site(index::FunctionId F) {
    analysis::Site &S = U.Functions[F].Sites.emplace_back();
    S.At = place();
    return S;
  }
  analysis::Site &calls(index::FunctionId F, index::FunctionId Callee) {
    analysis::Site &S = site(F);
    S.Callees.push_back(Callee);
    return S;
  }
  analysis::Site &callsOut(index::FunctionId F, index::FunctionId Callee) {
    analysis::Site &S = site(F);
    S.Externals.push_back(Callee);
    return S;
  }
  analysis::Site &blocks(index::FunctionId F) {
    analysis::Site &S = site(F);
    S.Blocks.emplace();
    S.Blocks->Kind = model::Category::Sleep;
    S.Blocks->Callee = "sleep";
    S.Blocks->Reason = "sleeps";
    return S;
  }
};

} // namespace unblock::test

#endif // UNBLOCK_TEST_UNIT_INDEX_TESTMODULES_H
