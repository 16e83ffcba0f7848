//===- InPlaceWording.cpp - What to do instead ----------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InPlaceWording.h"
#include "llvm/ADT/Twine.h"

using namespace unblock;

std::string checks::offloadWords(const model::Profile *Library) {
  if (!Library || Library->Offload.empty())
    return "move the work to a thread that may block";
  return ("move the work off the worker with '" + Library->Offload + "'").str();
}

std::string checks::inlineOption(const model::Profile *Library) {
  if (Library)
    for (const model::RoleRule &R : Library->Roles)
      if (R.Is == model::Role::AllowsInPlace && !R.Names.empty()) {
        llvm::StringRef Name = R.Names.front();
        if (!Name.contains('*'))
          return Name.rsplit("::").second.str();
      }
  return "";
}
