//===- BuiltinTest.cpp - Rules that the built-in models keep --------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/model/ModelSet.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace unblock::model;

namespace {

TEST(Model, WordsGoBothWays) {
  for (unsigned I = 0; I != NumCategories; ++I)
    EXPECT_EQ(parseCategory(toString(Category(I))), Category(I));
  EXPECT_EQ(toString(Category::SyncWait), "sync-wait");
  EXPECT_EQ(parseCategory("SyncWait"), std::nullopt);
  for (Tier T : {Tier::Advice, Tier::Hazard, Tier::Stall, Tier::Deadlock})
    EXPECT_EQ(parseTier(toString(T)), T);
  EXPECT_EQ(parseTier(""), std::nullopt);
}

TEST(Builtin, DocumentsNameTheirLibrary) {
  ASSERT_FALSE(builtinDocuments().empty());
  for (const Document &D : builtinDocuments()) {
    EXPECT_FALSE(D.Library.ends_with(".yaml")) << D.Library.str();
    EXPECT_TRUE(D.Package.empty() || !D.Headers.empty()) << D.Library.str();
  }
}

TEST(Builtin, EntriesGiveReasonAndSource) {
  for (const Document &D : builtinDocuments())
    for (const BlockingEntry &E : D.Blocking) {
      std::string Where = (D.Library + ": " + E.Names.front()).str();
      EXPECT_FALSE(E.Reason.ends_with(".")) << Where;
      EXPECT_FALSE(isUpper(E.Reason.front()) && isLower(E.Reason[1])) << Where;
      EXPECT_FALSE(E.Source.empty()) << Where;
      EXPECT_EQ(E.Library, D.Library);
    }
}

TEST(Builtin, LastComponentsAreSpecific) {
  // What nothing mentions must be told by its last two components.
  auto Check = [](ArrayRef<StringRef> Names) {
    for (StringRef Name : Names)
      EXPECT_FALSE(Name.ends_with("*::*") || Name == "*") << Name.str();
  };
  for (const Document &D : builtinDocuments()) {
    for (const BlockingEntry &E : D.Blocking)
      Check(E.Names);
    Check(D.NonBlocking);
    for (const Profile &P : D.Profiles) {
      for (const CallableRule &R : P.Callables)
        Check(R.Names);
      for (const HopRule &R : P.Hops)
        Check(R.Names);
    }
  }
  EXPECT_FALSE(ModelSet().mayMention("zz_unheard_of", "zz_scope"));
}

TEST(Builtin, WellKnownNamesAreThere) {
  ModelSet Models;
  for (StringRef Name : {"sleep", "read", "std::this_thread::sleep_for"})
    EXPECT_FALSE(Models.blocking(Name).empty()) << Name.str();
  EXPECT_TRUE(Models.blocking("malloc").empty());
}

} // namespace
