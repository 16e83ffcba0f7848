//===- ReportOutput.cpp - Where a report goes -----------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ReportOutput.h"
#include "Configuration.h"
#include "Errors.h"
#include "OutputFile.h"
#include "lib/report/Suppressions.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/WithColor.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

//===----------------------------------------------------------------------===//
// Forms
//===----------------------------------------------------------------------===//

ArrayRef<StringLiteral> unblock::lint::formNames() {
  static constexpr StringLiteral Names[] = {"text",        "json",   "sarif",
                                            "codeclimate", "github", "html"};
  return Names;
}

Expected<std::vector<OutputRequest>>
unblock::lint::parseOutputs(ArrayRef<std::string> Values) {
  std::vector<OutputRequest> Outputs;
  unsigned ToStandardOutput = 0;
  ArrayRef<StringLiteral> Names = formNames();
  for (StringRef Value : Values) {
    auto [Name, File] = Value.split(':');
    auto *Known = find(Names, Name);
    if (Known == Names.end())
      return failure("--format: unknown form '" + Name + "'; " +
                     join(Names.drop_back(), ", ") + " and " + Names.back() +
                     " are known");
    if (Value.contains(':') && File.empty())
      return failure("--format: '" + Value + "' names no file after the colon");
    ToStandardOutput += File.empty();
    Outputs.push_back({Form(Known - Names.begin()), File.str()});
  }
  if (ToStandardOutput > 1)
    return failure("--format: only one form can go to standard output; name a "
                   "file for the others, as in sarif:FILE");
  return Outputs;
}

std::vector<report::CheckInfo> unblock::lint::checkInfos() {
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

//===----------------------------------------------------------------------===//
// Streams and files
//===----------------------------------------------------------------------===//

Error unblock::lint::writeStandardOutput(
    function_ref<void(raw_ostream &)> Write) {
  Write(outs());
  outs().flush();
  std::error_code EC = outs().error();
  outs().clear_error();
  if (EC)
    return failure("cannot write to standard output: " + EC.message());
  return Error::success();
}

bool unblock::lint::writeReport(const report::Report &Report,
                                ArrayRef<OutputRequest> Outputs,
                                StringRef Directory, StringRef Root) {
  bool Written = true, IsOutputUsed = false;
  auto Check = [&](Error E) {
    if (!E)
      return true;
    error() << toString(std::move(E)) << '\n';
    return Written = false;
  };
  for (const OutputRequest &O : Outputs) {
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

void unblock::lint::printFailures(const report::Report &Report,
                                  StringRef Directory) {
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
