#!/usr/bin/env python3
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Tests a check on one source file that says what it expects.

    // RUN: %check_async %s async-blocking-call %t
    // RUN: %check_async -check-suffixes=,STRICT %s async-blocking-call %t \\
    // RUN:   -config='{CheckOptions: {async-blocking-call.X: true}}' -- -DX

Expectations are comments; a suffix, if any, must be among -check-suffixes:

    // CHECK-MESSAGES[-SUFFIX]: :[[@LINE-1]]:3: warning: 'sleep' ... [check]
    // CHECK-NOTES[-SUFFIX]:    :[[@LINE-2]]:3: note: ...
    // CHECK-FIXES[-SUFFIX]:    co_await f();

- Every warning must be expected, and every expectation must be met. A file
  without expectations asserts that nothing is found.
- Expected notes follow their warning. With CHECK-MESSAGES a warning may have
  further notes; with CHECK-NOTES (not mixed with the former) it may not.
- The text is the whole message; the final "[check]" may be left out, {{...}} is
  a regular expression, [[@LINE+N]] a line number. A place that begins with a
  colon is in the source file, otherwise it is the end of a path.
- Fixes are applied when there are any: each line that they add must be
  expected, in order (whole lines, white space at both ends aside), and the
  fixed file must compile. A CHECK-FIXES line may also name a line that stays.
  It must have no further fixes, and no findings that the source has not.

The source is copied without its expectations, so that neither fixes nor checks
of comments see them. The stock clang-tidy with the plugin and unblock-lint both
run on the copy, and must give the same findings. The nearest folder `Inputs`,
beside the source or above, is searched for headers, `Inputs/system` as a system
folder.
"""

import argparse
import difflib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

EXPECTATION = re.compile(
    r"//\s*CHECK-(?P<kind>MESSAGES|NOTES|FIXES)(?:-(?P<suffix>[A-Za-z0-9_-]+))?:"
    r"\s*(?P<text>.*?)\s*$"
)
MISSPELT = re.compile(r"//\s*CHECK-(MESSAGE|NOTE|FIX)S?(ES)?\b", re.IGNORECASE)
DIAGNOSTIC = re.compile(
    r"^(?P<file>[^\s:][^:]*):(?P<line>\d+):(?P<column>\d+): "
    r"(?P<level>warning|error|note): (?P<text>.*)$"
)


class Failure(Exception):
    pass


class Diagnostic:
    """One warning, and the notes below it."""

    def __init__(self, place, level, text):
        self.place, self.level, self.text = place, level, text
        self.notes = []

    def line(self):
        file, line, column = self.place
        return f"{file}:{line}:{column}: {self.level}: {self.text}"

    def lines(self):
        return [self.line()] + [note.line() for note in self.notes]


class Expected:
    """One expected message, and the notes expected below it."""

    def __init__(self, text, number, source, checks):
        self.number, self.text, self.notes = number, text, []
        self.is_note = ": note: " in text
        if not self.is_note and ": warning: " not in text:
            raise Failure(f"{source}:{number}: neither a warning nor a note: {text}")
        pattern = line_pattern(text, number)
        pattern = (re.escape(source) if text.startswith(":") else r"(?:.*/)?") + pattern
        tags = "|".join(re.escape(f" [{check}]") for check in checks)
        self.pattern = re.compile(pattern + ("" if self.is_note else f"(?:{tags})?"))

    def accepts(self, diagnostic, exhaustive):
        if not self.pattern.fullmatch(diagnostic.line()):
            return False
        if exhaustive and len(self.notes) != len(diagnostic.notes):
            return False
        found = iter(diagnostic.notes)
        return all(
            any(note.pattern.fullmatch(candidate.line()) for candidate in found)
            for note in self.notes
        )


def line_pattern(text, number):
    """The regular expression that an expectation stands for."""
    pattern = ""
    for part in re.split(r"(\{\{.*?\}\}|\[\[@LINE(?:[+-]\d+)?\]\])", text):
        if part.startswith("{{"):
            pattern += f"(?:{part[2:-2]})"
        elif part.startswith("[[@LINE"):
            pattern += str(number + int(part[len("[[@LINE") : -2] or 0))
        else:
            pattern += re.escape(part)
    return pattern


def read_expectations(path, suffixes):
    """Splits a source file: its text without expectations, and those that hold."""
    source, expectations = [], []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file.read().split("\n"), 1):
            match = EXPECTATION.search(line)
            if match:
                if (match["suffix"] or "") in suffixes:
                    expectations.append((match["kind"], match["text"], number))
                line = line[: match.start()].rstrip()
            elif MISSPELT.search(line):
                raise Failure(f"{path}:{number}: misspelt expectation: {line.strip()}")
            elif re.match(r"\s*//\s*RUN:", line):
                line = ""
            source.append(line)
    return "\n".join(source), expectations


def group_messages(expectations, source, checks):
    """The expected warnings with their notes, and whether these are exhaustive."""
    kinds = {kind for kind, _, _ in expectations} - {"FIXES"}
    if len(kinds) > 1:
        raise Failure("CHECK-MESSAGES and CHECK-NOTES are mixed; use one of them")
    groups = []
    for kind, text, number in expectations:
        if kind == "FIXES":
            continue
        expected = Expected(text, number, source, checks)
        if not expected.is_note:
            groups.append(expected)
        elif groups:
            groups[-1].notes.append(expected)
        else:
            raise Failure(f"line {number}: a note is expected before any warning")
    return groups, kinds == {"NOTES"}


def run(command, statuses=(0,)):
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode not in statuses:
        raise Failure(
            f"exit status {result.returncode} of: {shlex.join(command)}\n"
            f"{result.stdout}{result.stderr}"
        )
    return result.stdout


def parse_tidy(output, folder):
    """clang-tidy's text as diagnostics."""
    found = []
    for line in output.splitlines():
        match = DIAGNOSTIC.match(line)
        if not match:
            continue
        place = (relative(match["file"], folder), int(match["line"]), int(match["column"]))
        diagnostic = Diagnostic(place, match["level"], match["text"])
        if diagnostic.level == "note" and found:
            found[-1].notes.append(diagnostic)
        else:
            found.append(diagnostic)
    return found


def parse_lint(output, folder):
    """unblock-lint's JSON as diagnostics."""
    report = json.loads(output)

    def place(entry):
        where = entry["location"]
        file = os.path.join(report["root"], where["file"]) if where["file"] else ""
        return relative(file, folder), where["line"], where["column"]

    found = []
    for finding in report["findings"]:
        text = f"{finding['message']} [{finding['check']}]"
        diagnostic = Diagnostic(place(finding), "warning", text)
        diagnostic.notes = [
            Diagnostic(place(note), "note", note["message"]) for note in finding["notes"]
        ]
        found.append(diagnostic)
    return found


def relative(path, folder):
    """Paths below the folder of the copy lose it."""
    prefix = os.path.join(folder, "")
    return path[len(prefix) :] if path.startswith(prefix) else path


def verify_messages(found, groups, exhaustive):
    problems = []
    remaining = list(found)
    for expected in groups:
        match = next((d for d in remaining if expected.accepts(d, exhaustive)), None)
        if match:
            remaining.remove(match)
        else:
            notes = "".join(f"\n    {note.text}" for note in expected.notes)
            problems.append(f"line {expected.number}: not found: {expected.text}{notes}")
    for diagnostic in remaining:
        problems.append("not expected: " + "\n    ".join(diagnostic.lines()))
    if problems:
        raise Failure("\n".join(problems))


def verify_same(tidy, lint):
    """The plugin and the tool must agree, whatever is expected."""
    tidy, lint = (sorted(diagnostic.lines() for diagnostic in found) for found in (tidy, lint))
    if tidy != lint:
        difference = difflib.unified_diff(
            [line for group in tidy for line in group],
            [line for group in lint for line in group],
            "clang-tidy with the plugin", "unblock-lint", n=1, lineterm="",
        )
        raise Failure("plugin and tool disagree:\n" + "\n".join(difference))


def verify_fixes(before, after, expectations):
    patterns = [
        (number, text, re.compile(line_pattern(text, number)))
        for kind, text, number in expectations
        if kind == "FIXES"
    ]
    old, new = before.split("\n"), after.split("\n")
    added = set()
    for tag, _, _, first, last in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag in ("replace", "insert"):
            added.update(range(first, last))
    problems, index = [], 0
    for number, text, pattern in patterns:
        match = next(
            (i for i in range(index, len(new)) if pattern.fullmatch(new[i].strip())), None
        )
        if match is None:
            problems.append(f"line {number}: not in the fixed file, or out of order: {text}")
            continue
        added.discard(match)
        index = match + 1
    for i in sorted(added):
        if new[i].strip():
            problems.append(f"a fix made a line that is not expected: {new[i].strip()}")
    if problems:
        raise Failure("\n".join(problems) + "\nthe fixed file is:\n" + after)


def input_folders(source):
    """The compiler's arguments for the nearest `Inputs`."""
    for folder in pathlib.Path(source).resolve().parents:
        inputs = folder / "Inputs"
        if inputs.is_dir():
            return ["-I", str(inputs), "-isystem", str(inputs / "system")]
    return []


def check_suffix(args, folder):
    """Runs the tools once, for the expectations of args.suffixes."""
    source, expectations = read_expectations(args.source, args.suffixes)
    name = os.path.basename(args.source)
    copy = os.path.join(folder, name)
    compile_args = [f"-std={args.std}", *input_folders(args.source), *args.compile_args]

    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    write(copy, source)
    checks = args.checks.split(",")
    # A configuration of its own stops the search for one in parent folders.
    write(os.path.join(folder, ".clang-tidy"), args.config or f"Checks: '-*,{args.checks}'\n")
    if args.models:
        shutil.copy(args.models, os.path.join(folder, ".unblock.yaml"))

    fixes = os.path.join(folder, "fixes.yaml")
    enabled = f"--checks=-*,{args.checks}"
    tidy = [args.clang_tidy, "--quiet", enabled]
    if args.plugin:
        tidy.append(f"--load={args.plugin}")
    report = ["--header-filter=.*", f"--export-fixes={fixes}"]
    found = parse_tidy(run([*tidy, *report, copy, "--", *compile_args]), folder)
    groups, exhaustive = group_messages(expectations, name, checks)
    verify_messages(found, groups, exhaustive)

    if not args.tidy_only:
        # What no comment needs is for the tool alone to say: it sees all units.
        lint = [
            args.unblock_lint, "--format=json", "--report-unused-suppressions=false",
            enabled, copy, "--", *compile_args,
        ]
        verify_same(found, parse_lint(run(lint, (0, 1)), folder))

    offers_fixes = os.path.exists(fixes) and "ReplacementText:" in read(fixes)
    if offers_fixes or any(kind == "FIXES" for kind, _, _ in expectations):
        # Only the copy is changed: headers belong to the sources.
        run([*tidy, "--fix", "--header-filter=^$", copy, "--", *compile_args])
        verify_fixes(source, read(copy), expectations)
        clang = os.path.join(os.path.dirname(args.clang_tidy), "clang")
        run([clang, "-fsyntax-only", *compile_args, copy])
        verify_fixed(copy, found, [*tidy, "--header-filter=^$"], compile_args, folder)


def verify_fixed(copy, before, tidy, compile_args, folder):
    """A fix leaves nothing to fix, and nothing else to find than there was."""
    fixes = os.path.join(folder, "again.yaml")
    again = [*tidy, f"--export-fixes={fixes}", copy, "--", *compile_args]
    after = parse_tidy(run(again), folder)
    known = [diagnostic.text for diagnostic in before]
    for diagnostic in after:
        if diagnostic.text not in known:
            raise Failure(f"a fix makes a finding: {diagnostic.line()}\n{read(copy)}")
        known.remove(diagnostic.text)
    if os.path.exists(fixes) and "ReplacementText:" in read(fixes):
        raise Failure("the fixed file has more to fix:\n" + read(copy))


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def parse_arguments(argv):
    compile_args = []
    if "--" in argv:
        split = argv.index("--")
        argv, compile_args = argv[:split], argv[split + 1 :]
        # As with clang-tidy's own helper, -config may stand after the dashes.
        configs = [arg for arg in compile_args if re.match(r"--?config=", arg)]
        compile_args = [arg for arg in compile_args if arg not in configs]
        argv += configs
    parser = argparse.ArgumentParser(allow_abbrev=False)
    option = parser.add_argument
    option("source", help="the annotated source file")
    option("checks", help="the check under test, or several with commas")
    option("temp", help="a name for temporary files")
    option("-check-suffixes", "--check-suffixes", default="",
           help="suffixes of the expectations that hold, with commas; empty: those without")
    option("-std", "--std", default="c++20", help="language modes, with commas")
    option("-config", "--config", help="text of .clang-tidy for both tools")
    option("-models", "--models", help="file to use as .unblock.yaml")
    option("-tidy-only", "--tidy-only", action="store_true",
           help="do not compare with unblock-lint: for stock checks")
    option("--clang-tidy", required=True)
    option("--plugin", help="module to load into clang-tidy")
    option("--unblock-lint")
    args = parser.parse_args(argv)
    args.suffixes = args.check_suffixes.split(",")
    args.compile_args = compile_args
    if not args.tidy_only and not args.unblock_lint:
        parser.error("--unblock-lint is needed, unless -tidy-only")
    return args


def main():
    args = parse_arguments(sys.argv[1:])
    for std in args.std.split(","):
        args.std = std
        try:
            check_suffix(args, os.path.abspath(args.temp) + ".check")
        except (Failure, OSError, ValueError, KeyError) as failure:
            print(f"{args.source} (-std={std}):\n{failure}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
