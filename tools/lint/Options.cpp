//===- Options.cpp - What the command line asks for -----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Options.h"
#include "Errors.h"
#include "lib/support/ResourceDirectory.h"
#include "lib/support/Version.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

//===----------------------------------------------------------------------===//
// What is registered
//===----------------------------------------------------------------------===//

/// Where values are put that need no reading.
static Options Given;

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

static const std::pair<cl::SubCommand *, Command> Commands[] = {
    {&IndexCommand, Command::Index},
    {&LinkCommand, Command::Link},
    {&CheckCommand, Command::Check},
    {&DumpCommand, Command::Dump},
    {&GraphCommand, Command::Graph}};
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

static cl::list<std::string, std::vector<std::string>>
    Paths(cl::Positional, cl::location(Given.Units.Paths), Plain, Indexing,
          Linking, Checking, Dumping, Drawing, cl::desc("[path...]"),
          cl::cat(Input));
static cl::opt<std::string, true>
    BuildPath("p", cl::location(Given.Units.BuildPath), Plain, Indexing,
              Checking, Drawing, cl::value_desc("dir"), cl::cat(Input),
              cl::desc("Directory of compile_commands.json. Default:\n"
                       "the nearest, upwards from the first path\n"
                       "or from the current directory"));
static cl::list<std::string, std::vector<std::string>>
    Exclude("exclude", cl::location(Given.Units.Exclude), Plain, Checking,
            Drawing, cl::value_desc("glob"), cl::cat(Input),
            cl::desc("Leave out files and directories that match;\n"
                     "may be repeated"));
static cl::list<std::string, std::vector<std::string>>
    ExtraArg("extra-arg", cl::location(Given.Units.ExtraArgs), Plain, Indexing,
             Checking, Drawing, cl::value_desc("arg"), cl::cat(Input),
             cl::desc("Append to the compiler's arguments;\n"
                      "may be repeated"));
static cl::list<std::string, std::vector<std::string>>
    ExtraArgBefore("extra-arg-before",
                   cl::location(Given.Units.ExtraArgsBefore), Plain, Indexing,
                   Checking, Drawing, cl::value_desc("arg"), cl::cat(Input),
                   cl::desc("Put before the compiler's arguments;\n"
                            "may be repeated"));
static cl::opt<std::string, true>
    ResourceDir("resource-dir", cl::location(Given.ResourceDirectory), Plain,
                Indexing, Checking, Drawing, cl::value_desc("dir"),
                cl::cat(Input),
                cl::desc("Directory of Clang's own headers. Default:\n"
                         "that of the LLVM this tool was built with"));

static cl::opt<std::string, true>
    RootOption("root", cl::location(Given.Root), Plain, Indexing, Checking,
               Drawing, cl::value_desc("dir"), cl::cat(Input),
               cl::desc("The project: names of files within it are kept\n"
                        "and shown relative to it. Default: the\n"
                        "directory under version control around the\n"
                        "current one, or that"));
static cl::opt<std::string, true>
    IndexFile("index", cl::location(Given.IndexFile), Checking,
              cl::value_desc("file"), cl::cat(Input),
              cl::desc("The project around, as 'unblock-lint link' wrote\n"
                       "it"));

static cl::opt<std::string, true>
    OutputFile("o", cl::location(Given.OutputFile), Indexing, Linking, Drawing,
               cl::value_desc("file"), cl::cat(Output),
               cl::desc("The file to write"));
static cl::opt<std::string, true>
    WriteIndex("write-index", cl::location(Given.WriteIndex), Plain,
               cl::value_desc("file"), cl::cat(Output),
               cl::desc("Write what the functions of the project do,\n"
                        "for the editor and for clang-tidy"));
static cl::opt<std::string, true>
    DependencyFile("depfile", cl::location(Given.DependencyFile), Indexing,
                   cl::value_desc("file"), cl::cat(Output),
                   cl::desc("Write a rule for make and ninja: the result\n"
                            "depends on the files that were read"));
static cl::list<std::string>
    Formats("format", Plain, Checking, cl::value_desc("form[:file]"),
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
static cl::opt<std::string, true>
    BaselineName("baseline", cl::location(Given.Baseline), Plain, Checking,
                 cl::value_desc("file"), cl::cat(Output),
                 cl::desc("Report only findings that are not in it"));
static cl::opt<std::string, true>
    WriteBaseline("write-baseline", cl::location(Given.WriteBaseline), Plain,
                  Checking, cl::value_desc("file"), cl::cat(Output),
                  cl::desc("Write a baseline of all findings, or bring it up\n"
                           "to date"));
static cl::opt<bool, true>
    ReportUnused("report-unused-suppressions", cl::location(Given.ReportUnused),
                 Plain, Checking, cl::cat(Output),
                 cl::desc("Report NOLINT comments that name a check and\n"
                          "suppress nothing, as advice. Default: on;\n"
                          "=false switches it off"));
static cl::list<std::string>
    TierNames("tier", Plain, Checking, cl::CommaSeparated,
              cl::value_desc("tier,..."), cl::cat(Output),
              cl::desc("Report only these of deadlock, stall, hazard\n"
                       "and advice"));
static cl::opt<std::string>
    FailOn("fail-on", Plain, Checking, cl::value_desc("tier"),
           cl::init("hazard"), cl::cat(Output),
           cl::desc("Exit with status 1 for findings of this tier\n"
                    "or a worse one. Default: hazard; 'never' is\n"
                    "possible"));
static cl::opt<std::string, true>
    Explain("explain", cl::location(Given.Explain), Plain,
            cl::value_desc("function"), cl::cat(Output),
            cl::desc("Say whether the function blocks, and why"));
static cl::opt<bool, true>
    Fix("fix", cl::location(Given.Fix), Plain, Checking, cl::cat(Output),
        cl::desc("Apply the fixes, and report what remains"));
static cl::opt<bool, true>
    Diff("diff", cl::location(Given.Diff), Plain, Checking, cl::cat(Output),
         cl::desc("Print the fixes as a patch for 'patch -p1'\n"
                  "or 'git apply', and change nothing"));
static cl::opt<bool, true> Quiet("quiet", cl::location(Given.Quiet), Plain,
                                 Checking, Drawing, cl::cat(Output),
                                 cl::desc("No progress and no summary"));

static cl::opt<std::string, true>
    Checks("checks", cl::location(Given.Config.Checks), Plain, Indexing,
           Checking, Drawing, cl::value_desc("globs"), cl::cat(Rules),
           cl::desc("Checks to run, separated by commas. A leading\n"
                    "dash switches off; a list that starts without\n"
                    "one replaces the configured list"));
static cl::opt<std::string, true>
    ConfigFile("config-file", cl::location(Given.Config.ConfigFile), Plain,
               Indexing, Checking, Drawing, cl::value_desc("file"),
               cl::cat(Rules),
               cl::desc("Read this file instead of every .clang-tidy"));
static cl::list<std::string, std::vector<std::string>>
    Models("models", cl::location(Given.Config.Models), Plain, Indexing,
           Checking, Drawing, cl::value_desc("file"), cl::cat(Rules),
           cl::desc("Models to add to the built-in ones and to\n"
                    ".unblock.yaml; may be repeated"));
static cl::opt<bool, true>
    ListChecks("list-checks", cl::location(Given.ListChecks), Plain,
               cl::cat(Rules), cl::desc("List the checks that would run"));
static cl::opt<bool, true>
    VerifyConfig("verify-config", cl::location(Given.VerifyConfig), Plain,
                 cl::cat(Rules),
                 cl::desc("Check .clang-tidy, .unblock.yaml and --models,\n"
                          "and do nothing else"));

static cl::opt<unsigned, true>
    Jobs("jobs", cl::location(Given.Jobs), Plain, Checking, Drawing,
         cl::value_desc("n"), cl::cat(Running),
         cl::desc("Translation units to analyse at a time.\n"
                  "Default: one per processor"));
static cl::alias JobsShort("j", cl::Prefix, cl::NotHidden, cl::value_desc("n"),
                           cl::aliasopt(Jobs), cl::desc("Short for --jobs"),
                           cl::cat(Running));

static cl::opt<bool, true> PrintMan("print-man", cl::location(Given.PrintMan),
                                    Plain, cl::Hidden, cl::cat(Running),
                                    cl::desc("Print the man page"));
static cl::opt<Shell> CompletionFor(
    "completion", Plain, cl::Hidden, cl::cat(Running),
    cl::desc("Print the completion for a shell"),
    cl::values(clEnumValN(Shell::Bash, "bash", "Bourne-again shell"),
               clEnumValN(Shell::Fish, "fish", "fish"),
               clEnumValN(Shell::Zsh, "zsh", "Z shell")));

static cl::opt<std::string, true>
    SinceRevision("since", cl::location(Given.Since), Plain,
                  cl::value_desc("revision"), cl::cat(Output),
                  cl::desc("Report only what the change since the branch left\n"
                           "this revision of git makes: in changed lines, and\n"
                           "where what they do is called"));
static cl::opt<bool, true>
    NoCache("no-cache", cl::location(Given.NoCache), Plain, Drawing,
            cl::cat(Running), cl::desc("Neither use nor keep earlier results"));
static cl::opt<std::string, true>
    CacheDir("cache-dir", cl::location(Given.CacheDir), Plain, Drawing,
             cl::value_desc("dir"), cl::cat(Running),
             cl::desc("Where results are kept. Default:\n"
                      "$UNBLOCK_CACHE_DIR, or 'unblock' in\n"
                      "$XDG_CACHE_HOME or ~/.cache"));
static cl::opt<std::string, true>
    CacheSize("cache-size", cl::location(Given.CacheSize), Plain, Drawing,
              cl::value_desc("size"), cl::cat(Running),
              cl::desc("How much is kept there, as in 500M or 2G; 0\n"
                       "for all. Default: 5G"));
static cl::opt<bool, true>
    CacheReadOnly("cache-read-only", cl::location(Given.CacheReadOnly), Plain,
                  Drawing, cl::cat(Running),
                  cl::desc("Use earlier results, and keep no new ones"));

constexpr StringLiteral unblock::lint::Overview =
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

//===----------------------------------------------------------------------===//
// What it means
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

static Expected<std::string> resourceDirectory(StringRef Given) {
  if (Given.empty())
    return findResourceDirectory();
  std::string Path = canonicalPath(Given);
  if (sys::fs::is_directory(Path + "/include"))
    return Path;
  return failure("--resource-dir: there is no '" + Path + "/include'");
}

/// The directory under version control that \p Directory lies in, or itself.
static std::string projectRoot(StringRef Directory) {
  for (StringRef D = Directory; !D.empty(); D = sys::path::parent_path(D))
    if (sys::fs::exists(D + "/.git") || sys::fs::exists(D + "/.hg"))
      return D.str();
  return Directory.str();
}

static Error readTiers(Options &O) {
  constexpr StringLiteral Known =
      "deadlock, stall, hazard and advice are known";
  for (StringRef Name : TierNames) {
    std::optional<model::Tier> T = model::parseTier(Name);
    if (!T)
      return failure("--tier: unknown tier '" + Name + "'; " + Known);
    O.Tiers.push_back(*T);
  }
  if (FailOn != "never") {
    O.FailOn = model::parseTier(FailOn);
    if (!O.FailOn)
      return failure("--fail-on: unknown tier '" + FailOn + "'; " + Known +
                     ", and never");
  }
  return Error::success();
}

/// What excludes what, and what a command needs.
static Error checkTogether(const Options &O) {
  if (O.Diff && any_of(O.Outputs, [](auto &R) { return R.File.empty(); }))
    return failure("--diff goes to standard output; name a file for the other "
                   "form, as in sarif:FILE");
  if (O.Fix && O.Diff)
    return failure("--fix and --diff exclude each other");
  if ((O.Fix || O.Diff) && !O.Explain.empty())
    return failure("--explain has nothing to fix");
  if (!O.Since.empty() && !O.Explain.empty())
    return failure("--explain answers for the whole project, not for what "
                   "--since adds");
  if (!O.WriteBaseline.empty() && !O.Since.empty())
    return failure("--write-baseline writes down all findings, and --since "
                   "looks at those of a change: write the baseline without "
                   "--since");
  if (!O.WriteBaseline.empty() && (O.Fix || O.Diff || !O.Explain.empty()))
    return failure("--write-baseline excludes --fix, --diff and --explain");
  if (O.Units.FixedCommand && !O.Units.BuildPath.empty())
    return failure("-p and '--' exclude each other");
  if (O.What == Command::Index && O.OutputFile.empty())
    return failure("index: name the file to write with -o");
  if (O.What == Command::Check && O.IndexFile.empty())
    return failure("check: name the index of the project with --index");
  return Error::success();
}

/// Fills in what is not said or is to be read.
static Error complete(Options &O) {
  O.Directory = canonicalPath(".");
  O.Root = O.Root.empty() ? projectRoot(O.Directory) : canonicalPath(O.Root);
  for (std::string &File : O.Config.Models)
    File = canonicalPath(File);
  Expected<std::vector<OutputRequest>> Outputs = parseOutputs(Formats);
  if (!Outputs)
    return Outputs.takeError();
  O.Outputs = std::move(*Outputs);
  if (Error E = checkTogether(O))
    return E;
  if (O.Outputs.empty() && !O.Diff)
    O.Outputs.push_back({Form::Text, ""});
  if (Error E = readTiers(O))
    return E;
  auto Graph = StringSwitch<std::optional<GraphForm>>(GraphFormat)
                   .Case("dot", GraphForm::Dot)
                   .Case("mermaid", GraphForm::Mermaid)
                   .Default(std::nullopt);
  if (!Graph)
    return failure("graph: --format is dot or mermaid");
  O.Graph = *Graph;
  return resourceDirectory(O.ResourceDirectory).moveInto(O.ResourceDirectory);
}

std::optional<Options> unblock::lint::parseOptions(int Argc, char **Argv) {
  Options &O = Given;
  char **Dashes = std::find_if(
      Argv, Argv + Argc, [](const char *A) { return StringRef(A) == "--"; });
  if (Dashes != Argv + Argc) {
    O.Units.FixedCommand.emplace(Dashes + 1, Argv + Argc);
    Argc = Dashes - Argv;
  }
  removeForeignOptions(cl::SubCommand::getTopLevel());
  for (auto [Registered, What] : Commands)
    removeForeignOptions(*Registered);
  cl::SetVersionPrinter([](raw_ostream &OS) { OS << versionString() << '\n'; });
  std::string Problems;
  raw_string_ostream ProblemStream(Problems);
  if (!cl::ParseCommandLineOptions(Argc, Argv, Overview, &ProblemStream)) {
    errs() << Problems;
    return std::nullopt;
  }
  for (auto [Registered, What] : Commands)
    if (*Registered)
      O.What = What;
  if (CompletionFor.getNumOccurrences())
    O.Completion = CompletionFor;
  // These read nothing but what they are given.
  if (O.PrintMan || O.Completion || O.What == Command::Link ||
      O.What == Command::Dump)
    return O;
  if (Error E = complete(O)) {
    misuse(std::move(E));
    return std::nullopt;
  }
  return O;
}
