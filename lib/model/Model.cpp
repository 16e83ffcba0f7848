//===- Model.cpp - The words of the schema --------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/model/Model.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace unblock::model {

// In the order of the enumerators.
static constexpr StringLiteral CategoryNames[] = {
    "sleep", "file",    "network", "dns", "process", "database", "wait",
    "lock",  "console", "ffi",     "gpu", "cpu",     "sync-wait"};
static constexpr StringLiteral TierNames[] = {"advice", "hazard", "stall",
                                              "deadlock"};
static constexpr StringLiteral RoleNames[] = {
    "current-thread", "allows-in-place", "branches",   "gives-up",
    "aborts",         "detaches",        "harmless",   "spawns-local",
    "takes-value",    "has-value",       "has-failed", "is-cancelled",
    "in-place-scope", "handle",          "completer",  "outcome",
    "join-error",     "thread-bound"};
static_assert(std::size(CategoryNames) == NumCategories);
static_assert(std::size(TierNames) == unsigned(Tier::Deadlock) + 1);
static_assert(std::size(RoleNames) == NumRoles);

template <typename T>
static std::optional<T> parse(ArrayRef<StringLiteral> Names, StringRef Name) {
  const auto *It = find(Names, Name);
  if (It == Names.end())
    return std::nullopt;
  return T(It - Names.begin());
}

StringRef toString(Category C) { return CategoryNames[unsigned(C)]; }
StringRef toString(Tier T) { return TierNames[unsigned(T)]; }
StringRef toString(Role R) { return RoleNames[unsigned(R)]; }

std::optional<Category> parseCategory(StringRef Name) {
  return parse<Category>(CategoryNames, Name);
}

std::optional<Tier> parseTier(StringRef Name) {
  return parse<Tier>(TierNames, Name);
}

Tier defaultTier(Category C) {
  switch (C) {
  case Category::Lock:
  case Category::Console:
    return Tier::Advice;
  case Category::Ffi:
    return Tier::Hazard;
  case Category::SyncWait:
    return Tier::Deadlock;
  default:
    return Tier::Stall;
  }
}

} // namespace unblock::model
