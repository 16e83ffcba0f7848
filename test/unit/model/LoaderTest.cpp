//===- LoaderTest.cpp - YAML to documents ---------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/model/ModelSet.h"
#include "llvm/ADT/StringExtras.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace unblock::model;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

class Loader : public testing::Test {
protected:
  Document parse(StringRef Text) {
    Expected<Document> Doc = parseDocument({Text, "dir/models.yaml"}, Arena);
    if (Doc)
      return *Doc;
    ADD_FAILURE() << toString(Doc.takeError());
    return {};
  }

  std::vector<std::string> errors(StringRef Text) {
    Expected<Document> Doc = parseDocument({Text, "models.yaml"}, Arena);
    if (Doc)
      return {};
    std::string Message = toString(Doc.takeError());
    SmallVector<StringRef> Lines;
    StringRef(Message).split(Lines, '\n');
    return {Lines.begin(), Lines.end()};
  }

  BumpPtrAllocator Arena;
};

TEST_F(Loader, BlockingEntryHasAllFields) {
  Document Doc = parse(R"(
library: POSIX
package: libc6-dev
headers: [sys/socket.h, unistd.h]
pkg-config: [a]
flags: [-DX]
blocking:
  - names: [recv]
    category: network
    tier: hazard
    reason: waits for the peer
    source: POSIX recv()
    remedy: await the socket
    when: [{params: 4}, {min-args: 1, max-args: 4}]
    unless:
      - {arg: 3, flags: [MSG_DONTWAIT, MSG_OOB]}
      - {arg: object, types: ["std::launch"]}
      - {arg: 1, equals: -9223372036854775808}
    descriptor: 0
    unbounded: true
nonblocking: [f]
)");
  EXPECT_EQ(Doc.Library, "POSIX");
  EXPECT_EQ(Doc.Package, "libc6-dev");
  EXPECT_THAT(Doc.Headers, ElementsAre("sys/socket.h", "unistd.h"));
  EXPECT_THAT(Doc.PkgConfig, ElementsAre("a"));
  EXPECT_THAT(Doc.Flags, ElementsAre("-DX"));
  EXPECT_THAT(Doc.NonBlocking, ElementsAre("f"));
  ASSERT_EQ(Doc.Blocking.size(), 1u);
  const BlockingEntry &E = Doc.Blocking[0];
  EXPECT_THAT(E.Names, ElementsAre("recv"));
  EXPECT_EQ(E.Kind, Category::Network);
  EXPECT_EQ(E.Severity, Tier::Hazard);
  EXPECT_EQ(E.Reason, "waits for the peer");
  EXPECT_EQ(E.Source, "POSIX recv()");
  EXPECT_EQ(E.Remedy, "await the socket");
  EXPECT_EQ(E.Descriptor, 0);
  EXPECT_TRUE(E.Unbounded);
  EXPECT_EQ(E.Library, "POSIX");
  ASSERT_EQ(E.When.size(), 2u);
  EXPECT_EQ(E.When[0].Params, 4);
  EXPECT_EQ(E.When[0].Arg, Condition::None);
  EXPECT_EQ(E.When[1].MinArgs, 1);
  EXPECT_EQ(E.When[1].MaxArgs, 4);
  ASSERT_EQ(E.Unless.size(), 3u);
  EXPECT_EQ(E.Unless[0].Arg, 3);
  EXPECT_THAT(E.Unless[0].Flags, ElementsAre("MSG_DONTWAIT", "MSG_OOB"));
  EXPECT_EQ(E.Unless[0].Equals, std::nullopt);
  EXPECT_EQ(E.Unless[1].Arg, Condition::Object);
  EXPECT_THAT(E.Unless[1].Types, ElementsAre("std::launch"));
  EXPECT_EQ(E.Unless[2].Equals, INT64_MIN);
}

TEST_F(Loader, ProfileHasAllFields) {
  Document Doc = parse(R"(
profiles:
  - name: p
    tasks: [{types: [eager], lazy: false}, {types: [task]}]
    generators: [gen]
    executors: [{types: [ctx], kind: loop}]
    callables:
      - {names: [run], by: inline, callable: 1, when: [{params: 2}]}
      - {names: ["pool::post"], by: executor, executor: object}
    hops:
      - {names: [post], to: executor, executor: token}
      - {names: [schedule], to: pool}
    scope: leaks
    non-suspending: [ready]
    primitives: [channel]
    mutexes: [mutex]
    guards: [guard]
    remedies: [{category: sleep, replace: await 'p::sleep'}]
    offload: co_await p::offload
)");
  ASSERT_EQ(Doc.Profiles.size(), 1u);
  const Profile &P = Doc.Profiles[0];
  EXPECT_EQ(P.Name, "p");
  ASSERT_EQ(P.Tasks.size(), 2u);
  EXPECT_FALSE(P.Tasks[0].Lazy);
  EXPECT_TRUE(P.Tasks[1].Lazy);
  EXPECT_THAT(P.Generators, ElementsAre("gen"));
  ASSERT_EQ(P.Executors.size(), 1u);
  EXPECT_EQ(P.Executors[0].Kind, Runs::Loop);
  ASSERT_EQ(P.Callables.size(), 2u);
  EXPECT_EQ(P.Callables[0].By, Runs::Inline);
  EXPECT_EQ(P.Callables[0].CallableArg, 1);
  ASSERT_EQ(P.Callables[0].When.size(), 1u);
  EXPECT_EQ(P.Callables[0].When[0].Params, 2);
  EXPECT_EQ(P.Callables[1].By, Runs::Executor);
  EXPECT_EQ(P.Callables[1].ExecutorArg, Condition::Object);
  EXPECT_EQ(P.Callables[1].CallableArg, -1);
  ASSERT_EQ(P.Hops.size(), 2u);
  EXPECT_EQ(P.Hops[0].To, Runs::Executor);
  EXPECT_EQ(P.Hops[0].ExecutorArg, HopRule::Token);
  EXPECT_EQ(P.Hops[1].To, Runs::Pool);
  EXPECT_EQ(P.Scope, HopScope::Leaks);
  EXPECT_THAT(P.NonSuspending, ElementsAre("ready"));
  EXPECT_THAT(P.Primitives, ElementsAre("channel"));
  EXPECT_THAT(P.Mutexes, ElementsAre("mutex"));
  EXPECT_THAT(P.Guards, ElementsAre("guard"));
  ASSERT_EQ(P.Remedies.size(), 1u);
  EXPECT_EQ(P.Remedies[0].Kind, Category::Sleep);
  EXPECT_EQ(P.Remedies[0].Replace, "await 'p::sleep'");
  EXPECT_EQ(P.Offload, "co_await p::offload");
}

TEST_F(Loader, RolesKeepTheirNames) {
  Document Doc = parse(R"(
profiles:
  - name: p
    roles:
      detaches: ["ns::handle::{detach,forget}"]
      in-place-scope: ["ns::scope"]
      current-thread: [one]
  - name: q
)");
  ASSERT_EQ(Doc.Profiles.size(), 2u);
  ArrayRef<RoleRule> Roles = Doc.Profiles[0].Roles;
  ASSERT_EQ(Roles.size(), 3u);
  EXPECT_EQ(Roles[0].Is, Role::Detaches);
  EXPECT_THAT(Roles[0].Names,
              ElementsAre("ns::handle::detach", "ns::handle::forget"));
  EXPECT_EQ(Roles[1].Is, Role::InPlaceScope);
  EXPECT_THAT(Roles[1].Names, ElementsAre("ns::scope"));
  EXPECT_EQ(Roles[2].Is, Role::CurrentThread);
  EXPECT_THAT(Doc.Profiles[1].Roles, IsEmpty());
}

TEST_F(Loader, EveryRoleHasAKey) {
  for (unsigned I = 0; I != NumRoles; ++I) {
    Document Doc =
        parse(("profiles: [{name: p, roles: {" + toString(Role(I)) + ": [f]}}]")
                  .str());
    ASSERT_EQ(Doc.Profiles.size(), 1u);
    ASSERT_EQ(Doc.Profiles[0].Roles.size(), 1u);
    EXPECT_EQ(Doc.Profiles[0].Roles[0].Is, Role(I));
  }
}

TEST_F(Loader, SaysWhatIsWrongWithRoles) {
  EXPECT_THAT(errors("profiles: [{name: p, roles: {branch: [f]}}]"),
              ElementsAre(testing::HasSubstr(
                  "1:30: error: unknown key 'branch'; the roles has "
                  "current-thread, allows-in-place, branches, ")));
  EXPECT_THAT(
      errors("profiles: [{name: p, roles: {branches: f}}]"),
      ElementsAre(testing::HasSubstr("expected a list of qualified names")));
  EXPECT_THAT(
      errors(
          "blocking: [{names: [f], category: cpu, reason: r, unbounded: 1}]"),
      ElementsAre(testing::HasSubstr("expected true or false")));
}

TEST_F(Loader, WhoRunsACallable) {
  Document Doc = parse(R"(
profiles:
  - name: p
    callables:
      - {names: [a], by: inline}
      - {names: [b], by: pool}
      - {names: [c], by: loop}
      - {names: [d], by: in-place}
)");
  ASSERT_EQ(Doc.Profiles.size(), 1u);
  ArrayRef<CallableRule> Rules = Doc.Profiles[0].Callables;
  ASSERT_EQ(Rules.size(), 4u);
  EXPECT_EQ(Rules[0].By, Runs::Inline);
  EXPECT_EQ(Rules[1].By, Runs::Pool);
  EXPECT_EQ(Rules[2].By, Runs::Loop);
  EXPECT_EQ(Rules[3].By, Runs::InPlace);
  // An executor, and what moves a coroutine, is never that.
  EXPECT_THAT(
      errors("profiles: [{name: p, hops: [{names: [f], to: in-place}]}]"),
      testing::SizeIs(1));
}

TEST_F(Loader, AsyncDriverIsTheEntrysOrTheDocuments) {
  Document Doc = parse(R"(
blocking:
  - {names: [f], category: database, reason: r}
  - {names: [g], category: database, reason: r, async-driver: "'G'"}
  - {names: [h], category: database, reason: r, async-driver: none}
async-driver: "'F'"
)");
  ASSERT_EQ(Doc.Blocking.size(), 3u);
  EXPECT_EQ(Doc.Blocking[0].AsyncDriver, "'F'");
  EXPECT_EQ(Doc.Blocking[1].AsyncDriver, "'G'");
  EXPECT_EQ(Doc.Blocking[2].AsyncDriver, "");
  EXPECT_EQ(parse("blocking: [{names: [f], category: cpu, reason: r}]")
                .Blocking[0]
                .AsyncDriver,
            "");
  EXPECT_FALSE(parse("blocking: [{names: [f], category: cpu, reason: r}]")
                   .Blocking[0]
                   .Unbounded);
}

TEST_F(Loader, FileNameStandsInForTheLibrary) {
  Document Doc = parse("blocking: [{names: [f], category: cpu, reason: r}]");
  EXPECT_EQ(Doc.Library, "models.yaml");
  EXPECT_EQ(Doc.Blocking[0].Library, "models.yaml");
}

TEST_F(Loader, TextOutlivesTheBuffer) {
  std::string Text = "library: \"es\\u0063aped\"\nnonblocking: ['a::{b,c}']";
  Document Doc = parse(Text);
  Text.assign(Text.size(), '#');
  EXPECT_EQ(Doc.Library, "escaped");
  EXPECT_THAT(Doc.NonBlocking, ElementsAre("a::b", "a::c"));
}

TEST_F(Loader, TierFollowsFromTheCategory) {
  for (auto [Word, Expected] :
       std::initializer_list<std::pair<StringRef, Tier>>{
           {"sleep", Tier::Stall},
           {"lock", Tier::Advice},
           {"console", Tier::Advice},
           {"ffi", Tier::Hazard},
           {"sync-wait", Tier::Deadlock}}) {
    Document Doc = parse(
        ("blocking: [{names: [f], category: " + Word + ", reason: r}]").str());
    ASSERT_EQ(Doc.Blocking.size(), 1u);
    EXPECT_EQ(Doc.Blocking[0].Severity, Expected) << Word.str();
  }
}

TEST_F(Loader, BracesExpand) {
  auto Expand = [&](StringRef Name) {
    return parse(("nonblocking: ['" + Name + "']").str()).NonBlocking;
  };
  EXPECT_THAT(Expand("{a,b}::f"), ElementsAre("a::f", "b::f"));
  EXPECT_THAT(Expand("open{,64}"), ElementsAre("open", "open64"));
  EXPECT_THAT(Expand("{a,b}::{f,g}"),
              ElementsAre("a::f", "a::g", "b::f", "b::g"));
  EXPECT_THAT(Expand("{a,b{c,d::e}}::f"),
              ElementsAre("a::f", "bc::f", "bd::e::f"));
  EXPECT_THAT(Expand("C::operator{<<,>>}"),
              ElementsAre("C::operator<<", "C::operator>>"));
  EXPECT_THAT(Expand("operator,"), ElementsAre("operator,"));
}

TEST_F(Loader, SaysWhatIsWrongWithAName) {
  EXPECT_THAT(errors("nonblocking: ['a::', '::a', 'a<int>::f', 'f()', 'x y']"),
              ElementsAre("models.yaml:1:15: error: 'a::' is not a qualified "
                          "name: a component is empty",
                          "models.yaml:1:22: error: '::a' is not a qualified "
                          "name: leave out the leading '::'",
                          "models.yaml:1:29: error: 'a<int>::f' is not a "
                          "qualified name: leave out template arguments",
                          "models.yaml:1:42: error: 'f()' is not a qualified "
                          "name: leave out parameters",
                          "models.yaml:1:49: error: 'x y' is not a qualified "
                          "name: expected identifiers with '::' between them"));
  EXPECT_THAT(
      errors("nonblocking: ['{a,b', 'a}::b', '{{a}']"),
      ElementsAre("models.yaml:1:15: error: unbalanced braces in '{a,b'",
                  "models.yaml:1:23: error: unbalanced braces in 'a}::b'",
                  "models.yaml:1:32: error: unbalanced braces in '{{a}'"));
  // 'operator' alone begins a name like any other.
  EXPECT_THAT(errors("nonblocking: [operators, 'operator<', 'C::operator()']"),
              IsEmpty());
}

TEST_F(Loader, CollectsAllErrorsInOrder) {
  EXPECT_THAT(
      errors(R"(library: L
blocking:
  - nmaes: [f]
    category: slow
    reason: r
    tier: [x]
  - names: [g]
    reason: r
    reason: s
    unless: [{equals: 1}, {arg: 2}, {}]
nonblocking:
profiles:
  - name: p
    hops: [{names: [f], to: pool, executor: 1}]
)"),
      ElementsAre(
          "models.yaml:3:5: error: missing key 'names' in a blocking entry",
          "models.yaml:3:5: error: unknown key 'nmaes'; a blocking entry has "
          "names, category, tier, reason, source, remedy, when, unless, "
          "descriptor, unbounded, async-driver",
          "models.yaml:4:15: error: unknown category 'slow'; it is one of "
          "sleep, file, network, dns, process, database, wait, lock, console, "
          "ffi, gpu, cpu, sync-wait",
          "models.yaml:6:11: error: expected tier: one of advice, hazard, "
          "stall, deadlock",
          "models.yaml:7:5: error: missing key 'category' in a blocking entry",
          "models.yaml:9:5: error: duplicate key 'reason'",
          "models.yaml:10:14: error: missing key 'arg' in a condition: which "
          "argument?",
          "models.yaml:10:27: error: 'arg' needs one of equals, flags, types, of",
          "models.yaml:10:37: error: the condition is empty",
          "models.yaml:11:1: error: expected a list of qualified names",
          "models.yaml:14:12: error: 'executor' needs 'to: executor'"));
}

TEST_F(Loader, RefusesWhatIsNoDocument) {
  const char *Empty = "models.yaml:1:1: error: the document is empty; expected "
                      "at least one of the keys 'blocking', 'nonblocking' and "
                      "'profiles'";
  EXPECT_THAT(errors(""), ElementsAre(Empty));
  EXPECT_THAT(errors("# nothing\n"), ElementsAre(Empty));
  EXPECT_THAT(errors("---\n...\n"), ElementsAre(Empty));
  const char *Keys = "library, package, headers, pkg-config, flags, "
                     "async-driver, blocking, nonblocking, profiles";
  EXPECT_THAT(errors("- a"),
              ElementsAre(std::string("models.yaml:1:1: error: expected a "
                                      "document, a mapping with the keys ") +
                          Keys));
  EXPECT_THAT(
      errors("library: a\n---\nlibrary: b\n"),
      ElementsAre("models.yaml:3:1: error: only one document in a file"));
}

TEST_F(Loader, GivesThePlaceOfASyntaxError) {
  std::vector<std::string> Errors = errors("library: a\nblocking: [f\n");
  ASSERT_FALSE(Errors.empty());
  EXPECT_THAT(Errors.back(), testing::StartsWith("models.yaml:2:"));
  Errors = errors("library: \"a\n");
  ASSERT_FALSE(Errors.empty());
  EXPECT_THAT(Errors[0], testing::StartsWith("models.yaml:1:"));
}

TEST_F(Loader, GivesThePlaceWhereNothingStands) {
  // An alias, a block scalar and a missing value are placed at their key.
  EXPECT_THAT(errors("library: &l a\npackage: *l\nheaders:\n"),
              ElementsAre("models.yaml:2:1: error: expected text on one line",
                          "models.yaml:3:1: error: expected a list"));
  EXPECT_THAT(errors("library: |\n  a\n  b\n"),
              ElementsAre("models.yaml:1:1: error: expected text on one line"));
}

/// Whatever the input is, it is accepted or refused with a place.
TEST_F(Loader, SurvivesEveryPrefixAndEveryMissingByte) {
  StringRef Text = R"(library: L
blocking:
  - names: ["{a,b}::f", 'C::operator<<']
    category: cpu
    reason: &r "r\x41"
    unless: [{arg: 0, equals: 1}, {arg: object, types: [T]}]
profiles:
- {name: p, tasks: [{types: [t]}], scope: leaks}
)";
  auto Try = [&](StringRef Input) {
    for (const std::string &Line : errors(Input))
      EXPECT_THAT(
          Line, testing::ContainsRegex("^models.yaml:[0-9]+:[0-9]+: error: ."))
          << Input.str();
  };
  for (size_t I = 0; I <= Text.size(); ++I) {
    Try(Text.take_front(I));
    Try((Text.take_front(I) + Text.drop_front(std::min(I + 1, Text.size())))
            .str());
  }
}

} // namespace
