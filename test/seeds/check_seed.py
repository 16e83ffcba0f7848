#!/usr/bin/env python3
"""Lints one port: exactly the lines that it calls bad are found, by the checks
that it names, and what is fixed behaves.

    std::this_thread::sleep_for(1s); // bad: async-blocking-call, fixed
    // bad: async-spawn-blocking-cancellation, no fix: the work must ask
    work.abort();
    legacy_call(); // bad, not found: it is called through a table
    co_await unblock::sleep_for(1s); // good: the worker goes on

A comment that stands alone is about the line below it.

Where any line is `fixed`, --fix is applied to a copy. It must change just those
lines' findings, what it left must still be found, and the result is built with
SEED_FIXED defined, under which CHECK_FIXED of seed.hpp demands what the good lines
do, and run.
"""

import argparse
import json
import pathlib
import re
import shlex
import subprocess
import sys

ANNOTATION = re.compile(
    r"// (?:good\b|bad, not found: ."
    r"|bad: (?P<checks>async-[a-z-]+(?:, async-[a-z-]+)*)(?:, (?P<fixed>fixed)|, no fix: .)|(?P<odd>bad\b))"
)


def run(command, **options):
    result = subprocess.run(
        [str(c) for c in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=120,
        check=False,
        **options,
    )
    return result.returncode, f"{shlex.join(map(str, command))}\n{result.stdout}"


def annotations(source):
    """Line by line: the checks that find something, and whether it is fixed."""
    found, fixed = {}, set()
    for number, line in enumerate(source.read_text().splitlines(), 1):
        match = ANNOTATION.search(line)
        if not match:
            continue
        if match["odd"]:
            sys.exit(f"{source}:{number}: say by which check it is found, and whether it is fixed")
        if line.lstrip().startswith("//"):
            number += 1
        if match["checks"]:
            found[number] = sorted(match["checks"].split(", "))
            if match["fixed"]:
                fixed.add(number)
    return found, fixed


def lint(options, source, *more):
    report = options.work / "report.json"
    status, said = run(
        [options.unblock_lint, f"--format=json:{report}", "--fail-on=never", *more, source, "--", *options.flags]
    )
    if status != 0:
        sys.exit(said)
    found = {}
    for finding in json.loads(report.read_text())["findings"]:
        file = finding["location"]["file"]
        place = finding["location"]["line"]
        if pathlib.Path(file).name != source.name:
            place = f"{file}:{place}"
        found.setdefault(place, []).append(finding["check"])
    return {place: sorted(checks) for place, checks in found.items()}


def demand(wanted, found, what):
    if wanted != found:
        places = sorted(wanted.keys() | found.keys(), key=str)
        sys.exit(
            f"{what}\n"
            + "\n".join(
                f"line {p}: expected {wanted.get(p, 'nothing')}, found {found.get(p, 'nothing')}"
                for p in places
                if wanted.get(p) != found.get(p)
            )
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("unblock-lint", "clang"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    for name in ("flags", "libraries"):
        parser.add_argument(f"--{name}", type=shlex.split, default=[])
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)

    wanted, fixed = annotations(options.source)
    demand(wanted, lint(options, options.source), f"{options.source}: findings")
    if not fixed:
        return

    copy = options.work / options.source.name
    before = options.source.read_text()
    copy.write_text(before)
    (options.work / ".clang-format").write_text("BasedOnStyle: LLVM\n")
    lint(options, copy, "--fix")
    after = copy.read_text()
    here, gone = annotations(copy) # lines may have moved
    left = {line: checks for line, checks in here.items() if line not in gone}
    demand(left, lint(options, copy), f"{copy}: findings after --fix\n{after}")
    if copy.read_text() != after:
        sys.exit(f"{copy}: fixing again changes it")

    program = options.work / "program"
    status, said = run(
        [options.clang, *options.flags, "-O1", "-DSEED_FIXED", copy, "-o", program, *options.libraries]
    )
    if status == 0:
        status, said = run([program], cwd=options.work)
    if status != 0:
        sys.exit(f"exit status {status}: {said}\n{after}")


if __name__ == "__main__":
    main()
