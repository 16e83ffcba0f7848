//===- HtmlWriter.cpp - Findings as a page to read and filter -------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One file that needs nothing else. All is there without its script, as a list;
// HtmlReport.js only hides what does not match the filters.
//
//===----------------------------------------------------------------------===//

#include "lib/report/UnifiedDiff.h"
#include "lib/report/Writers.h"
#include "lib/support/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include <map>

using namespace llvm;
using namespace unblock;
using namespace unblock::report;

static constexpr StringLiteral Style = {
#include "HtmlReport.css.inc"
};
static constexpr StringLiteral Script = {
#include "HtmlReport.js.inc"
};

static constexpr model::Tier WorstFirst[] = {
    model::Tier::Deadlock, model::Tier::Stall, model::Tier::Hazard,
    model::Tier::Advice};

/// As text or as a quoted attribute. Sources need not be UTF-8.
static std::string escaped(StringRef Text) {
  std::string Result;
  raw_string_ostream OS(Result);
  printHTMLEscaped(json::fixUTF8(Text), OS);
  return Result;
}

namespace {
class HtmlWriter {
public:
  HtmlWriter(const WriterInput &In, raw_ostream &OS) : In(In), OS(OS) {}
  void page();

private:
  std::string place(const Location &L) const;
  void line(const Location &L, unsigned Number);
  void excerpt(const Location &L);
  void step(const Location &L, StringRef Message);
  void steps(const Finding &F);
  void fix(const Finding &F);
  void finding(const Finding &F);
  void filters();
  void failures();
  void checks();

  const WriterInput &In;
  raw_ostream &OS;
};
} // namespace

std::string HtmlWriter::place(const Location &L) const {
  std::string Text = relativeTo(In.Base, L.File).str();
  if (L.Line)
    Text += formatv(":{0}", L.Line);
  if (L.Column)
    Text += formatv(":{0}", L.Column);
  return escaped(Text);
}

/// One line of source; on the line of \p L its text is marked.
void HtmlWriter::line(const Location &L, unsigned Number) {
  // Machine-made lines would swell the page.
  constexpr unsigned Longest = 400;
  StringRef Whole = In.Sources.line(L.File, Number);
  StringRef Line = Whole.take_front(Longest);
  bool IsHit = Number == L.Line;
  OS << (IsHit ? "<span class=\"line hit\">" : "<span class=\"line\">")
     << "<span class=\"number\">" << Number << "</span>";
  if (IsHit && L.Column && L.Column <= Line.size()) {
    size_t Begin = L.Column - 1;
    size_t End = L.EndLine > L.Line       ? Line.size()
                 : L.EndColumn > L.Column ? L.EndColumn - 1
                                          : L.Column;
    OS << escaped(Line.take_front(Begin)) << "<mark>"
       << escaped(Line.slice(Begin, End)) << "</mark>"
       << escaped(Line.substr(End));
  } else {
    OS << escaped(Line);
  }
  OS << (Line.size() < Whole.size() ? "…" : "") << "\n</span>";
}

void HtmlWriter::excerpt(const Location &L) {
  constexpr unsigned Around = 3;
  unsigned Count = In.Sources.lineCount(L.File);
  if (L.Line == 0 || L.Line > Count)
    return;
  OS << "<pre class=\"source\"><code>";
  for (unsigned N = L.Line > Around ? L.Line - Around : 1;
       N <= std::min(Count, L.Line + Around); ++N)
    line(L, N);
  OS << "</code></pre>\n";
}

void HtmlWriter::step(const Location &L, StringRef Message) {
  OS << "<li><details><summary>" << escaped(Message)
     << " <code class=\"place\">" << place(L) << "</code></summary>\n";
  excerpt(L);
  OS << "</details></li>\n";
}

/// The way from the place where the async context begins to the blocking
/// primitive.
void HtmlWriter::steps(const Finding &F) {
  if (none_of(F.Notes, [](const Note &N) {
        return N.Kind == NoteKind::Chain || N.Kind == NoteKind::Context;
      }))
    return;
  OS << "<ol class=\"chain\">\n";
  for (const Note &N : F.Notes)
    if (N.Kind == NoteKind::Context)
      step(N.Where, N.Message);
  OS << "<li class=\"here\">this finding <code class=\"place\">"
     << place(F.Where) << "</code></li>\n";
  for (const Note &N : F.Notes)
    if (N.Kind == NoteKind::Chain)
      step(N.Where, N.Message);
  OS << "</ol>\n";
}

void HtmlWriter::fix(const Finding &F) {
  if (F.Fixes.empty())
    return;
  std::map<std::string, std::vector<Replacement>> Files;
  for (const Replacement &R : F.Fixes)
    Files[R.File].push_back(R);
  std::string Diff;
  raw_string_ostream DiffOS(Diff);
  for (auto &[File, Changes] : Files) {
    stable_sort(Changes, [](const Replacement &L, const Replacement &R) {
      return L.Offset < R.Offset;
    });
    writeUnifiedDiff(relativeTo(In.Base, File), In.Sources.text(File), Changes,
                     DiffOS);
  }
  OS << "<details class=\"fix\"><summary>Fix</summary><pre><code>"
     << escaped(Diff) << "</code></pre></details>\n";
}

void HtmlWriter::finding(const Finding &F) {
  StringRef Tier = model::toString(F.Severity);
  OS << formatv("<article class=\"finding {0}{1}\" data-tier=\"{0}\" "
                "data-check=\"{2}\" data-file=\"{3}\">\n",
                Tier, F.stands() ? "" : " quiet", escaped(F.Check),
                escaped(relativeTo(In.Base, F.Where.File)));
  OS << formatv("<h3><span class=\"tier\">{0}</span> {1}</h3>\n", Tier,
                escaped(F.Message));
  OS << "<p class=\"about\"><code class=\"place\">" << place(F.Where)
     << "</code> <a href=\"#" << escaped(F.Check) << "\">" << escaped(F.Check)
     << "</a>";
  if (F.Kind)
    OS << " <span>" << model::toString(*F.Kind) << "</span>";
  OS << "</p>\n";
  if (F.Suppressed)
    OS << "<p class=\"reason\">suppressed: <code>" << escaped(*F.Suppressed)
       << "</code></p>\n";
  else if (F.Baselined)
    OS << "<p class=\"reason\">in the baseline</p>\n";
  excerpt(F.Where);
  steps(F);
  for (const Note &N : F.Notes) {
    if (N.Kind == NoteKind::Chain || N.Kind == NoteKind::Context)
      continue;
    OS << "<p class=\"note\">" << escaped(N.Message);
    if (!N.Where.File.empty() && N.Where.key() != F.Where.key())
      OS << " <code class=\"place\">" << place(N.Where) << "</code>";
    OS << "</p>\n";
  }
  fix(F);
  OS << "</article>\n";
}

void HtmlWriter::filters() {
  unsigned Quiet = 0;
  std::map<model::Tier, unsigned> Tiers;
  std::map<StringRef, unsigned> Checks, Files;
  for (const Finding &F : In.What.Findings) {
    Quiet += !F.stands();
    ++Tiers[F.Severity];
    ++Checks[F.Check];
    ++Files[relativeTo(In.Base, F.Where.File)];
  }
  auto Select = [&](StringRef Name, StringRef All,
                    const std::map<StringRef, unsigned> &Values) {
    OS << "<select name=\"" << Name << "\" aria-label=\"" << Name
       << "\"><option value=\"\">" << All << "</option>";
    for (auto [Value, Count] : Values)
      OS << formatv("<option value=\"{0}\">{0} ({1})</option>", escaped(Value),
                    Count);
    OS << "</select>\n";
  };
  // The script shows the form; without it the form could do nothing.
  OS << "<form id=\"filters\" hidden>\n"
        "<input type=\"search\" name=\"text\" placeholder=\"Filter by text\" "
        "aria-label=\"text\">\n";
  for (model::Tier T : WorstFirst)
    if (Tiers.count(T))
      OS << formatv("<label class=\"{0}\"><input type=\"checkbox\" "
                    "name=\"tier\" value=\"{0}\" checked> <span "
                    "class=\"tier\">{0}</span> {1}</label>\n",
                    model::toString(T), Tiers[T]);
  Select("check", "All checks", Checks);
  Select("file", "All files", Files);
  OS << "<output id=\"shown\"></output>\n</form>\n";
  if (Quiet)
    OS << formatv("<p><label><input type=\"checkbox\" id=\"show-quiet\"> Show "
                  "{0} that {1} suppressed or in the baseline</label></p>\n",
                  plural(Quiet, "finding"), Quiet == 1 ? "is" : "are");
}

void HtmlWriter::failures() {
  if (In.What.Interrupted)
    OS << "<p class=\"failure\">The run was interrupted: findings may be "
          "missing.</p>\n";
  if (In.What.Failures.empty())
    return;
  OS << "<section class=\"failures\"><h2>Not analysed</h2><ul>\n";
  for (const Failure &F : In.What.Failures) {
    OS << "<li class=\"failure\"><code class=\"place\">"
       << escaped(relativeTo(In.Base, F.File)) << "</code>: ";
    if (F.Where.Line)
      OS << "<code class=\"place\">" << place(F.Where) << "</code>: ";
    OS << escaped(F.Reason) << "</li>\n";
  }
  OS << "</ul></section>\n";
}

/// What the checks that found something are about.
void HtmlWriter::checks() {
  StringSet<> Found;
  for (const Finding &F : In.What.Findings)
    Found.insert(F.Check);
  if (Found.empty())
    return;
  OS << "<section id=\"checks\"><h2>About the checks</h2>\n";
  for (const CheckInfo &Check : In.Checks)
    if (Found.contains(Check.Name))
      OS << formatv("<details id=\"{0}\"><summary><code>{0}</code> "
                    "{1}</summary><pre>{2}</pre></details>\n",
                    escaped(Check.Name), escaped(Check.Summary),
                    escaped(Check.Page));
  OS << "</section>\n";
}

void HtmlWriter::page() {
  std::string Project = escaped(sys::path::filename(In.Base));
  OS << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta "
        "charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n"
        // Nothing is ever loaded, whatever the sources hold.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
        "'none'; style-src 'unsafe-inline'; script-src "
        "'unsafe-inline'\">\n<title>"
     << Project << ": blocking calls</title>\n<style>\n"
     << Style << "</style>\n</head>\n<body>\n<header>\n<h1>" << Project
     << "</h1>\n<p>" << escaped(In.What.summary())
     << " <span class=\"tool\">unblock-lint " << versionNumber()
     << "</span></p>\n";
  filters();
  OS << "</header>\n<main>\n";
  failures();
  StringRef File;
  bool IsOpen = false;
  for (const Finding &F : In.What.Findings) {
    if (!IsOpen || F.Where.File != File) {
      if (IsOpen)
        OS << "</section>\n";
      File = F.Where.File;
      OS << "<section class=\"file\"><h2>" << escaped(relativeTo(In.Base, File))
         << "</h2>\n";
      IsOpen = true;
    }
    finding(F);
  }
  if (IsOpen)
    OS << "</section>\n";
  OS << "<p id=\"none\"" << (In.What.Findings.empty() ? "" : " hidden")
     << ">No findings</p>\n";
  checks();
  OS << "</main>\n<script>\n" << Script << "</script>\n</body>\n</html>\n";
}

void unblock::report::writeHtml(const WriterInput &In, raw_ostream &OS) {
  HtmlWriter(In, OS).page();
}
