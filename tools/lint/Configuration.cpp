//===- Configuration.cpp - Checks, their options and the models -----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Configuration.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyCheck.h"
#include "lib/support/CheckSelection.h"
#include "lib/support/VersionCompat.h"
#include UNBLOCK_CLANG_TIDY_REGISTRY_H
#include "clang-tidy/GlobList.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"
#include <set>

using namespace llvm;
using namespace clang::tidy;
using namespace unblock;
using namespace unblock::lint;

ArrayRef<std::string> unblock::lint::allChecks() {
  static const std::vector<std::string> Names = [] {
    ClangTidyCheckFactories Factories;
    for (const auto &Module : ClangTidyModuleRegistry::entries())
      Module.instantiate()->addCheckFactories(Factories);
    std::vector<std::string> Result;
    for (const auto &Factory : Factories)
      Result.push_back(Factory.getKey().str());
    llvm::sort(Result);
    return Result;
  }();
  return Names;
}

std::string Configuration::checkGlobs() const {
  if (!Checks.empty() && !StringRef(Checks).trim().starts_with("-"))
    return "-*," + Checks;
  return Checks;
}

static std::string describe(const SMDiagnostic &D) {
  return (D.getFilename() + ":" + Twine(D.getLineNo()) + ":" +
          Twine(D.getColumnNo() + 1) + ": error: " + D.getMessage())
      .str();
}

/// Parses one configuration file and keeps what this tool obeys. The model
/// files that it names, separated by semicolons, come after \p Models.
static ErrorOr<ClangTidyOptions>
parseConfig(MemoryBufferRef Buffer, StringRef Models,
            std::vector<std::string> *Problems) {
  auto Report = [&](const SMDiagnostic &D) {
    if (Problems)
      Problems->push_back(describe(D));
  };
  ErrorOr<ClangTidyOptions> Options =
      parseConfigurationWithDiags(Buffer, Report);
  if (Options) {
    if (Options->Checks)
      Options->Checks = splitChecks(*Options->Checks).first;
    Options->WarningsAsErrors.reset();
    Options->SystemHeaders.reset();
    for (auto &Option : Options->CheckOptions)
      if (!Models.empty() &&
          (Option.getKey() == "Models" || Option.getKey().ends_with(".Models")))
        Option.getValue().Value =
            (Models + ";" + Option.getValue().Value).str();
  }
  return Options;
}

namespace {
class OwnFileOptions : public FileOptionsProvider {
public:
  OwnFileOptions(const ClangTidyOptions &Default,
                 const ClangTidyOptions &Override, std::string Models,
                 std::vector<std::string> *Problems)
      : FileOptionsProvider(ClangTidyGlobalOptions(), Default, Override,
                            vfs::getRealFileSystem()) {
    auto Parse = [Problems, Models](MemoryBufferRef Buffer) {
      return parseConfig(Buffer, Models, Problems);
    };
    ConfigHandlers = {{".clang-tidy", Parse}};
  }
};
} // namespace

std::unique_ptr<ClangTidyOptionsProvider>
Configuration::optionsProvider(std::vector<std::string> *Problems) const {
  ClangTidyOptions Default = ClangTidyOptions::getDefaults();
  Default.Checks = DefaultChecks.str();
  Default.HeaderFilterRegex = ".*";
  std::string ModelList = join(Models, ";");
  if (!ModelList.empty())
    Default.CheckOptions["Models"] = {ModelList};
  ClangTidyOptions Override;
  Override.Checks = checkGlobs();

  if (!ConfigFile.empty()) {
    ClangTidyOptions Options = Default;
    if (auto Buffer = MemoryBuffer::getFile(ConfigFile)) {
      if (auto Parsed = parseConfig(**Buffer, ModelList, Problems))
        Options = Options.merge(*Parsed, 1);
    } else if (Problems) {
      Problems->push_back("unblock-lint: error: cannot read '" + ConfigFile +
                          "': " + Buffer.getError().message());
    }
    return std::make_unique<DefaultOptionsProvider>(ClangTidyGlobalOptions(),
                                                    Options.merge(Override, 2));
  }

  return std::make_unique<OwnFileOptions>(Default, Override, ModelList,
                                          Problems);
}

std::shared_ptr<model::ModelSet>
Configuration::loadModels(StringRef File) const {
  std::string Files = model::findUserModels(File);
  ClangTidyOptions Options = optionsProvider()->getOptions(File);
  Files += ";" + Options.CheckOptions["Models"].Value;
  SmallVector<StringRef> Names;
  StringRef(Files).split(Names, ';', -1, /*KeepEmpty=*/false);
  auto Set = std::make_shared<model::ModelSet>();
  for (StringRef Name : Names)
    consumeError(Set->addFile(Name)); // verify has told
  return Set;
}

//===----------------------------------------------------------------------===//
// Verification
//===----------------------------------------------------------------------===//

/// " (did you mean 'x'?)", or empty.
template <typename RangeT>
static std::string hint(StringRef Name, const RangeT &Known) {
  StringRef Best;
  unsigned BestDistance = Name.size() / 3 + 2;
  for (StringRef Candidate : Known) {
    unsigned Distance =
        Name.edit_distance(Candidate, /*AllowReplacements=*/true, BestDistance);
    if (Distance < BestDistance) {
      Best = Candidate;
      BestDistance = Distance;
    }
  }
  return Best.empty() ? "" : (" (did you mean '" + Best + "'?)").str();
}

/// The first of \p Globs that can match no check, in words; or empty.
static std::string unknownCheck(StringRef Globs) {
  for (StringRef Glob : splitGlobs(Globs)) {
    StringRef Name = Glob.ltrim('-');
    GlobList List(Name);
    if (none_of(allChecks(),
                [&](StringRef Check) { return List.contains(Check); }))
      return ("unknown check '" + Name + "'" + hint(Name, allChecks())).str();
  }
  return "";
}

namespace {
/// Where the scalars of a YAML file stand.
class ScalarPlaces {
public:
  explicit ScalarPlaces(MemoryBufferRef Buffer) : Buffer(Buffer) {
    yaml::Stream Stream(Buffer, SM, /*ShowColors=*/false);
    for (yaml::Document &D : Stream)
      visit(D.getRoot());
  }

  /// "file:line:column: error: " of the first scalar that \p Wanted accepts.
  std::string prefix(function_ref<bool(StringRef)> Wanted) const {
    for (auto &[Text, Place] : Scalars)
      if (Wanted(Text)) {
        auto [Line, Column] = SM.getLineAndColumn(Place);
        return (Buffer.getBufferIdentifier() + ":" + Twine(Line) + ":" +
                Twine(Column) + ": error: ")
            .str();
      }
    return (Buffer.getBufferIdentifier() + ": error: ").str();
  }

private:
  void visit(yaml::Node *N) {
    if (auto *Scalar = dyn_cast_or_null<yaml::ScalarNode>(N)) {
      SmallString<64> Storage;
      Scalars.emplace_back(Scalar->getValue(Storage).str(),
                           Scalar->getSourceRange().Start);
    } else if (auto *Block = dyn_cast_or_null<yaml::BlockScalarNode>(N)) {
      Scalars.emplace_back(Block->getValue().str(),
                           Block->getSourceRange().Start);
    } else if (auto *Sequence = dyn_cast_or_null<yaml::SequenceNode>(N)) {
      for (yaml::Node &Entry : *Sequence)
        visit(&Entry);
    } else if (auto *Mapping = dyn_cast_or_null<yaml::MappingNode>(N)) {
      for (yaml::KeyValueNode &Entry : *Mapping) {
        visit(Entry.getKey());
        visit(Entry.getValue());
      }
    }
  }

  MemoryBufferRef Buffer;
  SourceMgr SM;
  std::vector<std::pair<std::string, SMLoc>> Scalars;
};

/// Collects what checks say of the values of their options.
class ConfigurationDiagnostics : public clang::DiagnosticConsumer {
public:
  std::vector<std::string> Messages;
  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override {
    SmallString<128> Message;
    Info.FormatDiagnostic(Message);
    StringRef Text = Message;
    Text.consume_back(" [clang-tidy-config]");
    Messages.push_back(Text.str());
  }
};
} // namespace

/// Makes all checks with \p Options, and returns what they dislike.
static std::vector<std::string> badValues(ClangTidyOptions Options) {
  Options.Checks = "*";
  ClangTidyContext Context(std::make_unique<DefaultOptionsProvider>(
      ClangTidyGlobalOptions(), Options));
  ConfigurationDiagnostics Consumer;
  auto Diags = compat::reportTo(Consumer, Context);
  Context.setCurrentFile("");
  ClangTidyASTConsumerFactory(Context).getCheckOptions();
  return std::move(Consumer.Messages);
}

/// What is wrong with the parts of a configuration file that are ours.
static void verifyConfigFile(StringRef File,
                             std::vector<std::string> &Problems) {
  auto Buffer = MemoryBuffer::getFile(File);
  if (!Buffer)
    return;
  auto Options = parseConfig(**Buffer, "", nullptr);
  if (!Options)
    return; // it was reported when it was read
  ScalarPlaces Places(**Buffer);

  if (Options->Checks)
    if (std::string Unknown = unknownCheck(*Options->Checks); !Unknown.empty())
      Problems.push_back(Places.prefix([](StringRef S) {
        return S.contains("async");
      }) + Unknown);

  static const auto Known = compat::callPlain(getAllChecksAndOptions);
  for (const auto &Option : Options->CheckOptions) {
    StringRef Key = Option.getKey();
    if (Key.starts_with("async-") && !Known.Options.contains(Key))
      Problems.push_back(Places.prefix([&](StringRef S) { return S == Key; }) +
                         "unknown option '" + Key.str() + "'" +
                         hint(Key, Known.Options.keys()));
  }
  for (const auto &Regex :
       {Options->HeaderFilterRegex, Options->ExcludeHeaderFilterRegex})
    if (std::string Why; Regex && !llvm::Regex(*Regex).isValid(Why))
      Problems.push_back(
          Places.prefix([&](StringRef S) { return S == *Regex; }) +
          "invalid regular expression '" + *Regex + "': " + Why);
  for (const std::string &Message : badValues(*Options))
    Problems.push_back(Places.prefix([&](StringRef S) {
      return S.starts_with("async-") &&
             StringRef(Message).contains("'" + S.str() + "'");
    }) + Message);
}

static void verifyModels(StringRef File, std::vector<std::string> &Problems) {
  model::ModelSet Set;
  if (Error E = Set.addFile(File)) {
    SmallVector<StringRef> Lines;
    std::string Text = toString(std::move(E));
    StringRef(Text).split(Lines, '\n', -1, /*KeepEmpty=*/false);
    for (StringRef Line : Lines)
      Problems.push_back(Line.str());
  }
}

Configuration::FileSets
Configuration::filesFor(ArrayRef<std::string> Files,
                        ClangTidyOptionsProvider &Provider) const {
  FileSets Result;
  Result.Models.insert(Models.begin(), Models.end());
  if (!ConfigFile.empty())
    Result.Config.insert(ConfigFile);
  StringSet<> Directories;
  for (StringRef File : Files) {
    if (!Directories.insert(sys::path::parent_path(File)).second)
      continue;
    if (ConfigFile.empty())
      for (const auto &[Options, Source] : Provider.getRawOptions(File))
        if (sys::path::is_absolute(Source))
          Result.Config.insert(Source);
    if (std::string Found = model::findUserModels(File); !Found.empty())
      Result.Models.insert(Found);
  }
  return Result;
}

std::vector<std::string> Configuration::filesFor(const Unit &U) const {
  auto Provider = optionsProvider();
  auto [Config, ModelFiles] = filesFor({U.File}, *Provider);
  std::set<std::string> Result;
  for (const auto &Set : {Config, ModelFiles})
    for (StringRef Name : Set)
      Result.insert(canonicalPath(Name));
  for (const auto &Option : Provider->getOptions(U.File).CheckOptions) {
    if (Option.getKey() != "Models" && !Option.getKey().ends_with(".Models"))
      continue;
    SmallVector<StringRef, 2> Names;
    StringRef(Option.getValue().Value)
        .split(Names, ';', -1, /*KeepEmpty=*/false);
    for (StringRef Name : Names)
      Result.insert(canonicalPath(Name.trim(), U.Directory));
  }
  return {Result.begin(), Result.end()};
}

std::vector<std::string>
Configuration::verify(ArrayRef<std::string> Files) const {
  std::vector<std::string> Problems;
  if (std::string Unknown = unknownCheck(Checks); !Unknown.empty())
    Problems.push_back("unblock-lint: error: --checks: " + Unknown +
                       "; --list-checks shows the known ones");

  auto Provider = optionsProvider(&Problems);
  auto [ConfigFiles, ModelFiles] = filesFor(Files, *Provider);
  for (const std::string &File : ConfigFiles)
    verifyConfigFile(File, Problems);
  for (const std::string &File : ModelFiles)
    verifyModels(File, Problems);
  return Problems;
}
