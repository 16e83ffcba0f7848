#!/usr/bin/env python3
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Tests the fixes of one case of the gallery in test/fixits.

A case is one file, test/fixits/PROFILE/NAME.cpp:

    // RUN: %check_fixits %s %t
    // remains: async-blocking-call
    //
    // What the case is about.
    #include <unblock/unblock.hpp>
    ...

or a folder PROFILE/NAME whose main.cpp begins like this; all of its *.cpp are
translation units, its headers, .clang-format, .clang-tidy and .unblock.yaml
count. What --fix makes of NAME.cpp stands beside it in NAME.fixed.cpp, without
the lines that are for this script:

    // RUN: ...            how lit runs this script
    // no-fix: WHY         there are findings, and none of them has a fix
    // remains: CHECK, ... these findings stay, one name for each
    // lint: OPTIONS       for unblock-lint: --checks=..., --config-file=%S/...
    // flags: OPTIONS      for the compiler; %S is the folder of the case
    // output: TEXT        a line that the fixed program prints; the other one
                           is compiled only, as what is wrong with it shows
    // no-main             there is a main, but it is not to be run

To add a case: write NAME.cpp, make the build (`ninja -C build/release
test-depends`), then make what is expected, read it, and commit both:

    tools/dev/check_fixits.py --update test/fixits/unblock/NAME.cpp

What is tested:

1. `unblock-lint --fix` finds something, and makes of each file what is expected.
   --diff would have printed just that.
2. `unblock-lint --fix` once more finds nothing but what `remains`, and changes
   nothing.
3. Both versions compile, the fixed one without warnings (-Wall -Wextra).
4. If there is a main, both are built with AddressSanitizer, linked with the
   runtime, and run: output and exit status are the same, unless `output` says
   what the fixed one prints.

Flags for all cases of a profile are in the file PROFILE/flags, one a line; `-I`
of the nearest folder `Inputs`, `-isystem` of its `system` and of the runtime's
headers are always there.
"""

import argparse
import difflib
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DIRECTIVE = re.compile(
    r"//\s*(?P<key>RUN|no-fix|remains|lint|flags|output|no-main)\b:?\s*(?P<value>.*?)\s*$"
)
KNOWN_SUFFIXES = {".cpp", ".cc", ".cxx"}
SANITIZER = ["-O0", "-fsanitize=address", "-fno-omit-frame-pointer"]
TIMEOUT = 60


class Failure(Exception):
    pass


def run(command, **options):
    try:
        return subprocess.run(
            [str(argument) for argument in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            timeout=TIMEOUT,
            check=False,
            **options,
        )
    except subprocess.TimeoutExpired as late:
        raise Failure(f"takes more than {TIMEOUT} s: {shlex.join(late.cmd)}") from None


def shown(result):
    return f"{shlex.join(result.args)}\nexit status {result.returncode}\n{result.stdout}{result.stderr}"


def read(path):
    return path.read_bytes().decode("utf-8", "surrogateescape")


def golden_of(path):
    return path.with_name(f"{path.stem}.fixed{path.suffix}")


def is_golden(path):
    return path.stem.endswith(".fixed")


class Case:
    """What the source says."""

    def __init__(self, source):
        self.source = source.resolve()
        self.folder = self.source.parent
        self.is_folder = self.source.name == "main.cpp"
        self.no_fix = self.may_run = None
        self.remains, self.lint, self.flags, self.output = [], [], [], []
        self.may_run = True
        for line in read(source).splitlines():
            if match := DIRECTIVE.match(line):
                self.take(match["key"], match["value"])
        if self.is_folder:
            self.files = sorted(
                p for p in self.folder.rglob("*") if p.is_file() and not is_golden(p)
            )
        else:
            self.files = [self.source]
        profile = self.folder.parent if self.is_folder else self.folder
        flags = profile / "flags"
        if flags.exists():
            self.flags = [f for l in read(flags).splitlines() for f in shlex.split(l, comments=True)] + self.flags
        self.flags = [f.replace("%S", str(profile)) for f in self.flags]
        self.lint = [f.replace("%S", str(self.folder)) for f in self.lint]
        for parent in self.source.parents:
            inputs = parent / "Inputs"
            if inputs.is_dir():
                self.flags += [f"-I{inputs}", f"-isystem{inputs / 'system'}"]
            if parent == ROOT / "test" or inputs.is_dir():
                break
        self.flags += ["-std=c++20", f"-isystem{ROOT / 'lib' / 'runtime' / 'include'}"]

    def take(self, key, value):
        if key == "no-fix":
            self.no_fix = value
            if not value:
                raise Failure("no-fix: says not why")
        elif key == "remains":
            self.remains += re.split(r"[,\s]+", value)
        elif key in ("lint", "flags"):
            getattr(self, key).extend(shlex.split(value))
        elif key == "output":
            self.output.append(value)
        elif key == "no-main":
            self.may_run = False

    def has_main(self):
        return self.may_run and any(
            re.search(r"^int main\(", read(f), re.MULTILINE)
            for f in self.files
            if f.suffix in KNOWN_SUFFIXES
        )

    def name_in_copy(self, path):
        return path.relative_to(self.folder)

    def copy_to(self, folder):
        """Without what the directives say: fixes and checks see no trace."""
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        for parent in self.source.parents:
            if (parent / ".clang-format").exists():
                shutil.copy(parent / ".clang-format", folder)
                break
        for path in self.files:
            target = folder / self.name_in_copy(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            lines = read(path).splitlines(keepends=True)
            if path.suffix in KNOWN_SUFFIXES:
                lines = [l for l in lines if not DIRECTIVE.match(l.rstrip())]
                if lines and lines[0].rstrip() == "//":
                    del lines[0]
            target.write_bytes("".join(lines).encode("utf-8", "surrogateescape"))

    def units_in(self, folder):
        return [
            folder / self.name_in_copy(f) for f in self.files if f.suffix in KNOWN_SUFFIXES
        ]


class Runner:
    def __init__(self, options, case):
        self.options, self.case = options, case
        self.work = options.work.resolve()

    def lint(self, folder, *options):
        import json

        report = self.work / "report.json"
        result = run(
            [
                self.options.unblock_lint,
                f"--format=json:{report}",
                "--fail-on=never",
                "-j1",
                *options,
                *self.case.lint,
                *self.case.units_in(folder),
                "--",
                *self.case.flags,
            ],
            cwd=folder,
        )
        if result.returncode != 0:
            raise Failure("unblock-lint fails\n" + shown(result))
        return result, json.loads(report.read_text())["findings"]

    def snapshot(self, folder):
        return {
            str(self.case.name_in_copy(f)): read(folder / self.case.name_in_copy(f))
            for f in self.case.files
        }

    def expected(self, before):
        wanted = {}
        for path in self.case.files:
            name = str(self.case.name_in_copy(path))
            golden = golden_of(path)
            wanted[name] = read(golden) if golden.exists() else before[name]
            if self.case.no_fix is not None and golden.exists():
                raise Failure(f"no-fix, and there is {golden}")
        return wanted

    def update(self, before, after):
        for path in self.case.files:
            name = str(self.case.name_in_copy(path))
            golden = golden_of(path)
            if before[name] == after[name]:
                golden.unlink(missing_ok=True)
            elif not golden.exists() or read(golden) != after[name]:
                golden.write_bytes(after[name].encode("utf-8", "surrogateescape"))
                print(f"wrote {golden}")

    def test(self):
        case = self.case
        original, fixed = self.work / "original", self.work / "fixed"
        case.copy_to(original)
        case.copy_to(fixed)
        before = self.snapshot(original)

        result, _ = self.lint(fixed, "--fix")
        after = self.snapshot(fixed)
        for folder, names in ((fixed, after), (original, before)):
            here = {
                str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()
            } - {".clang-format"}
            if here - set(names) - {".clang-format"}:
                raise Failure(f"files that should not be there: {here - set(names)}")
        if self.options.update:
            self.update(before, after)
        if case.no_fix is None and before == after:
            raise Failure("nothing was fixed\n" + shown(result))
        compare(self.expected(before), after, shown(result))

        again, findings = self.lint(fixed, "--fix")
        checks = sorted(f["check"] for f in findings)
        if case.no_fix is not None:
            if not findings:
                raise Failure("there are no findings\n" + shown(again))
            if case.remains and checks != sorted(case.remains):
                raise Failure(f"findings: {checks}\n" + shown(again))
        elif checks != sorted(case.remains):
            raise Failure(f"findings after --fix: {checks}\n{self.text_of(fixed)}")
        compare(after, self.snapshot(fixed), "a second run changes this:")
        if case.no_fix is None:
            self.compile_and_run(original, fixed)

    def text_of(self, folder):
        result = run(
            [
                self.options.unblock_lint,
                *self.case.lint,
                *self.case.units_in(folder),
                "--",
                *self.case.flags,
            ],
            cwd=folder,
        )
        return result.stdout

    def compile_and_run(self, original, fixed):
        case, runtime = self.case, self.options.runtime
        warnings = ["-Wall", "-Wextra", "-Werror"]
        if not case.has_main() or not runtime:
            for folder, flags in ((original, ["-w"]), (fixed, warnings)):
                for unit in case.units_in(folder):
                    self.compile(unit, [*flags, "-fsyntax-only"])
            return
        programs = []
        for folder, flags in ((original, ["-w"]), (fixed, warnings)):
            objects = []
            for unit in case.units_in(folder):
                objects.append(unit.with_suffix(".o"))
                self.compile(unit, [*flags, *SANITIZER, *self.precompiled(), "-c", "-o", objects[-1]])
            programs.append(folder / "program")
            lld = ["-fuse-ld=lld"] if shutil.which("ld.lld", path=str(pathlib.Path(self.options.clang).parent)) else []
            result = run(
                [
                    self.options.clang,
                    *lld,
                    *SANITIZER,
                    *objects,
                    runtime / "libunblock_runtime_asan.a",
                    *[f for f in case.flags if f.startswith("-l")],
                    "-pthread",
                    "-ldl",
                    "-o",
                    programs[-1],
                ]
            )
            if result.returncode != 0:
                raise Failure(f"the {folder.name} program does not link\n{shown(result)}")
        after = run([programs[1]], cwd=fixed)
        if case.output:
            if after.returncode != 0 or after.stdout.splitlines() != case.output:
                raise Failure(f"expected output: {case.output}\n{shown(after)}")
            return
        before = run([programs[0]], cwd=original)
        if (before.returncode, before.stdout) != (after.returncode, after.stdout):
            raise Failure(f"before:\n{shown(before)}\nafter:\n{shown(after)}")
        if "AddressSanitizer" in before.stderr + after.stderr:
            raise Failure(f"before:\n{shown(before)}\nafter:\n{shown(after)}")

    def precompiled(self):
        """The runtime's headers, when nothing of the case could change them."""
        header = self.options.runtime / "unblock.hpp.pch"
        plain = all(f.startswith(("-I", "-isystem", "-std=", "-l")) for f in self.case.flags)
        return ["-include-pch", header] if plain and header.exists() else []

    def compile(self, unit, flags):
        flags = [*flags, *(f for f in self.case.flags if not f.startswith("-l"))]
        result = run([self.options.clang, *flags, unit], cwd=unit.parent)
        if result.returncode != 0:
            raise Failure(f"the {unit.parent.name} version does not compile\n{shown(result)}")


def compare(wanted, got, context):
    for name, text in wanted.items():
        if text == got[name]:
            continue
        diff = difflib.unified_diff(
            text.splitlines(keepends=True),
            got[name].splitlines(keepends=True),
            f"expected {name}",
            f"fixed {name}",
        )
        raise Failure(f"{context}\n{''.join(diff)}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    build = ROOT / "build" / "release"
    parser.add_argument("--unblock-lint", type=pathlib.Path, default=build / "bin" / "unblock-lint")
    parser.add_argument("--clang", default="/usr/lib/llvm-22/bin/clang++", help="the compiler")
    parser.add_argument(
        "--runtime",
        type=pathlib.Path,
        help="folder of the runtime with AddressSanitizer; without it nothing is run",
    )
    parser.add_argument("--update", action="store_true", help="write what is expected")
    parser.add_argument("cases", type=pathlib.Path, nargs="+", help="CASE WORK, or with --update cases")
    options = parser.parse_args()
    options.unblock_lint = options.unblock_lint.resolve()
    if options.update:
        work = options.unblock_lint.parents[1] / "test" / "fixits" / "update"
    else:
        if len(options.cases) != 2:
            parser.error("one case and one folder to work in")
        work = options.cases.pop()
    if options.runtime is None and (default := options.unblock_lint.parents[1] / "test/fixits/runtime").exists():
        options.runtime = default

    status = 0
    for source in options.cases:
        if is_golden(source):
            continue
        options.work = work / source.stem if options.update else work
        options.work.mkdir(parents=True, exist_ok=True)
        try:
            Runner(options, Case(source)).test()
        except Failure as failure:
            print(f"{source}: {failure}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
