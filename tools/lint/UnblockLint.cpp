//===- UnblockLint.cpp - Blocking calls of a whole project ----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The command-line tool. This file reads options, runs the parts in order, and
// alone decides on the exit status.
//
//===----------------------------------------------------------------------===//

#include "Analysis.h"
#include "BaselineFile.h"
#include "CommandLine.h"
#include "CompileCommands.h"
#include "Configuration.h"
#include "Explain.h"
#include "FixFiles.h"
#include "OutputFile.h"
#include "Since.h"
#include "clang-tidy/GlobList.h"
#include "lib/index/Store.h"
#include "lib/report/Writers.h"
#include "lib/support/CheckSelection.h"
#include "lib/support/ResourceDirectory.h"
#include "lib/support/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/WithColor.h"
#include <chrono>
#include <csignal>
#include <functional>
#include <set>

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

/// What the process returns. docs/guide/unblock-lint.md promises it.
enum ExitStatus {
  Clean = 0, ///< nothing at or above --fail-on
  HasFindings = 1,
  Misused = 2,    ///< wrong usage or configuration, or unwritable files
  Incomplete = 3, ///< some translation unit could not be analysed
};

static cl::SubCommand
    IndexCommand("index", "Analyse one source file, and keep the result: what "
                          "its functions do, and its findings");
static cl::SubCommand
    LinkCommand("link", "Bring the results of all source files together: what "
                        "the functions of the project do");
static cl::SubCommand
    CheckCommand("check", "Report the findings of results, or of source "
                          "files, within their project");
static cl::SubCommand DumpCommand("dump", "Print a result or an index");
static cl::SubCommand
    GraphCommand("graph", "Draw the functions that block, and who calls them");

/// The command that was given: one of those above, or none.
static cl::SubCommand *const Steps[] = {
    &IndexCommand, &LinkCommand, &CheckCommand, &DumpCommand, &GraphCommand};
/// Where an option may stand.
static const auto Plain = cl::sub(cl::SubCommand::getTopLevel());
static const auto Indexing = cl::sub(IndexCommand);
static const auto Linking = cl::sub(LinkCommand);
static const auto Checking = cl::sub(CheckCommand);
static const auto Dumping = cl::sub(DumpCommand);
static const auto Drawing = cl::sub(GraphCommand);

static cl::OptionCategory Input("What to analyse");
static cl::OptionCategory Output("What to report");
static cl::OptionCategory Rules("Checks and models");
static cl::OptionCategory Running("Running");

static cl::list<std::string> Paths(cl::Positional, Plain, Indexing, Linking,
                                   Checking, Dumping, Drawing,
                                   cl::desc("[path...]"), cl::cat(Input));
static cl::opt<std::string>
    BuildPath("p", Plain, Indexing, Checking, Drawing, cl::value_desc("dir"),
              cl::cat(Input),
              cl::desc("Directory of compile_commands.json. Default:\n"
                       "the nearest, upwards from the first path\n"
                       "or from the current directory"));
static cl::list<std::string>
    Exclude("exclude", Plain, Checking, Drawing, cl::value_desc("glob"),
            cl::cat(Input),
            cl::desc("Leave out files and directories that match;\n"
                     "may be repeated"));
static cl::list<std::string>
    ExtraArg("extra-arg", Plain, Indexing, Checking, Drawing,
             cl::value_desc("arg"), cl::cat(Input),
             cl::desc("Append to the compiler's arguments;\n"
                      "may be repeated"));
static cl::list<std::string>
    ExtraArgBefore("extra-arg-before", Plain, Indexing, Checking, Drawing,
                   cl::value_desc("arg"), cl::cat(Input),
                   cl::desc("Put before the compiler's arguments;\n"
                            "may be repeated"));
static cl::opt<std::string>
    ResourceDir("resource-dir", Plain, Indexing, Checking, Drawing,
                cl::value_desc("dir"), cl::cat(Input),
                cl::desc("Directory of Clang's own headers. Default:\n"
                         "that of the LLVM this tool was built with"));

static cl::opt<std::string>
    RootOption("root", Plain, Indexing, Checking, Drawing,
               cl::value_desc("dir"), cl::cat(Input),
               cl::desc("The project: names of files within it are kept\n"
                        "and shown relative to it. Default: the\n"
                        "directory under version control around the\n"
                        "current one, or that"));
static cl::opt<std::string>
    IndexFile("index", Checking, cl::value_desc("file"), cl::cat(Input),
              cl::desc("The project around, as 'unblock-lint link' wrote\n"
                       "it"));

static cl::opt<std::string> OutputFile("o", Indexing, Linking, Drawing,
                                       cl::value_desc("file"), cl::cat(Output),
                                       cl::desc("The file to write"));
static cl::opt<std::string>
    WriteIndex("write-index", Plain, cl::value_desc("file"), cl::cat(Output),
               cl::desc("Write what the functions of the project do,\n"
                        "for the editor and for clang-tidy"));
static cl::opt<std::string>
    DependencyFile("depfile", Indexing, cl::value_desc("file"), cl::cat(Output),
                   cl::desc("Write a rule for make and ninja: the result\n"
                            "depends on the files that were read"));
static cl::list<std::string>
    Format("format", Plain, Checking, cl::value_desc("form[:file]"),
           cl::cat(Output),
           cl::desc("text, json, sarif, codeclimate (for GitLab),\n"
                    "github (for its Actions) or html, and the\n"
                    "file to write; may be repeated. Default: text\n"
                    "on standard output"));
static cl::opt<std::string>
    GraphFormat("format", Drawing, cl::value_desc("form"), cl::init("dot"),
                cl::cat(Output),
                cl::desc("dot (for Graphviz) or mermaid (for Markdown).\n"
                         "Default: dot"));
static cl::opt<std::string>
    BaselineName("baseline", Plain, Checking, cl::value_desc("file"),
                 cl::cat(Output),
                 cl::desc("Report only findings that are not in it"));
static cl::opt<std::string>
    WriteBaseline("write-baseline", Plain, Checking, cl::value_desc("file"),
                  cl::cat(Output),
                  cl::desc("Write a baseline of all findings, or bring it up\n"
                           "to date"));
static cl::opt<bool>
    ReportUnused("report-unused-suppressions", Plain, Checking, cl::init(true),
                 cl::cat(Output),
                 cl::desc("Report NOLINT comments that name a check and\n"
                          "suppress nothing, as advice. Default: on;\n"
                          "=false switches it off"));
static cl::list<std::string>
    Tiers("tier", Plain, Checking, cl::CommaSeparated,
          cl::value_desc("tier,..."), cl::cat(Output),
          cl::desc("Report only these of deadlock, stall, hazard\n"
                   "and advice"));
static cl::opt<std::string>
    FailOn("fail-on", Plain, Checking, cl::value_desc("tier"),
           cl::init("hazard"), cl::cat(Output),
           cl::desc("Exit with status 1 for findings of this tier\n"
                    "or a worse one. Default: hazard; 'never' is\n"
                    "possible"));
static cl::opt<std::string>
    Explain("explain", Plain, cl::value_desc("function"), cl::cat(Output),
            cl::desc("Say whether the function blocks, and why"));
static cl::opt<bool> Fix("fix", Plain, Checking, cl::cat(Output),
                         cl::desc("Apply the fixes, and report what remains"));
static cl::opt<bool>
    Diff("diff", Plain, Checking, cl::cat(Output),
         cl::desc("Print the fixes as a patch for 'patch -p1'\n"
                  "or 'git apply', and change nothing"));
static cl::opt<bool> Quiet("quiet", Plain, Checking, Drawing, cl::cat(Output),
                           cl::desc("No progress and no summary"));

static cl::opt<std::string>
    Checks("checks", Plain, Indexing, Checking, Drawing,
           cl::value_desc("globs"), cl::cat(Rules),
           cl::desc("Checks to run, separated by commas. A leading\n"
                    "dash switches off; a list that starts without\n"
                    "one replaces the configured list"));
static cl::opt<std::string>
    ConfigFile("config-file", Plain, Indexing, Checking, Drawing,
               cl::value_desc("file"), cl::cat(Rules),
               cl::desc("Read this file instead of every .clang-tidy"));
static cl::list<std::string>
    Models("models", Plain, Indexing, Checking, Drawing, cl::value_desc("file"),
           cl::cat(Rules),
           cl::desc("Models to add to the built-in ones and to\n"
                    ".unblock.yaml; may be repeated"));
static cl::opt<bool> ListChecks("list-checks", Plain, cl::cat(Rules),
                                cl::desc("List the checks that would run"));
static cl::opt<bool>
    VerifyConfig("verify-config", Plain, cl::cat(Rules),
                 cl::desc("Check .clang-tidy, .unblock.yaml and --models,\n"
                          "and do nothing else"));

static cl::opt<unsigned>
    Jobs("jobs", Plain, Checking, Drawing, cl::value_desc("n"),
         cl::cat(Running),
         cl::desc("Translation units to analyse at a time.\n"
                  "Default: one per processor"));
static cl::alias JobsShort("j", cl::Prefix, cl::NotHidden, cl::value_desc("n"),
                           cl::aliasopt(Jobs), cl::desc("Short for --jobs"),
                           cl::cat(Running));

static cl::opt<bool> PrintMan("print-man", Plain, cl::Hidden, cl::cat(Running),
                              cl::desc("Print the man page"));
static cl::opt<Shell>
    Completion("completion", Plain, cl::Hidden, cl::cat(Running),
               cl::desc("Print the completion for a shell"),
               cl::values(clEnumValN(Shell::Bash, "bash", "Bourne-again shell"),
                          clEnumValN(Shell::Fish, "fish", "fish"),
                          clEnumValN(Shell::Zsh, "zsh", "Z shell")));

static cl::opt<std::string>
    SinceRevision("since", Plain, cl::value_desc("revision"), cl::cat(Output),
                  cl::desc("Report only what the change since the branch left\n"
                           "this revision of git makes: in changed lines, and\n"
                           "where what they do is called"));
static cl::opt<bool> NoCache("no-cache", Plain, Drawing, cl::cat(Running),
                             cl::desc("Neither use nor keep earlier results"));
static cl::opt<std::string>
    CacheDir("cache-dir", Plain, Drawing, cl::value_desc("dir"),
             cl::cat(Running),
             cl::desc("Where results are kept. Default:\n"
                      "$UNBLOCK_CACHE_DIR, or 'unblock' in\n"
                      "$XDG_CACHE_HOME or ~/.cache"));
static cl::opt<std::string>
    CacheSize("cache-size", Plain, Drawing, cl::value_desc("size"),
              cl::init("5G"), cl::cat(Running),
              cl::desc("How much is kept there, as in 500M or 2G; 0\n"
                       "for all. Default: 5G"));
static cl::opt<bool>
    CacheReadOnly("cache-read-only", Plain, Drawing, cl::cat(Running),
                  cl::desc("Use earlier results, and keep no new ones"));

static constexpr StringLiteral Overview =
    R"(Finds blocking calls in asynchronous C++.

  unblock-lint                      all of the nearest compile database
  unblock-lint -p build src         what lies in src
  unblock-lint file.cpp -- -std=c++20 -Iinclude
  unblock-lint --diff > fixes.patch the fixes, to look at; --fix makes them

In three steps, for build systems; 'unblock-lint STEP --help' tells more:
  unblock-lint index file.cpp -o file.unblock
  unblock-lint link *.unblock -o project.unblockindex
  unblock-lint check file.unblock --index project.unblockindex

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or
configuration, 3 some translation unit could not be analysed.
)";

static raw_ostream &error() { return WithColor::error(errs(), "unblock-lint"); }

static int misuse(const Twine &Message) {
  error() << Message << '\n';
  return Misused;
}

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

/// The options that libLLVM brings along are neither ours to offer nor to
/// propose when a name is misspelt.
static void removeForeignOptions(cl::SubCommand &Command) {
  SmallVector<cl::Option *> Foreign;
  for (auto &Entry : cl::getRegisteredOptions(Command)) {
    cl::Option *O = Entry.second;
    if (none_of(O->Categories, [](cl::OptionCategory *C) {
          return C == &Input || C == &Output || C == &Rules || C == &Running ||
                 C->getName() == "Generic Options";
        }))
      Foreign.push_back(O);
  }
  for (cl::Option *O : Foreign)
    O->removeArgument();
}

namespace {
enum class Form { Text, Json, Sarif, CodeClimate, GitHub, Html };
/// In that order.
constexpr StringLiteral FormNames[] = {"text",        "json",   "sarif",
                                       "codeclimate", "github", "html"};

struct OutputRequest {
  Form How;
  std::string File; ///< empty: standard output
};

struct Settings {
  std::vector<OutputRequest> Outputs;
  std::vector<model::Tier> Tiers; ///< empty: all
  std::optional<model::Tier> FailOn;
  GraphForm Graph;
  std::string ResourceDirectory;
};
} // namespace

static Error failure(const Twine &Message) {
  return createStringError(inconvertibleErrorCode(), Message);
}

static Expected<std::string> resourceDirectory() {
  if (ResourceDir.empty())
    return findResourceDirectory();
  std::string Given = canonicalPath(ResourceDir);
  if (sys::fs::is_directory(Given + "/include"))
    return Given;
  return failure("--resource-dir: there is no '" + Given + "/include'");
}

/// The number of bytes that "500M" means.
static std::optional<uint64_t> parseSize(StringRef Text) {
  uint64_t Unit = StringSwitch<uint64_t>(Text.take_back().upper())
                      .Case("K", 1 << 10)
                      .Case("M", 1 << 20)
                      .Case("G", 1 << 30)
                      .Case("T", uint64_t(1) << 40)
                      .Default(1);
  uint64_t Number;
  if ((Unit == 1 ? Text : Text.drop_back()).getAsInteger(10, Number) ||
      Number > UINT64_MAX / Unit)
    return std::nullopt;
  return Number * Unit;
}

/// The cache that the options ask for; null for none. In \p Root, names of
/// files are relative to it.
static Expected<std::unique_ptr<index::Cache>> openCache(StringRef Root) {
  if (NoCache && (!CacheDir.empty() || CacheReadOnly))
    return failure("--no-cache excludes --cache-dir and --cache-read-only");
  index::Cache::Options Opts;
  std::optional<uint64_t> Bytes = parseSize(CacheSize);
  if (!Bytes)
    return failure("--cache-size: '" + CacheSize +
                   "' is no size; write it as in 500M or 2G");
  Opts.MaxBytes = *Bytes;
  Opts.ReadOnly = CacheReadOnly;
  Opts.Root = Root.str();
  std::optional<std::string> Variable =
      sys::Process::GetEnv("UNBLOCK_CACHE_DIR");
  if (NoCache)
    return nullptr;
  if (!CacheDir.empty())
    Opts.Directory = CacheDir;
  else if (Variable)
    Opts.Directory = *Variable;
  else if (std::optional<std::string> Own = index::defaultCacheDirectory())
    Opts.Directory = *Own;
  else
    WithColor::warning(errs(), "unblock-lint")
        << "there is no home directory for the cache; name a directory with "
           "--cache-dir, or do without with --no-cache\n";
  if (Opts.Directory.empty())
    return nullptr;
  Opts.Directory = canonicalPath(Opts.Directory);
  return std::make_unique<index::Cache>(std::move(Opts));
}

static Expected<Settings> readSettings() {
  Settings S;
  unsigned ToStandardOutput = 0;
  for (StringRef Spec : Format) {
    auto [Name, File] = Spec.split(':');
    auto *Known = find(FormNames, Name);
    if (Known == std::end(FormNames))
      return failure("--format: unknown form '" + Name + "'; " +
                     join(ArrayRef(FormNames).drop_back(), ", ") + " and " +
                     FormNames[std::size(FormNames) - 1] + " are known");
    Form How = Form(Known - FormNames);
    if (Spec.contains(':') && File.empty())
      return failure("--format: '" + Spec + "' names no file after the colon");
    ToStandardOutput += File.empty();
    S.Outputs.push_back({How, File.str()});
  }
  if (ToStandardOutput > 1)
    return failure("--format: only one form can go to standard output; name a "
                   "file for the others, as in sarif:FILE");
  if (Diff && ToStandardOutput)
    return failure("--diff goes to standard output; name a file for the other "
                   "form, as in sarif:FILE");
  if (S.Outputs.empty() && !Diff)
    S.Outputs.push_back({Form::Text, ""});
  if (Fix && Diff)
    return failure("--fix and --diff exclude each other");
  if ((Fix || Diff) && !Explain.empty())
    return failure("--explain has nothing to fix");
  if (!SinceRevision.empty() && !Explain.empty())
    return failure("--explain answers for the whole project, not for what "
                   "--since adds");

  if (!WriteBaseline.empty() &&
      (Fix || Diff || !Explain.empty() || !SinceRevision.empty()))
    return failure("--write-baseline excludes --fix, --diff, --since and "
                   "--explain");

  constexpr StringLiteral Known =
      "deadlock, stall, hazard and advice are known";
  for (StringRef Name : Tiers) {
    std::optional<model::Tier> T = model::parseTier(Name);
    if (!T)
      return failure("--tier: unknown tier '" + Name + "'; " + Known);
    S.Tiers.push_back(*T);
  }
  if (FailOn != "never") {
    S.FailOn = model::parseTier(FailOn);
    if (!S.FailOn)
      return failure("--fail-on: unknown tier '" + FailOn + "'; " + Known +
                     ", and never");
  }

  auto Form = StringSwitch<std::optional<GraphForm>>(GraphFormat)
                  .Case("dot", GraphForm::Dot)
                  .Case("mermaid", GraphForm::Mermaid)
                  .Default(std::nullopt);
  if (!Form)
    return failure("graph: --format is dot or mermaid");
  S.Graph = *Form;

  Expected<std::string> Directory = resourceDirectory();
  if (!Directory)
    return Directory.takeError();
  S.ResourceDirectory = *Directory;
  return S;
}

//===----------------------------------------------------------------------===//
// The report
//===----------------------------------------------------------------------===//

/// The directory under version control that \p Directory lies in, or itself.
static std::string projectRoot(StringRef Directory) {
  for (StringRef D = Directory; !D.empty(); D = sys::path::parent_path(D))
    if (sys::fs::exists(D + "/.git") || sys::fs::exists(D + "/.hg"))
      return D.str();
  return Directory.str();
}

static std::vector<report::CheckInfo> checkInfos() {
  static constexpr report::CheckInfo Pages[] = {
#include "CheckPages.inc"
      {"", "", ""}};
  std::vector<report::CheckInfo> Infos;
  for (StringRef Name : allChecks()) {
    auto *Page = find_if(Pages, [&](auto &P) { return P.Name == Name; });
    Infos.push_back(Page != std::end(Pages) ? *Page
                                            : report::CheckInfo{Name, "", ""});
  }
  Infos.push_back({report::UnusedSuppressionCheck,
                   "Finds NOLINT comments that name a check and suppress "
                   "nothing.",
                   "# unused-suppression\n\nFinds NOLINT comments that name a "
                   "check and suppress nothing. Remove the name, or the whole "
                   "comment.\n"});
  return Infos;
}

static void write(Form How, const report::Report &Report, StringRef Directory,
                  StringRef Root, raw_ostream &OS) {
  report::SourceText Sources;
  std::vector<report::CheckInfo> Infos = checkInfos();
  switch (How) {
  case Form::Text:
    OS.enable_colors(OS.has_colors());
    return report::writeText({Report, Sources, Infos, Directory}, OS);
  case Form::Json:
    return report::writeJson({Report, Sources, Infos, Root}, OS);
  case Form::Sarif:
    return report::writeSarif({Report, Sources, Infos, Root}, OS);
  case Form::CodeClimate:
    return report::writeCodeClimate({Report, Sources, Infos, Root}, OS);
  case Form::GitHub:
    return report::writeGitHub({Report, Sources, Infos, Root}, OS);
  case Form::Html:
    return report::writeHtml({Report, Sources, Infos, Root}, OS);
  }
}

static Error writeStandardOutput(function_ref<void(raw_ostream &)> Write) {
  Write(outs());
  outs().flush();
  std::error_code EC = outs().error();
  outs().clear_error();
  if (EC)
    return failure("cannot write to standard output: " + EC.message());
  return Error::success();
}

/// Writes all that was asked for; what could not be written is said, and its
/// findings go to standard output, if that is free.
static bool writeAll(const report::Report &Report, const Settings &S,
                     StringRef Directory, StringRef Root) {
  bool Written = true, IsOutputUsed = false;
  auto Check = [&](Error E) {
    if (!E)
      return true;
    error() << toString(std::move(E)) << '\n';
    return Written = false;
  };
  for (const OutputRequest &O : S.Outputs) {
    auto Write = [&](raw_ostream &OS) {
      write(O.How, Report, Directory, Root, OS);
    };
    if (O.File.empty()) {
      IsOutputUsed = true;
      Check(writeStandardOutput(Write));
    } else {
      Check(writeOutputFile(O.File, Write));
    }
  }
  if (!Written && !IsOutputUsed)
    Check(writeStandardOutput([&](raw_ostream &OS) {
      write(Form::Text, Report, Directory, Root, OS);
    }));
  return Written;
}

static void printFailures(const report::Report &Report, StringRef Directory) {
  for (const report::Failure &F : Report.Failures) {
    StringRef Unit = report::relativeTo(Directory, F.File);
    if (F.Where.Line)
      errs() << report::relativeTo(Directory, F.Where.File) << ':'
             << F.Where.Line << ':' << F.Where.Column << ": ";
    else
      errs() << Unit << ": ";
    WithColor::error(errs()) << F.Reason << '\n';
    WithColor::note(errs()) << "'" << Unit << "' was not analysed\n";
  }
}

/// Carries out --fix or --diff; the findings that are fixed leave \p Report.
/// Returns whether every file could be changed that was to be.
static bool fix(FixFiles &Fixes, report::Report &Report, StringRef Directory,
                StringRef Root) {
  if (Report.Interrupted) {
    error() << "nothing is fixed, as not everything was analysed\n";
    return true;
  }
  Fixes.plan(Report);
  if (Fix)
    Fixes.write(Report);
  bool Written = Fixes.errors().empty();
  for (const std::string &Error : Fixes.errors())
    error() << Error << '\n';
  if (Diff)
    if (Error E = writeStandardOutput(
            [&](raw_ostream &OS) { Fixes.printDiff(Root, OS); })) {
      error() << toString(std::move(E)) << '\n';
      Written = false;
    }
  if (!Quiet) {
    for (const std::string &Line : Fixes.leftOver(Report, Directory))
      errs() << Line << '\n';
    if (size_t Fixed = Fixes.fixedFindings())
      errs() << formatv(
          "{0} in {1} {2}fixed\n", report::plural(Fixed, "finding"),
          report::plural(Fixes.changedFiles(), "file"), Fix ? "" : "can be ");
    else
      errs() << "nothing to fix\n";
  }
  if (Fix)
    Fixes.update(Report);
  return Written;
}

/// What was written does not stand any more.
static bool writeBaseline(BaselineFile &File, report::Report &Report) {
  if (Report.Interrupted) {
    error() << "no baseline is written, as not everything was analysed\n";
    return true;
  }
  if (Error E = File.write(Report)) {
    error() << toString(std::move(E)) << '\n';
    return false;
  }
  if (!Quiet)
    errs() << File.summary() << '\n';
  return true;
}

/// Prints what is made from the options' descriptions, if that is asked for.
static bool printCommandLine() {
  if (PrintMan) {
    printManPage(Overview, outs());
    return true;
  }
  if (!Completion.getNumOccurrences())
    return false;
  std::vector<std::string> Checks, Tiers;
  for (const report::CheckInfo &Check : checkInfos())
    if (isOwnCheck(Check.Name))
      Checks.push_back(Check.Name.str());
  for (auto T : {model::Tier::Deadlock, model::Tier::Stall, model::Tier::Hazard,
                 model::Tier::Advice})
    Tiers.push_back(model::toString(T).str());
  std::vector<std::string> Forms(std::begin(FormNames), std::end(FormNames));
  std::vector<std::string> Least = Tiers;
  Least.push_back("never");
  printCompletion(Completion,
                  {{"globs", Checks},
                   {"tier,...", Tiers},
                   {"tier", Least},
                   {"form[:file]", Forms},
                   {"form", {"dot", "mermaid"}}},
                  outs());
  return true;
}

static int listChecks(const Configuration &Config) {
  clang::tidy::GlobList Enabled(
      (DefaultChecks + "," + Config.checkGlobs()).str());
  for (const report::CheckInfo &Check : checkInfos())
    if (Enabled.contains(Check.Name))
      outs() << left_justify(Check.Name, 34) << ' ' << Check.Summary << '\n';
  return Clean;
}

/// Makes the names of files of \p P relative to \p Directory.
static void showFrom(index::Project &P, StringRef Root, StringRef Directory) {
  for (std::string &File : P.Files) {
    SmallString<256> Path(File);
    sys::path::make_absolute(Root, Path);
    File = report::relativeTo(Directory, Path).str();
  }
}

/// The models answer for library functions, the analysis for the project's own.
static int explain(const index::Project &All, bool IsComplete,
                   const Configuration &Config, StringRef Directory) {
  std::string Text;
  raw_string_ostream OS(Text);
  explainFromProject(Explain, All, OS);
  SmallString<256> Anchor(Directory);
  sys::path::append(Anchor, "file");
  explainFromModels(Explain, *Config.loadModels(Anchor), OS);
  if (Error E = writeStandardOutput([&](raw_ostream &OS) { OS << Text; }))
    return misuse(toString(std::move(E)));
  if (!IsComplete)
    return Incomplete;
  if (Text.empty())
    return misuse("nothing is known of '" + Explain +
                  "': no translation unit defines it, and no model names it; "
                  "write its qualified name, as in ns::Class::function");
  return Clean;
}

/// What --fix may change: the project, the paths on the command line, and what
/// is compiled.
static Expected<PathSet> ownFiles(const UnitRequest &Request, StringRef Root,
                                  ArrayRef<std::string> Units) {
  std::vector<std::string> Own = Request.Paths;
  Own.push_back(Root.str());
  append_range(Own, Units);
  return PathSet::create(Own);
}

//===----------------------------------------------------------------------===//
// The steps
//===----------------------------------------------------------------------===//

static Expected<std::unique_ptr<MemoryBuffer>> readBytes(StringRef File) {
  auto Buffer = MemoryBuffer::getFile(File, /*IsText=*/false,
                                      /*RequiresNullTerminator=*/false);
  if (!Buffer)
    return failure("cannot read '" + File +
                   "': " + Buffer.getError().message());
  return std::move(*Buffer);
}

static Expected<index::Project> readIndex(StringRef File) {
  auto Buffer = readBytes(File);
  if (!Buffer)
    return Buffer.takeError();
  return index::readProject((*Buffer)->getBuffer(), File);
}

/// Writes what make and ninja want to know: \p Target depends on \p Inputs.
static Error writeDependencies(StringRef Target, ArrayRef<std::string> Inputs) {
  auto Escape = [](StringRef Name) {
    std::string Text;
    for (char C : Name) {
      if (C == ' ' || C == '#' || C == '\\')
        Text += '\\';
      if (C == '$')
        Text += '$';
      Text += C;
    }
    return Text;
  };
  return writeOutputFile(DependencyFile, [&](raw_ostream &OS) {
    OS << Escape(Target) << ':';
    for (StringRef Input : Inputs)
      OS << " \\\n  " << Escape(Input);
    OS << '\n';
  });
}

/// `index`: the result of one unit becomes a file, if it could be analysed.
static int writeUnit(Run &Work, const Configuration &Config, const Unit &Source,
                     StringRef Root, StringRef Directory) {
  if (Work.wasInterrupted() || Work.units().empty())
    return Incomplete;
  const AnalysedUnit &U = Work.units().front();
  if (U.Result.Failed) {
    report::Report Failed;
    UnitResult Absolute = U.Result;
    makeAbsolute(Absolute, Root);
    Failed.Failures.push_back(std::move(*Absolute.Failed));
    printFailures(Failed, Directory);
    return Incomplete;
  }
  Error E = writeOutputFile(OutputFile, [&](raw_ostream &OS) {
    index::Unit Whole = U.Summary;
    putResult(Whole, U.Result);
    index::write(Whole, OS);
  });
  if (!E && !DependencyFile.empty()) {
    UnitResult Absolute = U.Result;
    makeAbsolute(Absolute, Root);
    append_range(Absolute.Read, Config.filesFor(Source));
    E = writeDependencies(OutputFile, Absolute.Read);
  }
  return E ? misuse(toString(std::move(E))) : Clean;
}

/// `link`.
static int linkUnits() {
  if (OutputFile.empty())
    return misuse("link: name the file to write with -o");
  std::vector<index::Unit> Units;
  for (StringRef File : Paths) {
    auto Buffer = readBytes(File);
    if (!Buffer)
      return misuse(toString(Buffer.takeError()));
    auto U = index::readUnit((*Buffer)->getBuffer(), File);
    if (!U)
      return misuse(toString(U.takeError()));
    // Only what the functions do is linked.
    index::Unit &Functions = Units.emplace_back();
    static_cast<index::Module &>(Functions) = std::move(*U);
    Functions.MainFile = std::move(U->MainFile);
  }
  index::Project Linked = index::takeAndLink(std::move(Units));
  if (Error E = writeOutputFile(
          OutputFile, [&](raw_ostream &OS) { index::write(Linked, OS); }))
    return misuse(toString(std::move(E)));
  return Clean;
}

/// `dump`.
static int dumpFile() {
  if (Paths.size() != 1)
    return misuse("dump: name one file");
  StringRef File = Paths.front();
  auto Buffer = readBytes(File);
  if (!Buffer)
    return misuse(toString(Buffer.takeError()));
  std::string Text;
  raw_string_ostream OS(Text);
  if (index::kindOf((*Buffer)->getBuffer()) == index::FileKind::Project) {
    auto P = index::readProject((*Buffer)->getBuffer(), File);
    if (!P)
      return misuse(toString(P.takeError()));
    dump(*P, OS);
  } else {
    auto U = index::readUnit((*Buffer)->getBuffer(), File);
    if (!U)
      return misuse(toString(U.takeError()));
    dump(*U, OS);
  }
  if (Error E = writeStandardOutput([&](raw_ostream &OS) { OS << Text; }))
    return misuse(toString(std::move(E)));
  return Clean;
}

/// `graph`.
static int drawGraph(const index::Project &All, GraphForm Form) {
  auto Write = [&](raw_ostream &OS) { writeGraph(All, Form, OS); };
  Error E = OutputFile.empty() ? writeStandardOutput(Write)
                               : writeOutputFile(OutputFile, Write);
  return E ? misuse(toString(std::move(E))) : Clean;
}

/// Takes the files that `index` wrote from the paths of \p Request.
static Error takeSummaries(UnitRequest &Request, Run &Work) {
  std::vector<std::string> Sources;
  for (const std::string &Path : Request.Paths) {
    auto Buffer = readBytes(Path);
    if (!Buffer) {
      // A directory, or a pattern: whether it names sources is found out later.
      consumeError(Buffer.takeError());
      Sources.push_back(Path);
      continue;
    }
    StringRef Bytes = (*Buffer)->getBuffer();
    if (index::kindOf(Bytes) == index::FileKind::Other &&
        !StringRef(Path).ends_with(".unblock")) {
      Sources.push_back(Path);
      continue;
    }
    Expected<index::Unit> U = index::readUnit(Bytes, Path);
    if (!U)
      return U.takeError();
    if (!Work.add(std::move(*U)))
      return failure("'" + Path +
                     "' holds no findings; make it again with "
                     "'unblock-lint index'");
  }
  Request.Paths = std::move(Sources);
  return Error::success();
}

//===----------------------------------------------------------------------===//
// All of it
//===----------------------------------------------------------------------===//

static int runTool(UnitRequest Request) {
  Expected<Settings> S = readSettings();
  if (!S)
    return misuse(toString(S.takeError()));
  if (Request.FixedCommand && !Request.BuildPath.empty())
    return misuse("-p and '--' exclude each other");
  if (IndexCommand && OutputFile.empty())
    return misuse("index: name the file to write with -o");
  if (!DependencyFile.empty() && OutputFile.empty())
    return misuse("--depfile describes the file that -o names");
  if (CheckCommand && IndexFile.empty())
    return misuse("check: name the index of the project with --index");

  Configuration Config;
  Config.Checks = Checks;
  Config.ConfigFile = ConfigFile;
  for (StringRef File : Models)
    Config.Models.push_back(canonicalPath(File));
  auto VerifyFor = [&](ArrayRef<std::string> Files) {
    std::vector<std::string> Problems = Config.verify(Files);
    for (const std::string &Problem : Problems)
      errs() << Problem << '\n';
    return Problems.empty();
  };
  if (ListChecks)
    return VerifyFor({}) ? listChecks(Config) : Misused;

  std::string Directory = canonicalPath(".");
  std::string Root =
      RootOption.empty() ? projectRoot(Directory) : canonicalPath(RootOption);
  Run::Options Opts;
  Opts.Analysis.ResourceDirectory = S->ResourceDirectory;
  Opts.Analysis.Root = Root;
  Opts.Analysis.AllFunctions = !Explain.empty() || GraphCommand;
  Opts.Jobs =
      Jobs ? unsigned(Jobs) : hardware_concurrency().compute_thread_count();
  Opts.ReportUnused = ReportUnused;
  Opts.ShowProgress =
      !Quiet && !IndexCommand && sys::Process::StandardErrIsDisplayed();
  std::unique_ptr<index::Cache> Cache;
  // The steps are for builds, which keep results themselves.
  if (!IndexCommand && !CheckCommand) {
    auto Opened = openCache(Root);
    if (!Opened)
      return misuse(toString(Opened.takeError()));
    Cache = std::move(*Opened);
  }
  Opts.Cache = Cache.get();
  Run Work(Config, Opts);

  std::optional<index::Project> Project;
  bool HasSources = true;
  if (CheckCommand) {
    Expected<index::Project> Read = readIndex(IndexFile);
    if (!Read)
      return misuse(toString(Read.takeError()));
    Project = std::move(*Read);
    Work.coverage().setPartial();
    Work.coverage().setIndexed();
    if (Error E = takeSummaries(Request, Work))
      return misuse(toString(std::move(E)));
    HasSources = !Request.Paths.empty();
  }
  std::vector<Unit> Units;
  if (HasSources) {
    bool AreAll = false;
    Expected<std::vector<Unit>> Selected = selectUnits(Request, &AreAll);
    if (!AreAll)
      Work.coverage().setPartial();
    if (!Selected)
      return misuse(toString(Selected.takeError()));
    Units = std::move(*Selected);
  }
  if (IndexCommand && Units.size() != 1)
    return misuse("index: name one source file; " +
                  report::plural(Units.size(), "command") + " are selected");
  std::vector<std::string> Files;
  for (const Unit &U : Units)
    Files.push_back(U.File);
  if (!VerifyFor(Files))
    return Misused;
  if (VerifyConfig) {
    outs() << "configuration is valid\n";
    return Clean;
  }
  Expected<PathSet> Excluded = PathSet::create(Request.Exclude);
  if (!Excluded)
    return misuse(toString(Excluded.takeError()));

  auto Start = std::chrono::steady_clock::now();
  std::optional<Since> Change;
  if (!SinceRevision.empty()) {
    Expected<Since> Made = Since::create(SinceRevision, Directory);
    if (!Made)
      return misuse(toString(Made.takeError()));
    Change = std::move(*Made);
  }
  Expected<PathSet> Ours = ownFiles(Request, Root, Files);
  if (!Ours)
    return misuse(toString(Ours.takeError()));
  FixFiles Fixes([&](StringRef Path) {
    return Ours->contains(Path) && !Excluded->contains(Path);
  });
  Expected<BaselineFile> Baseline =
      BaselineFile::read(BaselineName, WriteBaseline, Root);
  if (!Baseline)
    return misuse(toString(Baseline.takeError()));
  Baseline->watch(Work.coverage());
  Work.analyse(Units);
  if (IndexCommand)
    return writeUnit(Work, Config, Units.front(), Root, Directory);
  if (GraphCommand || !Explain.empty()) {
    index::Project All = Work.linkAll();
    report::Report Report = Work.report(All, Fixes);
    printFailures(Report, Directory);
    bool IsComplete = Report.Failures.empty() && !Report.Interrupted;
    showFrom(All, Root, GraphCommand ? StringRef(Root) : StringRef(Directory));
    if (!GraphCommand)
      return explain(All, IsComplete, Config, Directory);
    int Status = drawGraph(All, S->Graph);
    return Status == Clean && !IsComplete ? int(Incomplete) : Status;
  }
  if (!Project)
    Project = Work.link();
  // After an interruption an old one is better than half of a new one.
  bool Written = true;
  if (!WriteIndex.empty() && !Work.wasInterrupted())
    if (Error E = writeOutputFile(
            WriteIndex, [&](raw_ostream &OS) { index::write(*Project, OS); })) {
      error() << toString(std::move(E)) << '\n';
      Written = false;
    }
  if (Change)
    Change->analyseBefore(Work, Units, Config, Opts);
  report::Report Report = Work.report(*Project, Fixes);
  auto IsReported = [&](const report::Finding &F) {
    return !Excluded->contains(F.Where.File) &&
           (S->Tiers.empty() || is_contained(S->Tiers, F.Severity));
  };
  if (!BaselineName.empty() || !WriteBaseline.empty())
    Baseline->apply(Report, Work.coverage(), IsReported);
  if (Change) {
    Change->keepNew(Report, Root);
    if (unsigned N = Change->unknownUnits(); N && !Quiet)
      WithColor::warning(errs(), "unblock-lint")
          << report::plural(N, "translation unit")
          << " could not be analysed as of '" << SinceRevision
          << "'; all that is found there counts as new\n";
  }
  erase_if(Report.Findings, std::not_fn(IsReported));
  std::chrono::duration<double> Took = std::chrono::steady_clock::now() - Start;

  if (Fix || Diff)
    Written &= fix(Fixes, Report, Directory, Root);
  if (!WriteBaseline.empty())
    Written &= writeBaseline(*Baseline, Report);
  Written &= writeAll(Report, *S, Directory, Root);
  printFailures(Report, Directory);
  if (!Quiet && !Report.Interrupted)
    Baseline->printStale(errs());
  if (!Quiet)
    errs() << Report.summary() << formatv("; {0:f1} s\n", Took.count());

  if (!Written)
    return Misused;
  if (Report.Interrupted || !Report.Failures.empty())
    return Incomplete;
  bool Fails = any_of(Report.Findings, [&](const report::Finding &F) {
    return F.stands() && S->FailOn && F.Severity >= *S->FailOn;
  });
  return Fails ? HasFindings : Clean;
}

int main(int Argc, char **Argv) {
  UnitRequest Request;
  char **Dashes = std::find_if(
      Argv, Argv + Argc, [](const char *A) { return StringRef(A) == "--"; });
  if (Dashes != Argv + Argc) {
    Request.FixedCommand.emplace(Dashes + 1, Argv + Argc);
    Argc = Dashes - Argv;
  }
  // A limit on the size of files is an error like a full disk, not our end.
  std::signal(SIGXFSZ, SIG_IGN);
  removeForeignOptions(cl::SubCommand::getTopLevel());
  for (cl::SubCommand *Command : Steps)
    removeForeignOptions(*Command);
  cl::SetVersionPrinter([](raw_ostream &OS) { OS << versionString() << '\n'; });
  std::string Problems;
  raw_string_ostream ProblemStream(Problems);
  if (!cl::ParseCommandLineOptions(Argc, Argv, Overview, &ProblemStream)) {
    errs() << Problems;
    return Misused;
  }
  Request.BuildPath = BuildPath;
  Request.Paths.assign(Paths.begin(), Paths.end());
  Request.Exclude.assign(Exclude.begin(), Exclude.end());
  Request.ExtraArgs.assign(ExtraArg.begin(), ExtraArg.end());
  Request.ExtraArgsBefore.assign(ExtraArgBefore.begin(), ExtraArgBefore.end());
  if (printCommandLine())
    return Clean;
  if (LinkCommand)
    return linkUnits();
  if (DumpCommand)
    return dumpFile();
  return runTool(std::move(Request));
}
