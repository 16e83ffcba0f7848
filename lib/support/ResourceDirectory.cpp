//===- ResourceDirectory.cpp - Where Clang's own headers are --------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/support/ResourceDirectory.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;

Expected<std::string> unblock::findResourceDirectory() {
  std::string Program = sys::fs::getMainExecutable(
      nullptr, reinterpret_cast<void *>(&findResourceDirectory));
  SmallString<256> Beside(
      sys::path::parent_path(sys::path::parent_path(Program)));
  sys::path::append(Beside, "lib", "clang", Twine(LLVM_VERSION_MAJOR));
  for (StringRef Directory : {Beside.str(), StringRef(UNBLOCK_RESOURCE_DIR)})
    if (sys::fs::is_directory(Directory + "/include"))
      return Directory.str();
  return createStringError(
      inconvertibleErrorCode(),
      "Clang's own headers are not in '" UNBLOCK_RESOURCE_DIR
      "': install libclang-common-" +
          Twine(LLVM_VERSION_MAJOR) +
          "-dev, or name their directory with --resource-dir");
}
