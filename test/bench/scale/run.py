#!/usr/bin/env python3
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How unblock-lint grows with the project; run by tools/bench scale.

For each size a project is made (project.py). Then come: a run with an empty
cache, one with nothing changed, one with one file changed, and the three steps
by themselves. Every run must find what the project is made to have, no more and
no less: a wrong number is an error, whatever the time. Times are the seconds of
the processor, the user's and the system's, of all processes of a run: other
work on the machine makes a run longer, but hardly costlier.
"""

import argparse
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import project

LINK_GOAL = 1.0  # seconds for 100 000 functions
LINEAR_GOAL = 1.5  # the link's time per function, compared with the size before


class Failure(Exception):
    pass


@dataclasses.dataclass
class Usage:
    seconds: float  # of the processor
    memory: float  # MiB, of the largest process


def run(command, folder, statuses=(0,)):
    process = subprocess.Popen(
        [str(part) for part in command], cwd=folder, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    )
    with process.stderr:
        errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in statuses:
        raise Failure(
            f"exit status {process.returncode} of: {' '.join(map(str, command))}\n{errors}"
        )
    return Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


class Size:
    """The measurements of one size."""

    def __init__(self, args, units):
        self.args, self.units = args, units
        self.folder = args.work / str(units)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.made = project.make(self.folder, units)
        self.sources = sorted(path.name for path in self.folder.glob("*.cpp"))
        self.cache = self.folder / "cache"
        self.report = self.folder / "report.json"
        self.results = {}

    def say(self, what):
        print(f"== {self.units} units: {what}", file=sys.stderr)

    def expect(self, findings, units, path):
        report = json.loads(path.read_text(encoding="utf-8"))
        found = len(report["findings"])
        if found != findings:
            raise Failure(f"{found} findings where {findings} are; see {path}")
        if report["translationUnits"] != {"analysed": units, "total": units}:
            raise Failure(f"not all of {units} units were analysed; see {path}")

    def lint(self, findings):
        usage = run(
            [self.args.lint, "-p", self.folder, "--root", self.folder, "--quiet",
             f"-j{self.args.jobs}", "--cache-dir", self.cache, "--format", f"json:{self.report}"],
            self.folder, (1,),
        )
        self.expect(findings, self.units, self.report)
        return usage

    def measure_runs(self):
        self.say("cold run")
        self.results["cold"] = self.lint(self.made.findings)
        self.say("warm runs")
        warm = [self.lint(self.made.findings) for _ in range(self.args.rounds)]
        text = self.made.changed.read_text(encoding="utf-8")
        self.say("runs with one file changed")
        changed = []
        for number in range(self.args.rounds):
            # The comment makes each text a new one.
            new = f"{self.made.text_after}// {number}\n"
            self.made.changed.write_text(new, encoding="utf-8")
            changed.append(self.lint(self.made.findings_after))
        self.made.changed.write_text(text, encoding="utf-8")
        self.results["warm"] = median(warm)
        self.results["one file"] = median(changed)
        self.results["cache"] = sum(f.stat().st_size for f in self.cache.rglob("*") if f.is_file())

    def index(self, source):
        return run(
            [self.args.lint, "index", "--root", self.folder, source, "-o", f"{source}.unblock",
             "--", "-std=c++20"],
            self.folder,
        )

    def parse(self, source):
        return run(
            [self.args.clang, "-std=c++20", "-fsyntax-only", "-w", source], self.folder
        )

    def measure_steps(self):
        self.say("the three steps")
        with concurrent.futures.ThreadPoolExecutor(self.args.jobs) as pool:
            list(pool.map(self.index, self.sources))  # raises what failed
        summaries = self.folder / "summaries"
        names = [f"{source}.unblock" for source in self.sources]
        summaries.write_text("\n".join(names), encoding="utf-8")
        self.results["summaries"] = sum((self.folder / name).stat().st_size for name in names)
        link = [self.args.lint, "link", f"@{summaries}", "-o", "project.unblockindex"]
        self.results["link"] = median([run(link, self.folder) for _ in range(self.args.rounds)])
        self.results["index"] = (self.folder / "project.unblockindex").stat().st_size
        check = [
            self.args.lint, "check", f"@{summaries}", "--index", "project.unblockindex",
            "--root", self.folder, "--quiet", "--format", f"json:{self.report}",
        ]
        self.results["check"] = median(
            [run(check, self.folder, (1,)) for _ in range(self.args.rounds)]
        )
        self.expect(self.made.findings, self.units, self.report)

    def measure_parse(self):
        """Index and the compiler's front end, in turns, over some units."""
        self.say("index and -fsyntax-only")
        some = self.sources[:: max(1, len(self.sources) // 20)]
        pairs = [
            (sum(self.index(s).seconds for s in some), sum(self.parse(s).seconds for s in some))
            for _ in range(self.args.rounds)
        ]
        self.results["some"] = tuple(statistics.median(side) for side in zip(*pairs))


def median(usages):
    return Usage(
        statistics.median(u.seconds for u in usages), statistics.median(u.memory for u in usages)
    )


def rows(sizes):
    """Case, ours, peer, goal; all in seconds."""
    before = None
    for size in sizes:
        r, n = size.results, size.units
        yield f"warm/cold/{n}", r["warm"].seconds, r["cold"].seconds, 0.01
        yield f"one-file/cold/{n}", r["one file"].seconds, r["cold"].seconds, 0.03
        functions = size.made.functions
        allowed = LINK_GOAL * functions / 100_000
        yield f"link/goal/{n}", r["link"].seconds, allowed, 1.0
        each = r["link"].seconds / functions * 100_000
        if before:
            yield f"link/growth/{n}", each, before, LINEAR_GOAL
        before = each
    if "some" in sizes[-1].results:
        yield f"index/syntax-only/{n}", *sizes[-1].results["some"], 1.1


def show(sizes, tsv):
    missed = 0
    if not tsv:
        print(f"{'case':32}{'ours':>10}{'peer':>10}{'ratio':>8}{'goal':>7}  ok|miss")
    for case, ours, peer, goal in rows(sizes):
        ratio = ours / peer
        missed += ratio > goal
        verdict = "miss" if ratio > goal else "ok"
        if tsv:
            print(case, f"{ours:.3f}", f"{peer:.3f}", f"{ratio:.4f}", f"{goal:g}", verdict, sep="\t")
        else:
            print(f"{case:32}{ours:8.3f} s{peer:8.3f} s{ratio:8.4f}{goal:7g}  {verdict}")
    if tsv:
        return missed
    mib = 1 << 20
    print("\nSeconds of the processor, and the largest process:")
    for size in sizes:
        r = size.results
        print(
            f"  {size.units} units, {size.made.functions} functions, "
            f"{size.made.findings} findings: cache {r['cache'] / mib:.1f} MiB, "
            f"summaries {r['summaries'] / mib:.1f} MiB, index {r['index'] / mib:.2f} MiB"
        )
        for what in ("cold", "warm", "one file", "link", "check"):
            print(f"    {what:10}{r[what].seconds:10.3f} s{r[what].memory:8.0f} MiB")
        print(f"    linked     {size.made.functions / r['link'].seconds:.0f} functions a second")
    return missed


def main():
    parser = argparse.ArgumentParser(prog="tools/bench scale")
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--units", default="100,1000")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tsv", action="store_true")
    args = parser.parse_args()
    if not re.fullmatch(r"[1-9]\d*(,[1-9]\d*)*", args.units):
        parser.error("--units takes numbers, separated by commas")
    numbers = sorted({int(number) for number in args.units.split(",")})
    if numbers[0] < project.SMALLEST:
        parser.error(f"--units: a project has at least {project.SMALLEST}")
    cache = (args.build / "CMakeCache.txt").read_text(encoding="utf-8")
    lit = re.search(r"^UNBLOCK_LIT:\w+=(.+)$", cache, re.MULTILINE)
    args.clang = pathlib.Path(lit[1]).parent / "clang++"
    args.lint = args.build / "bin" / "unblock-lint"
    args.work = args.build / "scale"
    sizes = []
    for number in numbers:
        size = Size(args, number)
        size.measure_runs()
        size.measure_steps()
        sizes.append(size)
    sizes[-1].measure_parse()
    return 1 if show(sizes, args.tsv) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        print(f"tools/bench scale: {failure}", file=sys.stderr)
        sys.exit(2)
