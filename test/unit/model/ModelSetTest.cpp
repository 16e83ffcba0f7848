//===- ModelSetTest.cpp - Look-ups and precedence -------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/model/ModelSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Path.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include <fstream>

using namespace llvm;
using namespace unblock::model;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

TEST(MatchesName, ComparesWithoutWildcards) {
  EXPECT_TRUE(matchesName("a::b", "a::b"));
  EXPECT_FALSE(matchesName("a::b", "a::bc"));
  EXPECT_FALSE(matchesName("b", "a::b"));
  EXPECT_FALSE(matchesName("a::b", "b"));
}

TEST(MatchesName, WildcardStaysInItsComponent) {
  EXPECT_TRUE(matchesName("a::*::c", "a::b::c"));
  EXPECT_FALSE(matchesName("a::*::c", "a::c"));
  EXPECT_FALSE(matchesName("a::*::c", "a::b::b::c"));
  EXPECT_FALSE(matchesName("*", "a::b"));
  EXPECT_TRUE(matchesName("*", "b"));
}

TEST(MatchesName, WildcardIsAnyPartOfAComponent) {
  EXPECT_TRUE(matchesName("Get*", "GetItem"));
  EXPECT_TRUE(matchesName("Get*", "Get"));
  EXPECT_FALSE(matchesName("Get*", "Forget"));
  EXPECT_TRUE(matchesName("*Client::f", "S3Client::f"));
  EXPECT_FALSE(matchesName("*Client::f", "S3ClientBase::f"));
  EXPECT_TRUE(matchesName("a*b*c", "abc"));
  EXPECT_TRUE(matchesName("a*b*c", "axxbxbxc"));
  EXPECT_FALSE(matchesName("a*b*c", "axxc"));
  // The pieces must not overlap.
  EXPECT_FALSE(matchesName("ab*ba", "aba"));
  EXPECT_FALSE(matchesName("*ab*ab", "xab"));
}

TEST(MatchesName, OperatorHasNoWildcard) {
  EXPECT_TRUE(matchesName("*::operator*", "C::operator*"));
  EXPECT_FALSE(matchesName("*::operator*", "C::operator<<"));
  EXPECT_FALSE(matchesName("*::operator*", "C::operator*="));
}

class ModelSetTest : public testing::Test {
protected:
  void add(StringRef Text, StringRef Name = "test.yaml") {
    if (Error E = Models.addBuffer({Text, Name}))
      FAIL() << toString(std::move(E));
  }

  std::vector<std::string> reasons(StringRef Name) {
    std::vector<std::string> Result;
    for (const BlockingEntry *E : Models.blocking(Name))
      Result.push_back(E->Reason.str());
    return Result;
  }

  ModelSet Models;
};

TEST_F(ModelSetTest, FirstEntryOfTheLastDocumentComesFirst) {
  add("blocking: [{names: [t::f], category: cpu, reason: one},"
      "{names: [t::f, t::f], category: cpu, reason: two}]");
  EXPECT_THAT(reasons("t::f"), ElementsAre("one", "two"));
  add("blocking: [{names: [t::f], category: cpu, reason: three}]");
  EXPECT_THAT(reasons("t::f"), ElementsAre("three", "one", "two"));
  EXPECT_THAT(reasons("t::g"), IsEmpty());
  EXPECT_THAT(reasons("f"), IsEmpty());
}

TEST_F(ModelSetTest, WildcardsKeepThePrecedence) {
  add("blocking: [{names: ['t::get*'], category: cpu, reason: wild}]");
  EXPECT_THAT(reasons("t::get"), ElementsAre("wild"));
  add("blocking: [{names: ['t::get'], category: cpu, reason: exact}]");
  EXPECT_THAT(reasons("t::get"), ElementsAre("exact", "wild"));
  add("blocking: [{names: ['*::get*', '*::ge*'], category: cpu, reason: "
      "wilder}]");
  EXPECT_THAT(reasons("t::get"), ElementsAre("wilder", "exact", "wild"));
  EXPECT_THAT(reasons("t::get_all"), ElementsAre("wilder", "wild"));
}

TEST_F(ModelSetTest, LaterDocumentDecidesWhatBlocks) {
  add("blocking: [{names: [t::f, t::g], category: cpu, reason: old}]");
  EXPECT_FALSE(Models.isNonBlocking("t::f"));
  add("nonblocking: [t::f]\n"
      "blocking: [{names: [t::f], category: cpu, reason: same}]");
  EXPECT_TRUE(Models.isNonBlocking("t::f"));
  EXPECT_THAT(reasons("t::f"), IsEmpty());
  EXPECT_FALSE(Models.isNonBlocking("t::g"));
  EXPECT_THAT(reasons("t::g"), ElementsAre("old"));
  add("blocking: [{names: [t::f], category: cpu, reason: new}]");
  EXPECT_FALSE(Models.isNonBlocking("t::f"));
  EXPECT_THAT(reasons("t::f"), ElementsAre("new"));
}

TEST_F(ModelSetTest, MayMentionKnowsFunctionsByTheirEnd) {
  EXPECT_FALSE(Models.mayMention("zz_unheard_of", "zz"));
  add(R"(
blocking:
  - {names: ["t::zz_a", "zz_Get*", "C::~zz_C", "C::operator zz::T", "*::zz_*Client::*"], category: cpu, reason: r}
nonblocking: [t::zz_b]
profiles:
  - name: zz
    tasks: [{types: [t::zz_task]}]
    callables: [{names: [t::zz_c], by: inline}]
    hops: [{names: [t::zz_d], to: pool}]
)");
  for (StringRef Name : {"zz_a", "zz_b", "zz_c", "zz_d", "zz_Get", "zz_GetItem",
                         "~zz_C", "operator zz::T"}) {
    EXPECT_TRUE(Models.mayMention(Name)) << Name.str();
    EXPECT_TRUE(Models.mayMention(Name, "")) << Name.str();
  }
  for (StringRef Name : {"zz_e", "zz_a1", "zz_task", "zz_C", ""})
    EXPECT_FALSE(Models.mayMention(Name, "t")) << Name.str();
  EXPECT_TRUE(Models.mayMention("f", "zz_S3Client"));
  EXPECT_FALSE(Models.mayMention("f", "zz_S3ClientBase"));
  EXPECT_FALSE(Models.mayMention("zz_GetItem", "t"));
  // Without a scope nothing is ruled out by it.
  EXPECT_TRUE(Models.mayMention("f"));
}

TEST_F(ModelSetTest, FindsTheRulesOfProfiles) {
  add(R"(
profiles:
  - name: zz
    tasks: [{types: ["zz::{task,job}"], lazy: false}]
    generators: ["zz::gen"]
    executors: [{types: ["zz::*_pool"], kind: pool}]
    callables:
      - {names: ["zz::post"], by: loop, when: [{min-args: 2}]}
      - {names: ["zz::post"], by: pool}
    hops: [{names: ["zz::schedule"], to: pool}]
    non-suspending: ["zz::ready"]
    primitives: ["zz::channel"]
    mutexes: ["zz::mutex"]
    guards: ["zz::guard"]
)");
  const Profile *P = Models.profile("zz");
  ASSERT_TRUE(P);
  Match<TaskRule> Task = Models.task("zz::job");
  ASSERT_TRUE(Task);
  EXPECT_EQ(Task.From, P);
  EXPECT_FALSE(Task.Rule->Lazy);
  EXPECT_FALSE(Models.task("zz::gen"));
  Match<ExecutorRule> Executor = Models.executor("zz::io_pool");
  ASSERT_TRUE(Executor);
  EXPECT_EQ(Executor.Rule->Kind, Runs::Pool);
  auto Callables = Models.callable("zz::post");
  ASSERT_EQ(Callables.size(), 2u);
  EXPECT_EQ(Callables[0].Rule->By, Runs::Loop);
  EXPECT_EQ(Callables[1].Rule->By, Runs::Pool);
  EXPECT_EQ(Callables[0].From, P);
  auto Hops = Models.hop("zz::schedule");
  ASSERT_EQ(Hops.size(), 1u);
  EXPECT_EQ(Hops[0].Rule->To, Runs::Pool);
  EXPECT_TRUE(Models.isGenerator("zz::gen"));
  EXPECT_TRUE(Models.isNonSuspending("zz::ready"));
  EXPECT_TRUE(Models.isPrimitive("zz::channel"));
  EXPECT_TRUE(Models.isMutex("zz::mutex"));
  EXPECT_TRUE(Models.isGuard("zz::guard"));
  EXPECT_FALSE(Models.isMutex("zz::guard"));
  // A type is no function.
  EXPECT_THAT(Models.hop("zz::ready"), IsEmpty());
}

TEST_F(ModelSetTest, ProfileOfTheSameNameIsExtended) {
  add(R"(
profiles:
  - name: zz
    tasks: [{types: ["zz::task"]}]
    scope: leaks
    remedies: [{category: sleep, replace: old}, {category: dns, replace: kept}]
    offload: old_offload
)");
  const Profile *P = Models.profile("zz");
  add(R"(
profiles:
  - name: zz
    executors: [{types: ["mine::pool"], kind: pool}]
    remedies: [{category: sleep, replace: new}, {category: file, replace: more}]
)");
  EXPECT_EQ(Models.profile("zz"), P);
  EXPECT_EQ(Models.executor("mine::pool").From, P);
  EXPECT_EQ(P->Tasks.size(), 1u);
  EXPECT_EQ(P->Scope, HopScope::Leaks);
  EXPECT_EQ(P->Offload, "old_offload");
  ASSERT_EQ(P->Remedies.size(), 3u);
  EXPECT_EQ(P->Remedies[0].Replace, "new");
  EXPECT_EQ(P->Remedies[1].Replace, "more");
  EXPECT_EQ(P->Remedies[2].Replace, "kept");
  add("profiles: [{name: zz, offload: new_offload}]");
  EXPECT_EQ(P->Offload, "new_offload");
  EXPECT_FALSE(Models.profile("zzz"));
}

TEST_F(ModelSetTest, RolesOfFunctionsAndTypesAreApart) {
  add(R"(
profiles:
  - name: p
    roles:
      aborts: ["ns::handle::abort"]
      gives-up: ["ns::{timeout,select}"]
      branches: ["ns::select", "ns::join*"]
      handle: ["ns::handle", "ns::both"]
      thread-bound: ["ns::both"]
)");
  auto Of = [](std::initializer_list<Role> All) {
    Roles Set;
    for (Role R : All)
      Set.set(unsigned(R));
    return Set;
  };
  EXPECT_EQ(Models.rolesOfFunction("ns::handle::abort"), Of({Role::Aborts}));
  EXPECT_EQ(Models.rolesOfFunction("ns::timeout"), Of({Role::GivesUp}));
  EXPECT_EQ(Models.rolesOfFunction("ns::select"),
            Of({Role::GivesUp, Role::Branches}));
  EXPECT_EQ(Models.rolesOfFunction("ns::join_all"), Of({Role::Branches}));
  EXPECT_EQ(Models.rolesOfFunction("ns::handle"), Of({}));
  EXPECT_EQ(Models.rolesOfFunction("timeout"), Of({}));
  EXPECT_EQ(Models.rolesOfType("ns::handle"), Of({Role::Handle}));
  EXPECT_EQ(Models.rolesOfType("ns::both"),
            Of({Role::Handle, Role::ThreadBound}));
  EXPECT_EQ(Models.rolesOfType("ns::select"), Of({}));
  EXPECT_TRUE(Models.mayMention("abort"));

  // A later document adds to them.
  add(R"(
profiles:
  - name: q
    roles: {detaches: ["ns::timeout"], in-place-scope: ["ns::handle"]}
)");
  EXPECT_EQ(Models.rolesOfFunction("ns::timeout"),
            Of({Role::GivesUp, Role::Detaches}));
  EXPECT_EQ(Models.rolesOfType("ns::handle"),
            Of({Role::InPlaceScope, Role::Handle}));
}

TEST_F(ModelSetTest, BadDocumentChangesNothing) {
  size_t Before = Models.documents().size();
  Error E = Models.addBuffer({"nonblocking: [t::f]\nfrobs: x\n", "bad.yaml"});
  EXPECT_THAT(toString(std::move(E)), HasSubstr("bad.yaml:2:1: error: "));
  EXPECT_EQ(Models.documents().size(), Before);
  EXPECT_FALSE(Models.isNonBlocking("t::f"));
}

class UserModels : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(sys::fs::createUniqueDirectory("unblock", Root));
    // The temporary folder may be a symbolic link.
    ASSERT_FALSE(sys::fs::real_path(Twine(Root), Root));
  }
  void TearDown() override { sys::fs::remove_directories(Root); }

  std::string path(StringRef Relative) {
    SmallString<128> Path(Root);
    sys::path::append(Path, Relative);
    return std::string(Path);
  }
  void write(StringRef Relative, StringRef Text) {
    std::string Path = path(Relative);
    ASSERT_FALSE(sys::fs::create_directories(sys::path::parent_path(Path)));
    std::ofstream(Path) << Text.str();
  }

  SmallString<128> Root;
};

TEST_F(UserModels, NearestFileUpwardsIsFound) {
  write(".unblock.yaml", "library: outer");
  write("src/.unblock.yaml", "library: inner");
  write("src/a/b/f.cpp", "");
  write("lib/g.cpp", "");
  EXPECT_EQ(findUserModels(path("src/a/b/f.cpp")), path("src/.unblock.yaml"));
  EXPECT_EQ(findUserModels(path("src/f.cpp")), path("src/.unblock.yaml"));
  EXPECT_EQ(findUserModels(path("lib/g.cpp")), path(".unblock.yaml"));
  EXPECT_EQ(findUserModels(path("src/../lib/x/../g.cpp")),
            path(".unblock.yaml"));
}

TEST_F(UserModels, FileIsAddedOrRefused) {
  write(".unblock.yaml",
        "blocking: [{names: [t::f], category: cpu, reason: mine}]");
  ModelSet Models;
  EXPECT_EQ(toString(Models.addFile(path(".unblock.yaml"))), "");
  ASSERT_EQ(Models.blocking("t::f").size(), 1u);
  EXPECT_EQ(Models.blocking("t::f")[0]->Library, ".unblock.yaml");

  write("bad.yaml", "library: [x]\n");
  EXPECT_EQ(toString(Models.addFile(path("bad.yaml"))),
            path("bad.yaml") + ":1:10: error: expected text on one line");
  EXPECT_EQ(toString(Models.addFile(path("none.yaml"))),
            path("none.yaml") +
                ": error: cannot read the models: No such file or directory");
  EXPECT_THAT(toString(Models.addFile(Root)), HasSubstr("Is a directory"));
}

} // namespace
