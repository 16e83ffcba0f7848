//===- BuildTargets.h - What the build says of a file -----------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A build knows which of its files belong to libraries. CMake tells it to those
// who ask through its file API, and some builds show it in the names of the
// files that they make. Nothing known is no error: the answer is then empty.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SUPPORT_BUILDTARGETS_H
#define UNBLOCK_SUPPORT_BUILDTARGETS_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <memory>
#include <string>

namespace unblock {

/// What a build makes of a file.
struct BuildTarget {
  enum Kind : uint8_t {
    Unknown, ///< nothing that is known
    Program,
    Library, ///< static, shared, or loaded by another program
  } Is = Unknown;
  std::string Name;
};

class BuildTargets {
public:
  /// Of the build that \p Directory lies in: of the nearest folder upwards with
  /// a reply of CMake's file API, in \p FS. Never null; the last one is kept.
  static std::shared_ptr<const BuildTargets> find(llvm::StringRef Directory,
                                                  llvm::vfs::FileSystem &FS);

  /// What the source \p File belongs to. When that is more than one target, the
  /// one that makes the object file \p Output decides; without one, a library.
  BuildTarget ofSource(llvm::StringRef File, llvm::StringRef Output = "") const;

  /// The library that gives the header \p File to its users; the name may be
  /// empty when it is installed by itself.
  BuildTarget ofPublicHeader(llvm::StringRef File) const;

  /// Is there a reply, and does the build make no library?
  bool makesNoLibrary() const { return Found && !AnyLibrary; }

private:
  void read(llvm::StringRef Reply, llvm::vfs::FileSystem &FS);

  bool Found = false, AnyLibrary = false;
  /// By the real paths of their files.
  llvm::StringMap<llvm::SmallVector<BuildTarget, 1>> Sources;
  llvm::StringMap<BuildTarget> Headers;
  llvm::StringMap<BuildTarget::Kind> ByName;
};

} // namespace unblock

#endif // UNBLOCK_SUPPORT_BUILDTARGETS_H
