//===- FileUri.cpp - Paths as URIs ----------------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/support/FileUri.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace llvm;

std::string unblock::percentEncoded(StringRef Path) {
  std::string URI;
  for (unsigned char C : sys::path::convert_to_slash(Path)) {
    if (isAlnum(C) || StringRef("/-._~").contains(C))
      URI += C;
    else
      URI += "%" + toHex(StringRef(reinterpret_cast<char *>(&C), 1));
  }
  return URI;
}

std::string unblock::fileUri(StringRef AbsolutePath) {
  return "file://" + percentEncoded(AbsolutePath);
}
