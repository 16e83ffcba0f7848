#!/usr/bin/env python3
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Lints the examples on the pages of the checks.

    check_pages.py --clang-tidy=PATH --plugin=PATH --include=DIR PAGE...

The first example of a page, a block that begins with "```cpp compile", is the bad
one: the page's check must give exactly the lines that the page shows in its
"```text" blocks, whose file is the name that they begin with. The further ones
are good: no check may find anything in them. Words after "compile" are further
arguments of the compiler. A block that begins with "```yaml .clang-tidy" is the
configuration for all of them.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

from check_docs import blocks

OPT_IN = ["async-block-in-place-undocumented"]


def lint(args, folder, name, code, flags, checks):
    (folder / name).write_text("\n".join(code) + "\n", encoding="utf-8")
    run = subprocess.run(
        [args.clang_tidy, "--quiet", f"--load={args.plugin}", f"--checks=-*,{checks}",
         name, "--", "-std=c++20", f"-I{args.include}", *flags],
        cwd=folder, capture_output=True, text=True, check=False)
    found = re.findall(rf"^(?:.*/)?({re.escape(name)}:\d+:\d+: .*)$", run.stdout, re.MULTILINE)
    return found, run.stdout + run.stderr if run.returncode else ""


def check_page(args, page):
    check = page.stem
    examples, shown, config = [], [], []
    for _, info, lines in blocks(page.read_text(encoding="utf-8").splitlines()):
        if info and info.split()[:2] == ["cpp", "compile"]:
            examples.append((lines, info.split()[2:]))
        elif info == "yaml .clang-tidy":
            config = lines
        elif info == "text":
            shown += [line for line in lines if re.match(r"\w+\.cpp:\d+:\d+: ", line)]
    if len(examples) < 2 or not shown:
        return [f"{page}: expected a bad example, what is found in it, and a good example"]
    problems = []
    name = shown[0].partition(":")[0]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        if config:
            (folder / ".clang-tidy").write_text("\n".join(config) + "\n", encoding="utf-8")
        for number, (code, flags) in enumerate(examples):
            if number == 0:
                found, failure = lint(args, folder, name, code, flags, check)
                if found != shown:
                    problems.append("\n".join(
                        [f"{page}: the page shows", *shown, "but the check gives", *found, failure]))
            else:
                every = ",".join(["async-*", *(f"-{c}" for c in OPT_IN if c != check)])
                found, failure = lint(args, folder, f"good{number}.cpp", code, flags, every)
                if found or failure:
                    problems.append("\n".join(
                        [f"{page}: example {number + 1} is not clean:", *found, failure]))
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clang-tidy", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--include", required=True, help="the runtime's headers")
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    problems = [problem for page in args.pages for problem in check_page(args, page)]
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
