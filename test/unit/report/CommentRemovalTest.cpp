//===- CommentRemovalTest.cpp - Taking a comment out of its file ----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/FixPlan.h"
#include "lib/report/Suppressions.h"
#include "gtest/gtest.h"

using namespace llvm;
using namespace unblock::report;

namespace {
/// The comments of \p Text, which holds no string literals.
std::vector<Span> comments(StringRef Text) {
  std::vector<Span> Result;
  for (size_t At = 0; At < Text.size();) {
    StringRef Rest = Text.substr(At);
    size_t Length = 0;
    if (Rest.starts_with("//")) {
      do
        Length = std::min(Rest.find('\n', Length + 1), Rest.size());
      while (Length < Rest.size() &&
             Rest.take_front(Length).rtrim("\r").ends_with("\\"));
    } else if (Rest.starts_with("/*")) {
      Length = Rest.find("*/") + 2;
    }
    if (Length)
      Result.push_back({At, At + Length});
    At += std::max<size_t>(Length, 1);
  }
  return Result;
}

/// \p Text after all fixes, when none of the names that \p IsJudged picks is
/// used.
std::string fixed(
    StringRef Text, function_ref<bool(StringRef)> IsJudged = [](StringRef N) {
      return N.starts_with("async-");
    }) {
  SuppressionReader Reader;
  for (Span C : comments(Text)) {
    StringRef Before = Text.take_front(C.Begin);
    Reader.add("/a.cpp", Text, C, Before.count('\n') + 1,
               C.Begin - (Before.rfind('\n') + 1) + 1);
  }
  UnusedSuppressions Unused;
  Unused.addUnit(Reader.take(), {});
  FixPlan Plan = planFixes(
      Unused.findings([&](const Suppression &S) { return IsJudged(S.Check); }),
      [](StringRef) { return true; });
  for (FixState State : Plan.States)
    EXPECT_NE(State, FixState::Overlaps) << Text.str();
  return applyChanges(Text, Plan.Files["/a.cpp"]);
}

//===----------------------------------------------------------------------===//
// What stays
//===----------------------------------------------------------------------===//

class Stays : public testing::TestWithParam<const char *> {};

TEST_P(Stays, AsItIs) { EXPECT_EQ(fixed(GetParam()), GetParam()); }

INSTANTIATE_TEST_SUITE_P(
    NotOurs, Stays,
    testing::Values("f(); // NOLINT\n", "f(); // NOLINT()\n",
                    "f(); // NOLINT(misc-y)\n", "f(); // NOLINT(*)\n",
                    "f(); // NOLINT(-async-x,async-y)\n",
                    "f(); // NOLINT(async-x\n", "f(); // NOLINT (async-x)\n",
                    "f(); // async-x\n", "// NOLINTBEGIN(async-x)\nf();\n",
                    "f();\n// NOLINTEND(async-x)\n",
                    "// NOLINTBEGIN(async-x)\n// NOLINTEND(async-y)\n"));

INSTANTIATE_TEST_SUITE_P(
    OtherText, Stays,
    testing::Values("f(); // waits; NOLINT(async-x)\n",
                    "f(); // NOLINT(async-x) waits for the disk\n",
                    "f(); // NOLINT(async-x) - waits for the disk\n",
                    "f(); // NOLINT(async-x), waits for the disk\n",
                    "f(); /* NOLINT(async-x) waits */\n",
                    "f(); /* waits\n NOLINT(async-x) */\n",
                    "/* NOLINT(async-x)\n * and more */\n",
                    "f(); /* NOLINT(async-x):\n why */\n",
                    "f(); /// NOLINT(async-x)\n", "f(); //! NOLINT(async-x)\n",
                    "f(); ///< NOLINT(async-x)\n",
                    "/** NOLINT(async-x) */\nf();\n",
                    "f(); // NOLINT(async-x) // see below\n",
                    "f(); // NOLINT(async-x): why // see below\n",
                    "f(); // NOLINT(async-x) /* see below */\n",
                    "f(); // NOLINT(async-x): why /* see below */\n"));

INSTANTIATE_TEST_SUITE_P(
    OtherPurpose, Stays,
    testing::Values("f(); // NOLINT(async-x): TODO: await\n",
                    "f(); // NOLINT(async-x): FIXME(me) await\n",
                    "f(); // NOLINT(async-x): as NOLINT(misc-y)\n",
                    "f(); // NOLINT(async-x) NOLINT(misc-y)\n",
                    "f(); // NOLINT(async-x) NOLINTNEXTLINE(async-y)\n",
                    "f(); // NOLINT(misc-y) NOLINT(async-x)\n"));

INSTANTIATE_TEST_SUITE_P(
    ReasonGoesOn, Stays,
    testing::Values("f(); // NOLINT(async-x): the disk\n"
                    "     // is local\n",
                    "// NOLINTNEXTLINE(async-x): the disk\n// is local\nf();\n",
                    "f(); // NOLINT(async-x): the disk\r\n // is local\r\n",
                    "f(); // NOLINT(async-x): the disk \\\n is local\n",
                    "f(); // NOLINT(async-x) \\\n is local\n"));

INSTANTIATE_TEST_SUITE_P(
    Neighbours, Stays,
    testing::Values(
        // Each would get another meaning.
        "// NOLINTNEXTLINE(misc-y)\n// NOLINTNEXTLINE(async-x)\nf();\n",
        "// NOLINTNEXTLINE\n// NOLINT(async-x)\nf();\n",
        "f(); // NOLINTNEXTLINE(misc-y)\r\n// NOLINT(async-x)\r\ng();\r\n",
        "#define F f(); \\\n// NOLINT(async-x)\nint i;\n",
        "#define F f(); \\\n/* NOLINT(async-x) */\nint i;\n",
        "#define F \\\r\n// NOLINT(async-x)\r\nint i;\r\n",
        "#define F \\\n  /* NOLINT(async-x) */ \\\n  f()\n",
        "#define F long\\\n/* NOLINT(async-x) */int\n",
        "#define F f() \\ /* NOLINT(async-x) */\nint i;\n"));

INSTANTIATE_TEST_SUITE_P(
    Blocks, Stays,
    testing::Values(
        "// NOLINTBEGIN(async-x)\nf();\n// NOLINTEND(async-x) of f\n",
        "// for f: NOLINTBEGIN(async-x)\nf();\n// NOLINTEND(async-x)\n",
        "// NOLINTBEGIN(async-x): TODO\nf();\n// NOLINTEND(async-x)\n",
        "#define F \\\n/* NOLINTBEGIN(async-x) */ f();\\\n"
        "/* NOLINTEND(async-x) */\nint i;\n"));

TEST(CommentRemoval, LeavesWhatIsNotJudged) {
  StringRef Text = "f(); // NOLINT(async-x,async-y)\n";
  EXPECT_EQ(fixed(Text, [](StringRef) { return false; }), Text);
}

//===----------------------------------------------------------------------===//
// What goes
//===----------------------------------------------------------------------===//

TEST(CommentRemoval, TakesTheRestOfALine) {
  EXPECT_EQ(fixed("f(); // NOLINT(async-x)\ng();\n"), "f();\ng();\n");
  EXPECT_EQ(fixed("f(); // NOLINT(async-x): why, see http://y  \ng();\n"),
            "f();\ng();\n");
  EXPECT_EQ(fixed("f();//NOLINT(async-x)"), "f();");
  EXPECT_EQ(fixed("f();\t/* NOLINT(async-x): why */ \n"), "f();\n");
  EXPECT_EQ(fixed("f(); // NOLINT(async-x)\r\ng();\r\n"), "f();\r\ng();\r\n");
  EXPECT_EQ(fixed("f(); /* all */ // NOLINT(async-x)\n"), "f(); /* all */\n");
  EXPECT_EQ(fixed("} // NOLINT(async-x)\n// Next.\n"), "}\n// Next.\n");
  EXPECT_EQ(fixed("f(); // NOLINT(async-x): why\n// NOLINT(misc-y)\n"),
            "f();\n// NOLINT(misc-y)\n");
  EXPECT_EQ(fixed("#define F f(); \\\n  g(); // NOLINT(async-x)\nint i;\n"),
            "#define F f(); \\\n  g();\nint i;\n");
}

TEST(CommentRemoval, TakesALine) {
  EXPECT_EQ(fixed("e();\n  // NOLINTNEXTLINE(async-x)\n  f();\n"),
            "e();\n  f();\n");
  EXPECT_EQ(fixed("// NOLINTNEXTLINE(async-x): why\nf();\n"), "f();\n");
  EXPECT_EQ(fixed("e();\r\n\t/* NOLINT(async-x) */\r\nf();\r\n"),
            "e();\r\nf();\r\n");
  EXPECT_EQ(fixed("f();\n// NOLINT(async-x)"), "f();\n");
  EXPECT_EQ(fixed("// The disk is local.\n// NOLINTNEXTLINE(async-x)\nf();\n"),
            "// The disk is local.\nf();\n");
  EXPECT_EQ(fixed("// NOLINTNEXTLINE(async-x)\n// The disk is local.\nf();\n"),
            "// The disk is local.\nf();\n");
}

TEST(CommentRemoval, KeepsTokensApart) {
  EXPECT_EQ(fixed("int/* NOLINT(async-x) */i;"), "int i;");
  EXPECT_EQ(fixed("i+/* NOLINT(async-x) */+j;"), "i+ +j;");
  EXPECT_EQ(fixed("int /* NOLINT(async-x) */i;"), "int i;");
  EXPECT_EQ(fixed("int/* NOLINT(async-x) */ i;"), "int i;");
  EXPECT_EQ(fixed("int /* NOLINT(async-x) */ i;"), "int i;");
  EXPECT_EQ(fixed("  /* NOLINT(async-x) */ f();\n"), "  f();\n");
  EXPECT_EQ(fixed("#define F/* NOLINT(async-x) */(x)\n"), "#define F (x)\n");
  EXPECT_EQ(fixed("#define F f() /* NOLINT(async-x) */ \\\n  ;\n"),
            "#define F f() \\\n  ;\n");
  EXPECT_EQ(fixed("#define F long\\\n /* NOLINT(async-x) */int\n"),
            "#define F long\\\n int\n");
}

TEST(CommentRemoval, TakesABlockFromBothEnds) {
  EXPECT_EQ(fixed("// NOLINTBEGIN(async-x): why\nf();\n"
                  "// NOLINTEND(async-x)\ng();\n"),
            "f();\ng();\n");
  EXPECT_EQ(fixed("// NOLINTBEGIN(async-x,misc-y)\nf();\n"
                  "// NOLINTEND(async-x,misc-y): end\n"),
            "// NOLINTBEGIN(misc-y)\nf();\n// NOLINTEND(misc-y): end\n");
  EXPECT_EQ(fixed("// NOLINTBEGIN(misc-y)\n// NOLINTBEGIN(async-x)\n"
                  "// NOLINTEND(async-x)\n// NOLINTEND(misc-y)\n"),
            "// NOLINTBEGIN(misc-y)\n// NOLINTEND(misc-y)\n");
  EXPECT_EQ(fixed("// NOLINTBEGIN(async-x)\n// NOLINTEND(async-x)\n"), "");
}

TEST(CommentRemoval, TakesNamesFromAList) {
  EXPECT_EQ(fixed("f(); // NOLINT(async-x,misc-y): why\n"),
            "f(); // NOLINT(misc-y): why\n");
  EXPECT_EQ(fixed("f(); // NOLINT(misc-y, async-x)\n"),
            "f(); // NOLINT(misc-y)\n");
  EXPECT_EQ(fixed("f(); // NOLINT( misc-y, async-x , bugprone-z )\n"),
            "f(); // NOLINT( misc-y, bugprone-z )\n");
  EXPECT_EQ(fixed("f(); // NOLINT(async-x,async-y,misc-z,async-*)\n"),
            "f(); // NOLINT(misc-z)\n");
  EXPECT_EQ(fixed("f(); // NOLINT(async-x,async-y,async-x)\n"), "f();\n");
  EXPECT_EQ(fixed("f(); // NOLINT(async-x,)\n"), "f();\n");
  // Whatever stands around the list stays.
  EXPECT_EQ(fixed("f(); // TODO: NOLINT(async-x,misc-y) of f\n"),
            "f(); // TODO: NOLINT(misc-y) of f\n");
  EXPECT_EQ(fixed("/* of f\n NOLINT(async-x,misc-y)\n */\n"),
            "/* of f\n NOLINT(misc-y)\n */\n");
  auto IsX = [](StringRef Name) { return Name == "async-x"; };
  EXPECT_EQ(fixed("f(); // NOLINT(async-x,async-y)\n", IsX),
            "f(); // NOLINT(async-y)\n");
  EXPECT_EQ(fixed("f(); // NOLINT(async-xx,async-x)\n", IsX),
            "f(); // NOLINT(async-xx)\n");
}

TEST(CommentRemoval, TakesSeveral) {
  EXPECT_EQ(fixed("// NOLINTNEXTLINE(async-x)\n"
                  "f(/* NOLINT(async-y) */); // NOLINT(async-x,async-y)\n"
                  "// NOLINT(async-x)\n// NOLINT(async-y)\n"),
            "f();\n");
}
} // namespace
