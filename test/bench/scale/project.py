#!/usr/bin/env python3
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes a project of any size, with a known number of findings.

    project.py DIR --units N     writes DIR/compile_commands.json and the sources

Fifty units make a module. In module m, with `mNNN` for its namespace:

- `step_i` of unit i calls `step_(i+1)`, in the next file; the last one calls
  `core::pause`, which sleeps two files further on. In every tenth unit the
  coroutine `serve_i` calls the chain: a finding each, up to 52 calls long.
- `visit` of unit 10 takes a `handler`, whose overriders are in units 11 to 13;
  the one in unit 12 sleeps. The coroutine `dispatch` calls it: a finding.
- `apply` of unit 20 runs the callable that it gets; the coroutine `transform` of
  unit 21 passes one that sleeps: a finding. One that computes is passed, too.
- `relay_i` sleeps, and calls the one of the next unit, over all modules and back
  to the first: one component as large as the project. In every tenth unit the
  coroutine `post_i` calls one: a finding each, with a short chain.
- Inline functions of the module's header are in every unit that calls them; one
  sleeps, and the coroutine `inlined` of unit 30 calls it: a finding of the unit.
- A function with C linkage that unit 40 defines is no foreign code: no finding.
- The rest of each unit is functions that compute, and call each other, within
  the unit and to the one after the next.

`core` is two units more. A module with fewer units has what fits.
"""

import argparse
import dataclasses
import json
import pathlib

MODULE = 50
SMALLEST = 3  # core, and a module of one
FILLERS = 90  # functions in a unit besides the above

COMMON = """\
#pragma once
#include <array>
#include <coroutine>

struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};

template <class T> T clamp_to(T value, T low, T high) {
  return value < low ? low : high < value ? high : value;
}
template <int N> int sum_of(const std::array<int, N> &values) {
  int sum = 0;
  for (int value : values)
    sum += value;
  return sum;
}

namespace core {
void pause(int milliseconds);
task log(int value);
} // namespace core
"""

CORE = [
    """\
#include "common.h"
namespace core {
void wait_for(int milliseconds);
void pause(int milliseconds) {
  if (milliseconds > 0)
    wait_for(clamp_to(milliseconds, 1, 1000));
}
} // namespace core
""",
    """\
#include "common.h"
#include <unistd.h>
namespace core {
void wait_for(int milliseconds) { usleep(milliseconds * 1000); }
task log(int) { co_return; }
} // namespace core
""",
]


@dataclasses.dataclass
class Made:
    findings: int
    functions: int  # with a body in the project, instances of templates left out
    changed: pathlib.Path  # the file to change: the end of a module's chain
    text_after: str  # it does not block any more
    findings_after: int


def name(module):
    return f"m{module:03}"


def header(module, units, following):
    lines = ["#pragma once", '#include "common.h"', "#include <unistd.h>", ""]
    lines += [f"namespace {name(module)} {{"]
    lines += [
        "struct handler {",
        "  virtual ~handler() = default;",
        "  virtual int handle(int value) = 0;",
        "};",
        "int visit(handler &h, int value);",
        "int apply(int (*f)(int), int value);",
        "inline void nap() { usleep(1000); }",
    ]
    for i in range(10):
        lines.append(
            f"inline int scale_{i}(int value) {{ return clamp_to(value * {i + 2}, 0, {1000 + i}); }}"
        )
    for i in range(units):
        lines.append(f"void step_{i}(int value);")
        lines.append(f"int compute_{i}_0(int value);")
        lines.append(f"void relay_{i}(int value);")
    lines.append(f"}} // namespace {name(module)}")
    if following != module:
        lines.append(f"namespace {name(following)} {{ void relay_0(int value); }}")
    lines += [f'extern "C" int {name(module)}_plain(int value);']
    return "\n".join(lines) + "\n"


def fillers(i, units):
    """Functions that compute. Every one calls two others, later in the unit or
    in another file."""
    lines = []
    for k in range(1, FILLERS):
        lines.append(f"static int compute_{i}_{k}(int value);")
    for k in range(FILLERS):
        linkage = "" if k == 0 else "static "
        calls = [f"compute_{i}_{n}(value + {k})" for n in (2 * k + 1, 2 * k + 2) if n < FILLERS]
        if not calls:
            calls = [f"scale_{k % 10}(value)"]
            if k % 30 == 0 and i + 2 < units:
                calls.append(f"compute_{i + 2}_0(value)")
        lines += [
            f"{linkage}int compute_{i}_{k}(int value) {{",
            f"  std::array<int, {k % 5 + 2}> seen{{value, {k}}};",
            f"  int sum = sum_of<{k % 5 + 2}>(seen);",
            f"  for (int part : seen)",
            f"    sum += clamp_to(part, {k}, {k + 100});",
            f"  return sum + {' + '.join(calls)};",
            "}",
        ]
    return lines


def unit(module, i, units, following):
    """The text of a unit, and its findings; the next module is `following`."""
    lines, findings = [f'#include "{name(module)}.h"', "", f"namespace {name(module)} {{"], 0
    lines += fillers(i, units)
    callee = f"step_{i + 1}(value + 1)" if i + 1 < units else "core::pause(value)"
    lines += [f"void step_{i}(int value) {{", "  if (value < 1000000)", f"    {callee};", "}"]
    relay = f"relay_{i + 1}" if i + 1 < units else f"{name(following)}::relay_0"
    lines += [
        f"void relay_{i}(int value) {{",
        "  usleep(1);",
        "  if (value > 0)",
        f"    {relay}(value - 1);",
        "}",
        f"task work_{i}(int value) {{",
        f"  co_await core::log(compute_{i}_0(value));",
    ]
    if i + 1 < units:
        lines.append(f"  co_await core::log(compute_{i + 1}_0(value));")
    lines.append("}")

    def coroutine(head, *body, finds=1):
        nonlocal findings
        findings += finds
        lines.extend([f"task {head} {{", *(f"  {line}" for line in body), "  co_return;", "}"])

    if i % 10 == 0:
        coroutine(f"serve_{i}(int value)", f"step_{i}(value);")
    if i % 10 == 5 and i + 1 < units:
        coroutine(f"post_{i}(int value)", f"relay_{i + 1}(value);")
    if i == 10:
        lines.append("int visit(handler &h, int value) { return h.handle(value); }")
        if units > 12:
            coroutine("dispatch(handler &h)", "visit(h, 1);")
    if i in (11, 12, 13):
        lines += [
            f"struct handler_{i} : handler {{",
            "  int handle(int value) override {",
            *(["    usleep(1);"] if i == 12 else []),
            f"    return compute_{i}_1(value);",
            "  }",
            "};",
            f"handler *make_{i}() {{ return new handler_{i}; }}",
        ]
    if i == 20:
        lines.append(
            "int apply(int (*f)(int), int value) { return f(value); }"
        )
    if i == 21:
        coroutine("transform(int value)", "apply([](int v) { return usleep(v); }, value);")
        coroutine("harmless(int value)", "apply([](int v) { return v + 1; }, value);", finds=0)
    if i == 30:
        coroutine("inlined()", "nap();")
    if i == 41:
        coroutine("foreign(int value)", f"{name(module)}_plain(value);", finds=0)
    lines.append(f"}} // namespace {name(module)}")
    if i == 40:
        lines.append(f'extern "C" int {name(module)}_plain(int value) {{ return value + 1; }}')
    return "\n".join(lines) + "\n", findings


def make(folder, count):
    """Writes a project of `count` units."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"common.h": COMMON, "core_0.cpp": CORE[0], "core_1.cpp": CORE[1]}
    sources = ["core_0.cpp", "core_1.cpp"]
    findings = 0
    left = count - len(sources)
    modules = [min(MODULE, left - start) for start in range(0, left, MODULE)]
    for module, units in enumerate(modules):
        following = (module + 1) % len(modules)
        files[f"{name(module)}.h"] = header(module, units, following)
        for i in range(units):
            source = f"{name(module)}_{i}.cpp"
            files[source], found = unit(module, i, units, following)
            findings += found
            sources.append(source)
    last = f"{name(0)}_{modules[0] - 1}.cpp"
    through_last = len(range(0, modules[0], 10))
    changed = files[last].replace("    core::pause(value);", "    clamp_to(value, 0, 1);")
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8")
    database = [
        {
            "directory": str(folder),
            "file": source,
            "arguments": ["clang++", "-std=c++20", "-c", source, "-o", source + ".o"],
        }
        for source in sources
    ]
    (folder / "compile_commands.json").write_text(json.dumps(database), encoding="utf-8")
    functions = sum(text.count(") {\n") + text.count(") override {\n") for text in files.values())
    return Made(findings, functions, folder / last, changed, findings - through_last)


def main():
    parser = argparse.ArgumentParser(prog="project.py")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--units", type=int, default=100)
    args = parser.parse_args()
    made = make(args.folder.absolute(), args.units)
    print(f"{args.units} units, {made.functions} functions, {made.findings} findings")


if __name__ == "__main__":
    main()
