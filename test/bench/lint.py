#!/usr/bin/env python3
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The speed of the lint tool and the plugin; run by tools/bench lint.

Every command sees the same files, one process at a time. The commands take
turns, so that what else the machine does hits all of them; the medians of the
rounds count. Times are the user's seconds, memory is the largest resident set
of a process in MiB.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

COROUTINE_CHECKS = ",".join((
    "cppcoreguidelines-avoid-capturing-lambda-coroutines",
    "cppcoreguidelines-avoid-reference-coroutine-parameters",
    "cppcoreguidelines-no-suspend-with-lock",
    "misc-coroutine-hostile-raii",
))
CHEAP_CHECK = "google-explicit-constructor"


def measure(commands, statuses):
    """User time and largest resident set of a sequence of processes."""
    seconds, memory = 0.0, 0
    for command, folder in commands:
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in statuses:
            sys.exit(f"exit status {process.returncode} of: {' '.join(map(str, command))}")
        seconds += usage.ru_utime
        memory = max(memory, usage.ru_maxrss / 1024)
    return seconds, memory


def main():
    parser = argparse.ArgumentParser(prog="tools/bench lint")
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--database", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tsv", action="store_true")
    args = parser.parse_args()

    cache = (args.build / "CMakeCache.txt").read_text(encoding="utf-8")
    llvm = next(
        line.partition("=")[2] for line in cache.splitlines() if line.startswith("UNBLOCK_LIT:")
    )
    tools = pathlib.Path(llvm).parent
    entries = json.loads((args.database / "compile_commands.json").read_text(encoding="utf-8"))

    def tidy(checks, *more):
        command = [tools / "clang-tidy", "--quiet", f"--checks=-*,{checks}", *more]
        return [
            ([*command, "-p", args.database, os.path.join(e["directory"], e["file"])], None)
            for e in entries
        ]

    load = f"--load={args.build / 'lib' / 'unblock-tidy.so'}"
    lint = [args.build / "bin" / "unblock-lint", "-p", args.database, "-j1", "--quiet", "--no-cache"]
    commands = {
        "unblock-lint": [(lint, None)],
        "clang++ -fsyntax-only": [
            ([tools / "clang++", "-fsyntax-only", "-w", *e["arguments"][1:]], e["directory"])
            for e in entries
        ],
        "clang-tidy, 4 coroutine checks": tidy(COROUTINE_CHECKS),
        "clang-tidy, 1 cheap check": tidy(CHEAP_CHECK),
        "clang-tidy, 1 cheap check, plugin": tidy(CHEAP_CHECK, load),
        "clang-tidy, 1 cheap and our checks": tidy(f"{CHEAP_CHECK},async-*", load),
    }
    # Ours, the peer, and the largest ratio of times that is good enough.
    cases = {
        "lint/syntax-only": ("unblock-lint", "clang++ -fsyntax-only", 0.65),
        "lint/tidy-coroutine-checks": ("unblock-lint", "clang-tidy, 4 coroutine checks", 0.55),
        "plugin/tidy-cheap-check": (
            "clang-tidy, 1 cheap check, plugin", "clang-tidy, 1 cheap check", 1.05,
        ),
        "our-checks/tidy-cheap-check": (
            "clang-tidy, 1 cheap and our checks", "clang-tidy, 1 cheap check", 1.05,
        ),
    }

    results = {name: [] for name in commands}
    for number in range(args.rounds):
        for name, sequence in commands.items():
            if sys.stderr.isatty():
                print(f"\rround {number + 1} of {args.rounds}: {name:40}", end="", file=sys.stderr)
            results[name].append(measure(sequence, (0, 1)))
    if sys.stderr.isatty():
        print("\r" + " " * 60 + "\r", end="", file=sys.stderr)

    seconds = {name: statistics.median(s for s, _ in runs) for name, runs in results.items()}
    memory = {name: statistics.median(m for _, m in runs) for name, runs in results.items()}
    rows, missed = [("case", "ours", "peer", "ratio", "goal", "ok|miss")], 0
    for case, (ours, peer, goal) in cases.items():
        ratio = seconds[ours] / seconds[peer]
        missed += ratio > goal
        rows.append((
            case, f"{seconds[ours]:.2f} s", f"{seconds[peer]:.2f} s", f"{ratio:.3f}",
            f"{goal:.2f}", "miss" if ratio > goal else "ok",
        ))
    if args.tsv:
        for row in rows[1:]:
            print(*(cell.removesuffix(" s") for cell in row), sep="\t")
        return 1 if missed else 0
    for row in rows:
        print(f"{row[0]:28}{row[1]:>10}{row[2]:>10}{row[3]:>8}{row[4]:>7}  {row[5]}")
    print(f"\n{len(entries)} translation units, median of {args.rounds} rounds. Each command:")
    for name in commands:
        print(f"  {name:36}{seconds[name]:8.2f} s{memory[name]:8.0f} MiB")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
