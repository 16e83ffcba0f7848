//===- Store.h - Modules as bytes -------------------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The files `*.unblock` (a unit) and `*.unblockindex` (a project). Both are a
// header of fixed size and a body:
//
//   8 bytes   magic: "unblock" and 'U' for a unit, 'P' for a project
//   4 bytes   version of the format, little endian
//   16 bytes  XXH3 of the body, 128 bits
//   body      the version of the tool, a table of strings, then the fields in
//             the order of Store.cpp; numbers are LEB128
//
// A body is only looked at when its hash is right, so what is read is what some
// run of this tool wrote. Reading checks all bounds and references all the
// same.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_INDEX_STORE_H
#define UNBLOCK_INDEX_STORE_H

#include "Module.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace unblock::index {

/// To be increased with every change of the fields or of their meaning.
inline constexpr uint32_t FormatVersion = 2;

void write(const Unit &U, llvm::raw_ostream &OS);
void write(const Project &P, llvm::raw_ostream &OS);

/// The error says what is wrong with \p Name, and what to do about it.
llvm::Expected<Unit> readUnit(llvm::StringRef Bytes, llvm::StringRef Name);
llvm::Expected<Project> readProject(llvm::StringRef Bytes,
                                    llvm::StringRef Name);

/// Is this a unit's file, a project's, or neither?
enum class FileKind { Unit, Project, Other };
FileKind kindOf(llvm::StringRef Bytes);

} // namespace unblock::index

#endif // UNBLOCK_INDEX_STORE_H
