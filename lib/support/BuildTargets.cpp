//===- BuildTargets.cpp - What the build says of a file -------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/support/BuildTargets.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace unblock;
namespace path = llvm::sys::path;

/// The one name of a file, whatever links lead to it.
static std::string realPath(StringRef File, StringRef Base = "") {
  SmallString<256> Full(File);
  if (path::is_relative(Full) && !Base.empty()) {
    Full = Base;
    path::append(Full, File);
  }
  SmallString<256> Real;
  if (!sys::fs::real_path(Full, Real))
    return std::string(Real);
  path::remove_dots(Full, /*remove_dot_dot=*/true);
  return std::string(Full);
}

//===----------------------------------------------------------------------===//
// CMake's file API
//===----------------------------------------------------------------------===//

/// The object in the file \p Name of \p Folder; empty when there is none.
static json::Object readObject(StringRef Folder, StringRef Name,
                               vfs::FileSystem &FS) {
  SmallString<256> File(Folder);
  path::append(File, Name);
  auto Buffer = FS.getBufferForFile(File);
  if (!Buffer)
    return {};
  Expected<json::Value> Value = json::parse((*Buffer)->getBuffer());
  if (!Value) {
    consumeError(Value.takeError());
    return {};
  }
  json::Object *Object = Value->getAsObject();
  return Object ? std::move(*Object) : json::Object();
}

/// The objects in the array \p Key of \p In.
static std::vector<const json::Object *> objects(const json::Object &In,
                                                 StringRef Key) {
  std::vector<const json::Object *> Result;
  if (const json::Array *All = In.getArray(Key))
    for (const json::Value &V : *All)
      if (const json::Object *O = V.getAsObject())
        Result.push_back(O);
  return Result;
}

static StringRef text(const json::Object &In, StringRef Key) {
  return In.getString(Key).value_or("");
}

/// The newest index of the reply folder \p Folder; their names sort by time.
static std::string newestIndex(StringRef Folder, vfs::FileSystem &FS) {
  std::string Newest;
  std::error_code EC;
  for (vfs::directory_iterator It = FS.dir_begin(Folder, EC), End;
       !EC && It != End; It.increment(EC)) {
    StringRef Name = path::filename(It->path());
    if (Name.starts_with("index-") && Name.ends_with(".json") && Name > Newest)
      Newest = Name.str();
  }
  return Newest;
}

static BuildTarget::Kind kindOf(StringRef Type) {
  if (Type == "EXECUTABLE")
    return BuildTarget::Program;
  if (Type == "STATIC_LIBRARY" || Type == "SHARED_LIBRARY" ||
      Type == "MODULE_LIBRARY" || Type == "INTERFACE_LIBRARY")
    return BuildTarget::Library;
  // An object library is part of whatever takes it.
  return BuildTarget::Unknown;
}

void BuildTargets::read(StringRef Reply, vfs::FileSystem &FS) {
  std::string Index = newestIndex(Reply, FS);
  if (Index.empty())
    return;
  const json::Object Root = readObject(Reply, Index, FS);
  std::string ModelFile;
  for (const json::Object *O : objects(Root, "objects"))
    if (text(*O, "kind") == "codemodel")
      ModelFile = text(*O, "jsonFile").str();
  if (ModelFile.empty())
    return;
  const json::Object Model = readObject(Reply, ModelFile, FS);
  const json::Object *Paths = Model.getObject("paths");
  if (!Paths)
    return;
  Found = true;
  const std::string Base = text(*Paths, "source").str();

  for (const json::Object *Configuration : objects(Model, "configurations")) {
    for (const json::Object *Listed : objects(*Configuration, "targets")) {
      const json::Object Target =
          readObject(Reply, text(*Listed, "jsonFile"), FS);
      BuildTarget Known{kindOf(text(Target, "type")),
                        text(Target, "name").str()};
      AnyLibrary |= Known.Is == BuildTarget::Library;
      if (Known.Is == BuildTarget::Unknown)
        continue;
      ByName[Known.Name] = Known.Is;
      std::vector<const json::Object *> Sets = objects(Target, "fileSets");
      for (const json::Object *Source : objects(Target, "sources")) {
        std::string File = realPath(text(*Source, "path"), Base);
        Sources[File].push_back(Known);
        if (auto Set = Source->getInteger("fileSetIndex");
            Set && *Set >= 0 && size_t(*Set) < Sets.size() &&
            text(*Sets[*Set], "type") == "HEADERS" &&
            text(*Sets[*Set], "visibility") != "PRIVATE" &&
            Known.Is == BuildTarget::Library)
          Headers[File] = Known;
      }
    }
    // install(FILES ... DESTINATION include)
    for (const json::Object *Listed : objects(*Configuration, "directories")) {
      const json::Object Directory =
          readObject(Reply, text(*Listed, "jsonFile"), FS);
      for (const json::Object *Installer : objects(Directory, "installers")) {
        if (text(*Installer, "type") != "file" ||
            !is_contained(
                make_range(path::begin(text(*Installer, "destination")),
                           path::end(text(*Installer, "destination"))),
                "include"))
          continue;
        if (const json::Array *Files = Installer->getArray("paths"))
          for (const json::Value &V : *Files) {
            StringRef File = V.getAsString().value_or("");
            if (const json::Object *Renamed = V.getAsObject())
              File = text(*Renamed, "from");
            if (!File.empty())
              Headers.try_emplace(realPath(File, Base),
                                  BuildTarget{BuildTarget::Library, ""});
          }
      }
    }
  }
}

std::shared_ptr<const BuildTargets> BuildTargets::find(StringRef Directory,
                                                       vfs::FileSystem &FS) {
  // Files of one build follow each other.
  static thread_local struct {
    std::string Index;
    std::shared_ptr<const BuildTargets> Targets;
  } Last;

  for (StringRef Folder = Directory; !Folder.empty();
       Folder = path::parent_path(Folder)) {
    SmallString<256> Reply(Folder);
    path::append(Reply, ".cmake", "api", "v1", "reply");
    std::string Index = newestIndex(Reply, FS);
    if (Index.empty())
      continue;
    Index = (Reply + "/" + Index).str();
    if (!Last.Targets || Last.Index != Index) {
      auto Targets = std::make_shared<BuildTargets>();
      Targets->read(Reply, FS);
      Last.Targets = std::move(Targets);
      Last.Index = std::move(Index);
    }
    return Last.Targets;
  }
  return std::make_shared<BuildTargets>();
}

//===----------------------------------------------------------------------===//
// Names of object files
//===----------------------------------------------------------------------===//

/// Is \p Name that of a library file: `libx.a`, `libx.so.1`, `x.dll`?
static bool isLibraryFile(StringRef Name) {
  if (Name.contains(".so."))
    return true;
  return is_contained({".a", ".so", ".dylib", ".dll", ".lib"},
                      path::extension(Name));
}

BuildTarget BuildTargets::ofSource(StringRef File, StringRef Output) const {
  // The folder of an object file may tell what it becomes a part of.
  for (auto It = path::begin(Output), End = path::end(Output); It != End;
       ++It) {
    StringRef Part = *It;
    if (Part.consume_back(".dir")) { // CMake
      auto Known = ByName.find(Part);
      if (Known != ByName.end())
        return {Known->second, Part.str()};
    } else if (Part.consume_back(".p")) { // Meson
      if (isLibraryFile(Part))
        return {BuildTarget::Library, Part.str()};
      return {BuildTarget::Program, Part.str()};
    } else if (Part == ".libs" || Part.ends_with(".lo")) { // libtool
      return {BuildTarget::Library, ""};
    }
  }
  auto It = Sources.find(realPath(File));
  if (It == Sources.end())
    return {};
  const auto *Library = find_if(It->second, [](const BuildTarget &T) {
    return T.Is == BuildTarget::Library;
  });
  return Library == It->second.end() ? It->second.front() : *Library;
}

BuildTarget BuildTargets::ofPublicHeader(StringRef File) const {
  auto It = Headers.find(realPath(File));
  return It == Headers.end() ? BuildTarget() : It->second;
}
