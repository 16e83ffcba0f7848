//===- IndexFile.cpp - Which index a file is checked with -----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "IndexFile.h"
#include "checks/async/ProjectIndex.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include <mutex>

using namespace llvm;

static constexpr StringLiteral IndexName = "project.unblockindex";

/// clangd's log, which takes lines from all its threads.
enum class LogLevel { Debug, Verbose, Info, Error };
void writeLog(LogLevel Level, const char *Format,
              const formatv_object_base &Line) //
    asm("_ZN5clang6clangd6detail7logImplENS0_6Logger5LevelEPKcRKN4llvm19"
        "formatv_object_baseE");

/// Tells how it stands with an index, unless that is what was told last.
static void tell(StringRef Index, LogLevel Level, std::string What) {
  static std::mutex Mutex;
  static StringMap<std::string> Told;
  std::lock_guard<std::mutex> Lock(Mutex);
  std::string &Last = Told[Index];
  if (Last == What)
    return;
  Last = std::move(What);
  constexpr const char *Format = "unblock: {0}";
  writeLog(Level, Format, formatv(Format, Last));
}

bool unblock::clangd::isUsableIndex(StringRef File) {
  // What the checks would read, and then have read already.
  auto Project = checks::projectIndex(File);
  if (Project)
    tell(File, LogLevel::Info, ("the index of the project is " + File).str());
  else
    tell(File, LogLevel::Error, toString(Project.takeError()));
  return bool(Project);
}

std::string unblock::clangd::findIndex(StringRef File) {
  for (StringRef Directory = sys::path::parent_path(File); !Directory.empty();
       Directory = sys::path::parent_path(Directory))
    for (StringRef Subfolder : {"", "build"}) {
      SmallString<256> Index(Directory);
      sys::path::append(Index, Subfolder, IndexName);
      if (sys::fs::is_regular_file(Index))
        return std::string(Index);
    }
  return "";
}
