//===- ProjectIndex.cpp - The index that the checks use -------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ProjectIndex.h"
#include "lib/index/Store.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include <mutex>

using namespace llvm;
using namespace unblock;
using namespace unblock::checks;

namespace {
struct Loaded {
  sys::TimePoint<> Time;
  uint64_t Size = 0;
  sys::fs::UniqueID Id;
  std::shared_ptr<const index::Project> Project;
  std::string Error;
};
} // namespace

Expected<std::shared_ptr<const index::Project>>
checks::projectIndex(StringRef File) {
  static std::mutex Mutex;
  static StringMap<Loaded> Cache;

  sys::fs::file_status Status;
  if (std::error_code EC = sys::fs::status(File, Status))
    return createStringError(EC, "cannot read the index '" + File +
                                     "': " + EC.message() +
                                     "; make it with 'unblock-lint link'");
  std::lock_guard<std::mutex> Lock(Mutex);
  Loaded &L = Cache[File];
  bool IsFresh = (L.Project || !L.Error.empty()) &&
                 L.Time == Status.getLastModificationTime() &&
                 L.Size == Status.getSize() && L.Id == Status.getUniqueID();
  if (!IsFresh) {
    L.Time = Status.getLastModificationTime();
    L.Size = Status.getSize();
    L.Id = Status.getUniqueID();
    L.Project.reset();
    L.Error.clear();
    auto Buffer = MemoryBuffer::getFile(File, /*IsText=*/false,
                                        /*RequiresNullTerminator=*/false);
    if (!Buffer) {
      L.Error = ("cannot read the index '" + File +
                 "': " + Buffer.getError().message())
                    .str();
    } else if (auto Project =
                   index::readProject((*Buffer)->getBuffer(), File)) {
      L.Project = std::make_shared<index::Project>(std::move(*Project));
    } else {
      L.Error = toString(Project.takeError());
    }
  }
  if (!L.Project)
    return createStringError(inconvertibleErrorCode(), L.Error);
  return L.Project;
}
