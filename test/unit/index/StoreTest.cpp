//===- StoreTest.cpp - Modules as bytes -----------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/index/Store.h"
#include "TestModules.h"
#include "lib/index/Linker.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace unblock;
using namespace unblock::index;
using namespace unblock::test;

static std::string bytesOf(const Unit &U) {
  std::string Bytes;
  llvm::raw_string_ostream OS(Bytes);
  write(U, OS);
  return Bytes;
}

/// A unit with something in every field.
static Unit fullUnit() {
  UnitMaker M("main.cpp");
  FunctionId Root = M.function("root", "c:@F@root#");
  FunctionId Far = M.external("far", "c:@F@far#");
  FunctionId Lambda = M.lambda();
  M.blocks(Root);
  analysis::Site &S = M.callsOut(Root, Far);
  S.Args.push_back({0, Lambda, std::nullopt});
  S.Args.push_back({1, NoFunction, 2});
  S.CallsParams.push_back(3);
  S.Overridable.push_back(Far);
  M.U.Functions[Root].Allowances.push_back({M.place(), "why"});
  M.U.Functions[Root].Sites[0].Allowed = 0;
  M.U.Functions[Root].IsCoroutine = true;
  M.U.Overrides.push_back({Root, Far});
  M.U.Contexts.push_back(Root);
  Question Q;
  Q.Check = "async-blocking-call";
  Q.Wanted.set(1);
  Q.MinIterations = 1000;
  Q.ForeignHeaders = {"*.h"};
  M.U.Questions.push_back(Q);
  M.U.Instead.emplace_back();
  M.U.Instead[0][2] = "instead, wait";
  OpenCall C;
  C.In = Root;
  C.Site = 1;
  C.Draft.Where = {"main.cpp", 4, 2, 4, 9};
  C.Draft.Notes.push_back(
      {report::NoteKind::Context, {"main.cpp", 3, 1, 0, 0}, "n"});
  C.Draft.Fixes.push_back({"main.cpp", 10, 2, "co_await"});
  C.Draft.Kind = model::Category::File;
  C.Asked.push_back({0, "NOLINT: why"});
  C.Apart.push_back(Lambda);
  C.If = {Far, 1, true};
  C.Context = "coroutine 'root'";
  M.U.OpenCalls.push_back(C);
  OpenAllowance A;
  A.In = Root;
  M.U.OpenAllowances.push_back(A);
  M.U.Payload = "{}";
  return std::move(M.U);
}

TEST(Store, GivesBackWhatWasWritten) {
  std::string Bytes = bytesOf(fullUnit());
  llvm::Expected<Unit> Read = readUnit(Bytes, "f.unblock");
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  // All fields are written again as they were.
  EXPECT_EQ(bytesOf(*Read), Bytes);
  EXPECT_EQ(Read->MainFile, "main.cpp");
  EXPECT_EQ(Read->OpenCalls[0].Asked[0].Suppressed, "NOLINT: why");
  EXPECT_EQ(Read->OpenCalls[0].Draft.Fixes[0].Text, "co_await");
  EXPECT_TRUE(Read->OpenCalls[0].If.Inline);
  EXPECT_EQ(Read->Functions[0].Sites[1].Args[1].OwnParam, 2u);
  EXPECT_EQ(Read->Instead[0][2], "instead, wait");
}

/// The body may hold anything: its hash says only that it arrived as it was
/// sent. Whatever is read is either refused or can be worked with.
TEST(Store, SurvivesAnyBody) {
  const std::string Bytes = bytesOf(fullUnit());
  constexpr size_t Header = 8 + 4 + 16;
  size_t Refused = 0, Taken = 0;
  auto Try = [&](std::string Bytes) {
    llvm::XXH128_hash_t Hash = llvm::xxh3_128bits(
        llvm::arrayRefFromStringRef(llvm::StringRef(Bytes).drop_front(Header)));
    llvm::support::endian::write64le(Bytes.data() + 12, Hash.low64);
    llvm::support::endian::write64le(Bytes.data() + 20, Hash.high64);
    llvm::Expected<Unit> Read = readUnit(Bytes, "f");
    if (!Read) {
      llvm::consumeError(Read.takeError());
      ++Refused;
      return;
    }
    ++Taken;
    Project P = link({&*Read});
    Whole All(P, *Read);
    for (FunctionId F = 0; F != Read->Functions.size(); ++F)
      All.effects().effect(All.own(F));
  };
  for (size_t I = Header; I != Bytes.size(); ++I)
    for (unsigned char New : {0, 1, 2, 0x7f, 0x80, 0xff}) {
      std::string Changed = Bytes;
      Changed[I] = char(New);
      Try(std::move(Changed));
    }
  for (size_t Size = Header; Size != Bytes.size(); ++Size)
    Try(Bytes.substr(0, Size));
  EXPECT_GT(Refused, 0u);
  EXPECT_GT(Taken, 0u);
}

TEST(Store, RefusesWhatIsNotWhole) {
  const std::string Bytes = bytesOf(fullUnit());
  auto Message = [](llvm::StringRef Bytes) {
    return llvm::toString(readUnit(Bytes, "f").takeError());
  };
  EXPECT_THAT(Message(""), testing::HasSubstr("is empty"));
  EXPECT_THAT(Message("unblo"), testing::HasSubstr("is cut off"));
  EXPECT_THAT(Message("int main() {}"),
              testing::HasSubstr("was not written by unblock-lint"));
  for (size_t Size = 28; Size != Bytes.size(); ++Size)
    EXPECT_THAT(Message(llvm::StringRef(Bytes).take_front(Size)),
                testing::HasSubstr("is damaged"));
}
