//===- CommandLine.cpp - The options as man page and completion -----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"
#include "lib/support/Version.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FormatVariadic.h"
#include <map>

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;

static constexpr StringLiteral Tool = "unblock-lint";

//===----------------------------------------------------------------------===//
// What is registered
//===----------------------------------------------------------------------===//

namespace {
struct Flag {
  const cl::Option *Option;
  std::string Name; ///< with its dashes
  std::string Help; ///< on one line
  StringRef Value;  ///< what stands for it, or empty
  bool TakesValue;
  bool MayRepeat;
  bool IsPrefix; ///< the value may follow at once, as in -j4
  StringRef Category;
};

struct Command {
  StringRef Name; ///< empty: no command is given
  StringRef Description;
  std::vector<Flag> Flags; ///< by category and name
  bool TakesPaths;
};
} // namespace

static std::string onOneLine(StringRef Text) {
  std::string Result;
  for (StringRef Word : split(Text, '\n'))
    Result += (Result.empty() ? "" : " ") + Word.trim().str();
  return Result;
}

static Flag describe(const cl::Option &O) {
  Flag F;
  F.Option = &O;
  F.Name = (O.ArgStr.size() == 1 ? "-" : "--") + O.ArgStr.str();
  F.Help = onOneLine(O.HelpStr);
  F.TakesValue = O.getValueExpectedFlag() == cl::ValueRequired;
  F.Value = F.TakesValue && O.ValueStr.empty() ? "value" : O.ValueStr;
  F.MayRepeat = O.getNumOccurrencesFlag() == cl::ZeroOrMore ||
                O.getNumOccurrencesFlag() == cl::OneOrMore;
  F.IsPrefix = O.getFormattingFlag() == cl::Prefix;
  F.Category = O.Categories.front()->getName();
  return F;
}

/// First without a command, then the commands by name.
static std::vector<Command> commands() {
  std::vector<Command> Result;
  for (cl::SubCommand *S : cl::getRegisteredSubcommands()) {
    if (S == &cl::SubCommand::getAll())
      continue;
    Command C{
        S->getName(), S->getDescription(), {}, !S->PositionalOpts.empty()};
    for (auto &Entry : cl::getRegisteredOptions(*S))
      if (Entry.second->getOptionHiddenFlag() == cl::NotHidden)
        C.Flags.push_back(describe(*Entry.second));
    sort(C.Flags, [](const Flag &L, const Flag &R) {
      return std::tie(L.Category, L.Name) < std::tie(R.Category, R.Name);
    });
    Result.push_back(std::move(C));
  }
  sort(Result, [](auto &L, auto &R) { return L.Name < R.Name; });
  return Result;
}

//===----------------------------------------------------------------------===//
// The man page
//===----------------------------------------------------------------------===//

/// \p Text as it is, wherever in a line it stands.
static std::string roff(StringRef Text) {
  std::string Result;
  for (char C : Text)
    if (C == '\\')
      Result += "\\e";
    else if (C == '-')
      Result += "\\-";
    else if (C == '\'')
      Result += "\\(aq";
    else
      Result += C;
  return StringRef(Result).starts_with(".") ? "\\&" + Result : Result;
}

static void printFlag(const Flag &F, raw_ostream &OS) {
  OS << ".TP\n\\fB" << roff(F.Name) << "\\fR";
  if (F.TakesValue)
    OS << (F.Name.size() == 2 ? " " : "=") << "\\fI" << roff(F.Value) << "\\fR";
  OS << '\n' << roff(F.Help) << '\n';
}

static void printFlags(ArrayRef<Flag> Flags, raw_ostream &OS) {
  StringRef Category;
  for (const Flag &F : Flags) {
    if (F.Category != Category)
      OS << ".SS " << roff(Category = F.Category) << '\n';
    printFlag(F, OS);
  }
}

/// Lines that begin with a blank are examples; the others are filled.
static void printParagraphs(StringRef Text, raw_ostream &OS) {
  enum { None, Prose, Example } State = None;
  bool IsFirst = true;
  for (StringRef Line : split(Text.trim('\n'), '\n')) {
    auto Now = Line.empty() ? None : Line.starts_with(" ") ? Example : Prose;
    if (State == Example && Now != Example)
      OS << ".EE\n.RE\n";
    // What follows a heading is a paragraph of its own.
    if (Now != None && State != Now && !IsFirst)
      OS << ".PP\n";
    if (Now == Example && State != Example)
      OS << ".RS 4\n.EX\n";
    if (!Line.empty())
      OS << roff(Line.trim()) << '\n';
    IsFirst &= Now == None;
    State = Now;
  }
  if (State == Example)
    OS << ".EE\n.RE\n";
}

void unblock::lint::printManPage(StringRef Overview, raw_ostream &OS) {
  std::vector<Command> All = commands();
  auto [Summary, Rest] = Overview.split(".\n");
  auto [Description, Status] = Rest.split("\nExit status: ");

  OS << ".\\\" Made by unblock-lint --print-man.\n.TH UNBLOCK\\-LINT 1 \"\" "
        "\"unblock "
     << versionNumber() << "\" \"User Commands\"\n.SH NAME\n"
     << roff(Tool) << " \\- " << roff(StringRef(Summary).take_front(1).lower())
     << roff(Summary.drop_front()) << "\n.SH SYNOPSIS\n";
  for (const Command &C : All) {
    if (!C.Name.empty())
      OS << ".br\n";
    OS << ".B " << roff(Tool) << '\n';
    if (!C.Name.empty())
      OS << ".B " << roff(C.Name) << '\n';
    OS << "[\\fIoption\\fR...]" << (C.TakesPaths ? " [\\fIpath\\fR...]" : "")
       << (C.Name.empty() ? " [\\fB\\-\\-\\fR \\fIcompiler argument\\fR...]"
                          : "")
       << '\n';
  }
  OS << ".SH DESCRIPTION\n";
  printParagraphs(Description, OS);
  OS << ".SH OPTIONS\n";
  printFlags(All.front().Flags, OS);
  if (All.size() > 1)
    OS << ".SH COMMANDS\n";
  for (const Command &C : drop_begin(All)) {
    OS << ".SS " << roff(C.Name) << '\n' << roff(C.Description) << ".\n";
    ListSeparator Comma(",\n");
    std::string Shared;
    raw_string_ostream SharedOS(Shared);
    for (const Flag &F : C.Flags) {
      bool IsShared = any_of(All.front().Flags, [&](const Flag &Other) {
        return Other.Option == F.Option;
      });
      if (IsShared)
        SharedOS << Comma << "\\fB" << roff(F.Name) << "\\fR";
      else
        printFlag(F, OS);
    }
    if (!Shared.empty())
      OS << ".PP\nOptions as above:\n" << Shared << ".\n";
  }
  if (!Status.empty()) {
    OS << ".SH EXIT STATUS\n";
    printParagraphs(Status, OS);
  }
  OS << ".SH SEE ALSO\n.BR clang\\-tidy (1)\n";
}

//===----------------------------------------------------------------------===//
// Completion
//===----------------------------------------------------------------------===//

namespace {
enum class ValueKind { None, Words, Lists, Files, Directories };

class Completions {
public:
  Completions(ArrayRef<ValueWords> Values, raw_ostream &OS)
      : All(commands()), OS(OS) {
    for (const ValueWords &V : Values)
      Words[V.Description] = join(V.Words, " ");
  }
  void bash();
  void fish();
  void zsh();

private:
  /// What to offer after \p F.
  ValueKind kind(const Flag &F) const;
  std::string words(const Flag &F) const { return Words.lookup(F.Value); }
  std::string names() const;

  std::vector<Command> All;
  StringMap<std::string> Words;
  raw_ostream &OS;
};
} // namespace

ValueKind Completions::kind(const Flag &F) const {
  if (!F.TakesValue)
    return ValueKind::None;
  if (Words.count(F.Value))
    return F.Value.ends_with(",...") || F.Value == "globs" ? ValueKind::Lists
                                                           : ValueKind::Words;
  if (F.Value == "dir")
    return ValueKind::Directories;
  if (F.Value == "file" || F.Value == "glob")
    return ValueKind::Files;
  return ValueKind::None;
}

/// Of the commands.
std::string Completions::names() const {
  std::vector<std::string> Names;
  for (const Command &C : drop_begin(All))
    Names.push_back(C.Name.str());
  return join(Names, " ");
}

void Completions::bash() {
  OS << "# Completion of unblock-lint for bash. Made by unblock-lint "
        "--completion=bash.\n"
        R"(
_unblock_lint() {
  local current=${COMP_WORDS[COMP_CWORD]} option= command= flags= i
  # Bash breaks words at '=' and ':'.
  if [[ $current == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 1]} current=
  elif ((COMP_CWORD > 2)) && [[ ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == -* && $current != -* ]]; then
    option=${COMP_WORDS[COMP_CWORD - 1]}
  fi
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${COMP_WORDS[i]} != -- ]] || return 0 # the compiler's
  done
  case ${COMP_WORDS[1]} in
)";
  for (const Command &C : drop_begin(All))
    OS << "    " << C.Name << ") command=" << C.Name << " ;;\n";
  OS << "  esac\n  ((COMP_CWORD > 1)) || command=\n"
        "  case $command:$option in\n";
  // Most options mean the same in all commands that have them.
  std::map<std::string, const Flag *> Flags;
  for (const Command &C : All)
    for (const Flag &F : C.Flags) {
      if (!F.TakesValue)
        continue;
      const Flag *First = Flags.emplace("*:" + F.Name, &F).first->second;
      if (First->Option != F.Option)
        Flags.emplace(C.Name.str() + ":" + F.Name, &F);
    }
  // The first pattern that matches counts, so those of one command go before.
  for (auto &[Name, F] : reverse(Flags)) {
    OS << "    " << Name << ") ";
    switch (kind(*F)) {
    case ValueKind::None:
      OS << "return 0";
      break;
    case ValueKind::Words:
      OS << "COMPREPLY=($(compgen -W '" << words(*F)
         << "' -- \"$current\")); return 0";
      break;
    case ValueKind::Lists:
      OS << "local head=; [[ $current != *,* ]] || head=${current%,*},\n"
            "      COMPREPLY=($(compgen -P \"$head\" -W '"
         << words(*F)
         << "' -- \"${current##*,}\"))\n"
            "      compopt -o nospace 2>/dev/null; return 0";
      break;
    case ValueKind::Files:
      OS << "compopt -o default 2>/dev/null; return 0";
      break;
    case ValueKind::Directories:
      OS << "compopt -o dirnames 2>/dev/null; return 0";
      break;
    }
    OS << " ;;\n";
  }
  OS << "  esac\n  case $command in\n";
  for (const Command &C : All) {
    OS << "    '" << C.Name << "') flags='";
    ListSeparator Blank(" ");
    for (const Flag &F : C.Flags)
      OS << Blank << F.Name << (F.TakesValue && F.Name.size() > 2 ? "=" : "");
    OS << "' ;;\n";
  }
  OS << R"(  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
    [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace 2>/dev/null
    return 0
  fi
)";
  if (All.size() > 1)
    OS << "  ((COMP_CWORD > 1)) || COMPREPLY=($(compgen -W '" << names()
       << "' -- \"$current\"))\n";
  OS << "  compopt -o default 2>/dev/null\n"
        "  return 0\n"
        "}\n"
        "complete -F _unblock_lint unblock-lint\n";
}

/// Between single quotes, for fish, where a backslash counts there.
static std::string fishQuoted(StringRef Text) {
  std::string Result = "'";
  for (char C : Text) {
    if (C == '\'' || C == '\\')
      Result += '\\';
    Result += C;
  }
  return Result + "'";
}

void Completions::fish() {
  OS << "# Completion of unblock-lint for fish. Made by unblock-lint "
        "--completion=fish.\n\n";
  for (const Command &C : All) {
    std::string When = C.Name.empty()
                           ? "not __fish_seen_subcommand_from " + names()
                           : ("__fish_seen_subcommand_from " + C.Name).str();
    if (All.size() == 1)
      When = "true";
    if (!C.Name.empty())
      OS << "complete -c unblock-lint -n __fish_is_first_arg -a " << C.Name
         << " -d " << fishQuoted(C.Description) << '\n';
    for (const Flag &F : C.Flags) {
      StringRef Bare = StringRef(F.Name).ltrim('-');
      OS << "complete -c unblock-lint -n " << fishQuoted(When)
         << (Bare.size() > 1 ? " -l "
             : F.IsPrefix    ? " -s "
                             : " -o ")
         << Bare;
      switch (kind(F)) {
      case ValueKind::None:
        OS << (F.TakesValue ? " -x" : "");
        break;
      case ValueKind::Words:
        OS << " -x -a " << fishQuoted(words(F));
        break;
      case ValueKind::Lists:
        OS << " -x -a " << fishQuoted("(__fish_append , " + words(F) + ")");
        break;
      case ValueKind::Files:
        OS << " -r";
        break;
      case ValueKind::Directories:
        OS << " -x -a '(__fish_complete_directories)'";
        break;
      }
      OS << " -d " << fishQuoted(F.Help) << '\n';
    }
  }
}

/// A part of an argument of zsh's _arguments that stands in single quotes.
static std::string zshPart(StringRef Text) {
  std::string Result;
  for (char C : Text)
    if (C == '\'')
      Result += "'\\''";
    else if (StringRef("[]:\\").contains(C))
      (Result += '\\') += C;
    else
      Result += C;
  return Result;
}

void Completions::zsh() {
  OS << "#compdef unblock-lint\n# Completion of unblock-lint for zsh. Made by "
        "unblock-lint --completion=zsh.\n\n_unblock_lint() {\n"
        "  local command=\n  (( CURRENT > 2 )) && command=$words[2]\n"
        "  case $command in\n";
  // The last one is for no command and for a path in its place.
  for (const Command &C :
       concat<const Command>(drop_begin(All), ArrayRef(All).take_front(1))) {
    OS << "    " << (C.Name.empty() ? "*" : C.Name) << ")\n"
       << "      _arguments -s -S \\\n";
    for (const Flag &F : C.Flags) {
      OS << "        '" << (F.MayRepeat ? "*" : "") << F.Name;
      // The value may follow at once, behind '=', or as the next word.
      if (F.TakesValue)
        OS << (F.Name.size() > 2 ? "=" : F.IsPrefix ? "+" : "");
      OS << '[' << zshPart(F.Help) << ']';
      if (F.TakesValue)
        OS << ':' << zshPart(F.Value) << ':';
      switch (kind(F)) {
      case ValueKind::None:
        break;
      case ValueKind::Words:
        OS << '(' << words(F) << ')';
        break;
      case ValueKind::Lists:
        OS << "_sequence compadd - " << words(F);
        break;
      case ValueKind::Files:
        OS << "_files";
        break;
      case ValueKind::Directories:
        OS << "_files -/";
        break;
      }
      OS << "' \\\n";
    }
    if (!C.Name.empty())
      OS << "        '1:command:(" << C.Name << ")' \\\n";
    else if (All.size() > 1)
      OS << "        '1:command or path:_unblock_lint_first' \\\n";
    OS << "        '*:path:_files' ;;\n";
  }
  OS << "  esac\n}\n";
  if (All.size() > 1) {
    OS << "\n_unblock_lint_first() {\n  local -a commands=(\n";
    for (const Command &C : drop_begin(All))
      OS << "    '" << C.Name << ':' << zshPart(C.Description) << "'\n";
    OS << "  )\n  _describe command commands\n  _files\n}\n";
  }
  OS << "\n_unblock_lint \"$@\"\n";
}

void unblock::lint::printCompletion(Shell S, ArrayRef<ValueWords> Values,
                                    raw_ostream &OS) {
  Completions C(Values, OS);
  switch (S) {
  case Shell::Bash:
    return C.bash();
  case Shell::Fish:
    return C.fish();
  case Shell::Zsh:
    return C.zsh();
  }
}
