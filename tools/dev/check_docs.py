#!/usr/bin/env python3
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks Markdown: examples compile and run, links lead somewhere.

    check_docs.py --clang PROGRAM [--run-arg ARGUMENT]... FILE_OR_FOLDER...

A block of code whose first line is "```cpp compile" is a translation unit in
C++20 that must compile, with those run-args that name folders of headers; words
after it are further arguments of the compiler. One that begins with "```cpp run"
is a program: it is linked, with the run-args as further arguments, and must exit
with 0 within a minute. Relative links must name a file, and a heading in it if
they name one.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^( *)(```+)(.*)$")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
RUN_LIMIT = 60  # seconds
HEADING = re.compile(r"^#+ +(.*?)\s*$")


def blocks(lines):
    """Yields (line number, info string, lines of code), and (number, None, [line])
    for what is not code."""
    iterator = iter(enumerate(lines, 1))
    for number, line in iterator:
        fence = FENCE.match(line)
        if not fence:
            yield number, None, [line]
            continue
        indent, code = len(fence[1]), []
        for _, inner in iterator:
            if inner.strip() == fence[2]:
                break
            code.append(inner[indent:])
        yield number, fence[3].strip(), code


def anchors(path):
    """The names that headings get."""
    result = set()
    for _, info, lines in blocks(path.read_text(encoding="utf-8").splitlines()):
        heading = HEADING.match(lines[0]) if info is None else None
        if heading:
            text = re.sub(r"[^\w\- ]", "", heading[1].lower())
            result.add(text.replace(" ", "-"))
    return result


def check_link(path, number, target):
    if re.match(r"[a-z]+:", target):
        return []
    file, _, anchor = target.partition("#")
    destination = (path.parent / file) if file else path
    if not destination.exists():
        return [f"{path}:{number}: no such file: {target}"]
    if anchor and anchor not in anchors(destination):
        return [f"{path}:{number}: no such heading: {target}"]
    return []


def compile_example(clang, path, number, arguments, code):
    source = f'#line {number + 1} "{path}"\n' + "\n".join(code) + "\n"
    command = [clang, "-x", "c++", "-std=c++20", "-I", path.parent, "-", *arguments]
    result = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    return [result.stderr.rstrip()] if result.returncode else []


def run_example(clang, path, number, arguments, code):
    with tempfile.TemporaryDirectory() as folder:
        arguments = [*arguments, "-o", f"{folder}/example"]
        problems = compile_example(clang, path, number, arguments, code)
        if problems:
            return problems
        try:
            result = subprocess.run(
                [f"{folder}/example"], cwd=folder, stdin=subprocess.DEVNULL,
                capture_output=True, text=True, check=False, timeout=RUN_LIMIT)
        except subprocess.TimeoutExpired:
            return [f"{path}:{number}: the example runs longer than {RUN_LIMIT} seconds"]
    if result.returncode:
        return [f"{path}:{number}: the example exits with {result.returncode}\n{result.stderr}".rstrip()]
    return []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    parser.add_argument("--clang", required=True)
    parser.add_argument("--run-arg", action="append", default=[])
    args = parser.parse_args()

    files = []
    for path in args.paths:
        files += sorted(path.rglob("*.md")) if path.is_dir() else [path]
    problems, examples, runs, links = [], 0, 0, 0
    for path in files:
        for number, info, lines in blocks(path.read_text(encoding="utf-8").splitlines()):
            if info is None:
                for target in LINK.findall(lines[0]):
                    links += 1
                    problems += check_link(path, number, target)
            elif info.split()[:2] == ["cpp", "compile"]:
                examples += 1
                folders = [a for a in args.run_arg if a.startswith("-I")]
                arguments = ["-fsyntax-only", *folders, *info.split()[2:]]
                problems += compile_example(args.clang, path, number, arguments, lines)
            elif info.split()[:2] == ["cpp", "run"]:
                examples += 1
                runs += 1
                arguments = args.run_arg + info.split()[2:]
                problems += run_example(args.clang, path, number, arguments, lines)
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    print(f"{len(files)} documents, {examples} examples ({runs} run), {links} links")
    return 1 if problems or not files else 0


if __name__ == "__main__":
    sys.exit(main())
