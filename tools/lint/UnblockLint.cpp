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
#include "CompileCommands.h"
#include "Configuration.h"
#include "Explain.h"
#include "FixFiles.h"
#include "OutputFile.h"
#include "ProcessPool.h"
#include "clang-tidy/GlobList.h"
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

static cl::OptionCategory Input("What to analyse");
static cl::OptionCategory Output("What to report");
static cl::OptionCategory Rules("Checks and models");
static cl::OptionCategory Running("Running");

static cl::list<std::string> Paths(cl::Positional, cl::desc("[path...]"),
                                   cl::cat(Input));
static cl::opt<std::string>
    BuildPath("p", cl::value_desc("dir"), cl::cat(Input),
              cl::desc("Directory of compile_commands.json. Default:\n"
                       "the nearest, upwards from the first path\n"
                       "or from the current directory"));
static cl::list<std::string>
    Exclude("exclude", cl::value_desc("glob"), cl::cat(Input),
            cl::desc("Leave out files and directories that match;\n"
                     "may be repeated"));
static cl::list<std::string>
    ExtraArg("extra-arg", cl::value_desc("arg"), cl::cat(Input),
             cl::desc("Append to the compiler's arguments;\n"
                      "may be repeated"));
static cl::list<std::string>
    ExtraArgBefore("extra-arg-before", cl::value_desc("arg"), cl::cat(Input),
                   cl::desc("Put before the compiler's arguments;\n"
                            "may be repeated"));
static cl::opt<std::string>
    ResourceDir("resource-dir", cl::value_desc("dir"), cl::cat(Input),
                cl::desc("Directory of Clang's own headers. Default:\n"
                         "that of the LLVM this tool was built with"));

static cl::list<std::string>
    Format("format", cl::value_desc("form[:file]"), cl::cat(Output),
           cl::desc("text, json, sarif, codeclimate (for GitLab),\n"
                    "github (for its Actions) or html, and the\n"
                    "file to write; may be repeated. Default: text\n"
                    "on standard output"));
static cl::list<std::string>
    Tiers("tier", cl::CommaSeparated, cl::value_desc("tier,..."),
          cl::cat(Output),
          cl::desc("Report only these of deadlock, stall, hazard\n"
                   "and advice"));
static cl::opt<std::string>
    FailOn("fail-on", cl::value_desc("tier"), cl::init("hazard"),
           cl::cat(Output),
           cl::desc("Exit with status 1 for findings of this tier\n"
                    "or a worse one. Default: hazard; 'never' is\n"
                    "possible"));
static cl::opt<std::string>
    Explain("explain", cl::value_desc("function"), cl::cat(Output),
            cl::desc("Say whether the function blocks, and why"));
static cl::opt<bool> Fix("fix", cl::cat(Output),
                         cl::desc("Apply the fixes, and report what remains"));
static cl::opt<bool>
    Diff("diff", cl::cat(Output),
         cl::desc("Print the fixes as a patch for 'patch -p1'\n"
                  "or 'git apply', and change nothing"));
static cl::opt<bool> Quiet("quiet", cl::cat(Output),
                           cl::desc("No progress and no summary"));

static cl::opt<std::string>
    Checks("checks", cl::value_desc("globs"), cl::cat(Rules),
           cl::desc("Checks to run, separated by commas. A leading\n"
                    "dash switches off; a list that starts without\n"
                    "one replaces the configured list"));
static cl::opt<std::string>
    ConfigFile("config-file", cl::value_desc("file"), cl::cat(Rules),
               cl::desc("Read this file instead of every .clang-tidy"));
static cl::list<std::string>
    Models("models", cl::value_desc("file"), cl::cat(Rules),
           cl::desc("Models to add to the built-in ones and to\n"
                    ".unblock.yaml; may be repeated"));
static cl::opt<bool> ListChecks("list-checks", cl::cat(Rules),
                                cl::desc("List the checks that would run"));
static cl::opt<bool>
    VerifyConfig("verify-config", cl::cat(Rules),
                 cl::desc("Check .clang-tidy, .unblock.yaml and --models,\n"
                          "and do nothing else"));

static cl::opt<unsigned>
    Jobs("jobs", cl::value_desc("n"), cl::cat(Running),
         cl::desc("Translation units to analyse at a time.\n"
                  "Default: one per processor"));
static cl::alias JobsShort("j", cl::Prefix, cl::NotHidden, cl::aliasopt(Jobs),
                           cl::desc("Short for --jobs"), cl::cat(Running));

static constexpr StringLiteral Overview =
    R"(Finds blocking calls in asynchronous C++.

  unblock-lint                      all of the nearest compile database
  unblock-lint -p build src         what lies in src
  unblock-lint file.cpp -- -std=c++20 -Iinclude
  unblock-lint --diff > fixes.patch the fixes, to look at; --fix makes them

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
static void removeForeignOptions() {
  SmallVector<cl::Option *> Foreign;
  for (auto &Entry : cl::getRegisteredOptions()) {
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

struct OutputRequest {
  Form How;
  std::string File; ///< empty: standard output
};

struct Settings {
  std::vector<OutputRequest> Outputs;
  std::vector<model::Tier> Tiers; ///< empty: all
  std::optional<model::Tier> FailOn;
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

static Expected<Settings> readSettings() {
  Settings S;
  unsigned ToStandardOutput = 0;
  for (StringRef Spec : Format) {
    auto [Name, File] = Spec.split(':');
    std::optional<Form> How = StringSwitch<std::optional<Form>>(Name)
                                  .Case("text", Form::Text)
                                  .Case("json", Form::Json)
                                  .Case("sarif", Form::Sarif)
                                  .Case("codeclimate", Form::CodeClimate)
                                  .Case("github", Form::GitHub)
                                  .Case("html", Form::Html)
                                  .Default(std::nullopt);
    if (!How)
      return failure("--format: unknown form '" + Name +
                     "'; text, json, sarif, codeclimate, github and "
                     "html are known");
    if (Spec.contains(':') && File.empty())
      return failure("--format: '" + Spec + "' names no file after the colon");
    ToStandardOutput += File.empty();
    S.Outputs.push_back({*How, File.str()});
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

  Expected<std::string> Directory = resourceDirectory();
  if (!Directory)
    return Directory.takeError();
  S.ResourceDirectory = *Directory;
  return S;
}

//===----------------------------------------------------------------------===//
// The run
//===----------------------------------------------------------------------===//

/// The last thing that a dying process said.
static StringRef lastLine(StringRef Errors) {
  Errors = Errors.rtrim();
  return Errors.substr(Errors.rfind('\n') + 1);
}

static UnitResult readResult(const Unit &U, const Outcome &What) {
  UnitResult Result;
  if (!What.Death.empty()) {
    std::string Reason = "the analysis " + What.Death;
    if (StringRef Said = lastLine(What.Errors); !Said.empty())
      Reason += (": " + Said).str();
    Result.Failed = {U.File, {}, Reason};
    return Result;
  }
  json::Path::Root Root("result");
  Expected<json::Value> Value = json::parse(What.Output);
  if (!Value || !fromJSON(*Value, Result, Root)) {
    if (!Value)
      consumeError(Value.takeError());
    Result = UnitResult();
    Result.Failed = {U.File, {}, "the analysis ended before its time"};
  }
  return Result;
}

/// Analyses \p Units, and tells \p Fixes what they consist of. Warnings go to
/// standard error as they come.
static report::Report run(ArrayRef<Unit> Units, const Configuration &Config,
                          const Settings &S, unsigned Jobs, FixFiles &Fixes) {
  constexpr StringLiteral ClearLine = "\r\033[K";
  bool ShowProgress = !Quiet && sys::Process::StandardErrIsDisplayed();
  std::vector<std::optional<UnitResult>> Results(Units.size());
  size_t Ended = 0;
  auto Work = [&](size_t I, raw_ostream &OS) {
    OS << json::Value(analyse(Units[I], Config, S.ResourceDirectory, Explain));
  };
  auto Done = [&](size_t I, Outcome What) {
    ++Ended;
    Results[I] = readResult(Units[I], What);
    if (ShowProgress)
      errs() << ClearLine;
    if (What.Death.empty())
      errs() << What.Errors;
    if (ShowProgress)
      errs() << '[' << Ended << '/' << Units.size() << "] "
             << sys::path::filename(Units[I].File);
  };
  bool Finished = runInProcesses(Units.size(), Jobs, Work, Done);
  if (ShowProgress)
    errs() << ClearLine;

  report::Report Report;
  Report.Interrupted = !Finished;
  std::set<std::string> Warnings;
  // In the order of the database, whatever the order in which they ended.
  for (std::optional<UnitResult> &R : Results) {
    if (R && R->Foreign)
      continue;
    ++Report.Units;
    if (!R)
      continue;
    if (R->Failed) {
      Report.Failures.push_back(std::move(*R->Failed));
      continue;
    }
    ++Report.Analysed;
    append_range(Report.Findings, R->Findings);
    for (const auto &[File, Hash] : R->Fixable)
      Fixes.sawFile(File, Hash);
    Warnings.insert(R->Warnings.begin(), R->Warnings.end());
  }
  for (const std::string &Warning : Warnings)
    WithColor::warning(errs(), "unblock-lint") << Warning << '\n';
  Report.normalise();
  return Report;
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

static int listChecks(const Configuration &Config) {
  clang::tidy::GlobList Enabled(
      (DefaultChecks + "," + Config.checkGlobs()).str());
  for (const report::CheckInfo &Check : checkInfos())
    if (Enabled.contains(Check.Name))
      outs() << left_justify(Check.Name, 34) << ' ' << Check.Summary << '\n';
  return Clean;
}

/// The models answer for library functions, the analysis for the project's own.
static int explain(const report::Report &Report, const Configuration &Config,
                   StringRef Directory) {
  std::string Text;
  raw_string_ostream OS(Text);
  printAnswers(Report.Findings, Directory, OS);
  SmallString<256> Anchor(Directory);
  sys::path::append(Anchor, "file");
  explainFromModels(Explain, *Config.loadModels(Anchor), OS);
  if (Error E = writeStandardOutput([&](raw_ostream &OS) { OS << Text; }))
    return misuse(toString(std::move(E)));
  if (!Report.Failures.empty() || Report.Interrupted)
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

static int runTool(const UnitRequest &Request) {
  Expected<Settings> S = readSettings();
  if (!S)
    return misuse(toString(S.takeError()));
  if (Request.FixedCommand && !Request.BuildPath.empty())
    return misuse("-p and '--' exclude each other");

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

  Expected<std::vector<Unit>> Units = selectUnits(Request);
  if (!Units)
    return misuse(toString(Units.takeError()));
  std::vector<std::string> Files;
  for (const Unit &U : *Units)
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

  std::string Directory = canonicalPath(".");
  auto Start = std::chrono::steady_clock::now();
  unsigned AtATime =
      Jobs ? unsigned(Jobs) : hardware_concurrency().compute_thread_count();
  std::string Root = projectRoot(Directory);
  Expected<PathSet> Ours = ownFiles(Request, Root, Files);
  if (!Ours)
    return misuse(toString(Ours.takeError()));
  FixFiles Fixes([&](StringRef Path) {
    return Ours->contains(Path) && !Excluded->contains(Path);
  });
  report::Report Report = run(*Units, Config, *S, AtATime, Fixes);
  if (!Explain.empty()) {
    printFailures(Report, Directory);
    return explain(Report, Config, Directory);
  }
  erase_if(Report.Findings, [&](const report::Finding &F) {
    return Excluded->contains(F.Where.File) ||
           (!S->Tiers.empty() && !is_contained(S->Tiers, F.Severity));
  });
  std::chrono::duration<double> Took = std::chrono::steady_clock::now() - Start;

  bool Written = !(Fix || Diff) || fix(Fixes, Report, Directory, Root);
  Written &= writeAll(Report, *S, Directory, Root);
  printFailures(Report, Directory);
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
  removeForeignOptions();
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
  return runTool(Request);
}
