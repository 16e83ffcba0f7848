#!/usr/bin/env python3
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The speed of the runtime beside Tokio's and Asio's; run by tools/bench runtime.

Every case of every program is a process of its own. In each round the programs
take turns at a case, so that what else the machine does hits all of them; the
medians of the rounds count.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys

SECONDS_PER_CASE = 120

# Counters that are no times.
COUNTS = re.compile(r"/(.*bytes.*|.*threads.*|at_once|closures_run)$")
# What Google Benchmark says beside a case's counters.
COMMON = {
    "name", "family_index", "per_family_instance_index", "run_name", "run_type", "repetitions",
    "repetition_index", "threads", "iterations", "real_time", "cpu_time", "time_unit",
}
# What the machine takes for a part of a case; measured beside it.
FLOORS = {
    "spawn_join_1e6": "coroutine_1e6",
    "spawn_await_one": "coroutine",
    "mutex": "std_mutex",
    "offload": "futex_round_trip",
    "in_place": "clock_read",
    "in_place_yield": "clock_read",
    "sleep_1ms": "nanosleep_1ms",
}


@dataclasses.dataclass
class Goal:
    """Ours is at most `limit` of the peer's, or of a number."""

    ours: str
    limit: float
    against: str = "Tokio"
    peer: str | float | None = None  # the peer's metric, if it is called otherwise
    regime: str = "pinned"


GOALS = [
    Goal("spawn_join_1e6", 0.50),
    Goal("task_bytes/bytes_beside_frame", 1, "bound", 136),
    Goal("spawn_join_1000", 0.30),
    Goal("spawn_await_one", 0.22),
    Goal("tree_joined", 0.15, peer="tree_spawned"),
    Goal("yield_1", 0.15),
    Goal("yield_100", 0.35),
    Goal("ping_pong", 0.45),
    Goal("mutex", 0.5),
    Goal("mutex", 1.1, "std::mutex", "std_mutex"),
    Goal("mutex_8_tasks", 0.5),
    Goal("semaphore", 0.5),
    Goal("oneshot", 0.7),
    Goal("mpsc_same_task", 0.7),
    Goal("mpsc_1024", 0.7),
    Goal("mpsc_unbounded", 0.7),
    Goal("offload", 0.75),
    Goal("offload", 1.35, "futex", "futex_round_trip"),
    Goal("offload_1e5", 0.15),
    Goal("offload_1e5/threads_started", 1, "bound", 64),
    Goal("offload_1e5_cap_16", 0.45),
    Goal("offload_600_x_100ms", 1.02),
    Goal("offload_600_x_100ms/at_once", 1, "bound", 512),
    Goal("in_place", 0.02),
    Goal("in_place", 3, "clock read", "clock_read"),
    Goal("in_place_yield", 0.02),
    Goal("in_place_yield", 3, "clock read", "clock_read"),
    Goal("in_place_20us", 0.05),
    Goal("in_place_handoff/p50", 1),
    Goal("in_place_handoff/p99", 1),
    Goal("in_place/extra_threads", 1, "bound", 2),
    Goal("in_place_yield/extra_threads", 1, "bound", 2),
    Goal("spike/threads_after_load", 1, "bound", 8),
    Goal("all_blocked", 1, "bound", 1e6),
    Goal("abort_queued", 1, "bound", 1e5),
    Goal("shutdown_queued/closures_run", 1, "bound", 1),
    Goal("sleep_1ms/p50", 0.1),
    Goal("sleep_1ms/p50", 1.5, "nanosleep", "nanosleep_1ms/p50"),
    Goal("ticker_offload", 1, regime="two workers"),
    Goal("ticker_in_place", 1, regime="two workers"),
]


class GoogleBenchmarks:
    """A program of Google Benchmark cases; `prefix` begins the names of those that count."""

    def __init__(self, path, prefix=""):
        self.path, self.prefix = path, prefix
        names = subprocess.run(
            [path, "--benchmark_list_tests"], check=True, capture_output=True, text=True
        ).stdout.split()
        self.cases = [
            name.partition("/")[0].removeprefix(prefix) for name in names if name.startswith(prefix)
        ]

    def command(self, workers, case):
        return [
            self.path, f"--workers={workers}", "--benchmark_format=json",
            f"--benchmark_filter=^{self.prefix}{case}/",
        ]

    @staticmethod
    def metrics(case, output):
        (run,) = json.loads(output)["benchmarks"]
        if run.get("error_occurred"):
            raise ValueError(run["error_message"])
        yield case, run["real_time"]
        for name in sorted(run.keys() - COMMON):
            yield f"{case}/{name}", run[name]


class TokioTwin:
    """The program in tokio/."""

    def __init__(self, path):
        self.path = path
        self.cases = subprocess.run(
            [path, "--list"], check=True, capture_output=True, text=True
        ).stdout.split()

    def command(self, workers, case):
        return [self.path, str(workers), case]

    @staticmethod
    def metrics(_case, output):
        for line in output.splitlines():
            name, value = line.split("\t")
            yield name, float(value)


def measure(program, prefix, workers, case):
    """The metrics of one run of a case; none when it fails, which stderr then tells."""
    command = [*prefix, *program.command(workers, case)]
    try:
        done = subprocess.run(
            command, capture_output=True, check=True, text=True, timeout=SECONDS_PER_CASE
        )
        return dict(program.metrics(case, done.stdout))
    except (subprocess.SubprocessError, ValueError) as error:
        print(f"{case}: failed: {error}", file=sys.stderr)
        if getattr(error, "stderr", None):
            print(str(error.stderr)[-2000:], file=sys.stderr)
        return {}


def measure_all(programs, cases, prefix, workers, rounds, progress):
    """Lists of values, one of each round, by program and metric."""
    values = {name: {} for name in programs}
    for number in range(rounds):
        for case in cases:
            progress(f"{workers} workers, round {number + 1} of {rounds}: {case}")
            for name, program in programs.items():
                wanted = FLOORS.get(case) if name == "floor" else case
                if wanted in program.cases:
                    for metric, value in measure(program, prefix, workers, wanted).items():
                        values[name].setdefault(metric, []).append(value)
    return values


def progress(text):
    if sys.stderr.isatty():
        print(f"\r{text:70.70}", end="\r" if not text else "", file=sys.stderr, flush=True)


def show(value, metric):
    """A value as people read it."""
    if value is None:
        return "-"
    if COUNTS.search(metric):
        return f"{value:.0f}"
    for size, unit in ((1e6, "ms"), (1e3, "us")):
        if value >= 10 * size:
            return f"{value / size:.{1 if value < 1e3 * size else 0}f} {unit}"
    return f"{value:.1f} ns" if value < 1000 else f"{value:.0f} ns"


def judge(goal, values):
    """Ours, the peer's, the ratio and the verdict: ok, miss, or - without the peer."""
    ours = values["ours"].get(goal.ours)
    if goal.against == "bound":
        peer = [goal.peer]
    else:
        name = "Tokio" if goal.against == "Tokio" else "floor"
        peer = values.get(name, {}).get(goal.peer or goal.ours)
    if not ours:
        return None, peer, None, "miss"
    if not peer:
        return ours, None, None, "-"
    ratio = statistics.median(ours) / statistics.median(peer)
    return ours, peer, ratio, "ok" if ratio <= goal.limit else "miss"


def print_goals(judged):
    print(
        f"{'case':34}{'ours':>10}{'min':>10}{'max':>10}  {'against':12}{'':10}{'min':>10}{'max':>10}"
        f"{'ratio':>8}{'goal':>6}"
    )
    for goal, (ours, peer, ratio, verdict) in judged:
        def three(values):
            if not values:
                return f"{'-':>10}" * 3
            if len(values) == 1 and values is peer and goal.against == "bound":
                return f"{show(values[0], goal.ours):>10}" + " " * 20
            return "".join(
                f"{show(f(values), goal.ours):>10}" for f in (statistics.median, min, max)
            )

        print(
            f"{goal.ours:34}{three(ours)}  {goal.against:12}{three(peer)}"
            f"{'-' if ratio is None else format(ratio, '.3f'):>8}{goal.limit:>6g}  {verdict}"
        )


def print_medians(values):
    """Everything that was measured, goal or not."""
    names = [name for name in values if name != "floor"]
    print(f"{'':34}" + "".join(f"{name:>16}" for name in names) + f"{'ours/Tokio':>12}")
    metrics = list(dict.fromkeys(metric for name in names for metric in values[name]))
    cases = list(dict.fromkeys(metric.partition("/")[0] for metric in metrics))
    metrics.sort(key=lambda metric: cases.index(metric.partition("/")[0]))
    for metric in metrics:
        medians = {
            name: statistics.median(values[name][metric]) if metric in values[name] else None
            for name in names
        }
        ours, tokio = medians.get("ours"), medians.get("Tokio")
        ratio = f"{ours / tokio:.3f}" if ours is not None and tokio else "-"
        print(
            f"{metric:34}" + "".join(f"{show(medians[name], metric):>16}" for name in names)
            + f"{ratio:>12}"
        )


def main():
    parser = argparse.ArgumentParser(prog="tools/bench runtime")
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--twin", type=pathlib.Path)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--case", type=re.compile, default=re.compile(""))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--tsv", action="store_true")
    args = parser.parse_args()
    rounds = args.rounds or (1 if args.quick else 5)

    binaries = args.build / "bin"
    programs = {"ours": GoogleBenchmarks(binaries / "unblock-bench-runtime")}
    if args.twin:
        programs["Tokio"] = TokioTwin(args.twin)
    asio = binaries / "unblock-bench-asio"
    if asio.exists():
        programs["Asio co_spawn"] = GoogleBenchmarks(asio, "co_spawn.")
        programs["Asio post"] = GoogleBenchmarks(asio, "post.")
    programs["floor"] = GoogleBenchmarks(binaries / "unblock-bench-floors")

    wanted = {case for case in programs["ours"].cases if args.case.search(case)}
    # What a wanted case is compared with may be another one.
    cases = [
        case for case in programs["ours"].cases
        if case in wanted or any(goal.peer == case and goal.ours in wanted for goal in GOALS)
    ]
    if not cases:
        parser.error("no case has such a name")
    of_two = [
        case for case in cases
        if not args.quick or any(
            goal.ours.partition("/")[0] == case and goal.regime == "two workers" for goal in GOALS
        )
    ]
    core = max(os.sched_getaffinity(0))
    regimes = {
        "pinned": measure_all(
            programs, cases, ["taskset", "-c", str(core)], 1, rounds, progress
        ),
        "two workers": measure_all(programs, of_two, [], 2, rounds, progress),
    }
    progress("")

    judged = [
        (goal, judge(goal, regimes[goal.regime])) for goal in GOALS
        if goal.ours.partition("/")[0] in wanted
    ]
    missed = any(verdict == "miss" for _, (*_, verdict) in judged)
    if args.tsv:
        for goal, (ours, peer, ratio, verdict) in judged:
            case = goal.ours if goal.against in ("Tokio", "bound") else f"{goal.ours}:{goal.against}"
            cells = ["-" if not v else f"{statistics.median(v):.1f}" for v in (ours, peer)]
            cells.append("-" if ratio is None else f"{ratio:.4f}")
            print(case, *cells, f"{goal.limit:g}", verdict, sep="\t")
        return missed
    print(f"Goals: one worker on one core ({core}), medians of {rounds} rounds; tickers: two workers\n")
    print_goals(judged)
    print("\nAll medians, one worker on one core")
    print_medians(regimes["pinned"])
    print("\nFloors: " + ", ".join(
        f"{metric} {show(statistics.median(runs), metric)}"
        for metric, runs in regimes["pinned"]["floor"].items()
    ))
    print("\nAll medians, two workers, not pinned")
    print_medians(regimes["two workers"])
    return missed


if __name__ == "__main__":
    sys.exit(main())
