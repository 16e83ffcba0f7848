#!/usr/bin/env python3
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compiles every header of a folder alone, and included twice.

  compile_headers.py FOLDER COMPILER [FLAG...]

Prints what the compiler says of those that fail, and how many there are.
"""

import concurrent.futures
import os
import pathlib
import subprocess
import sys


def main():
    folder, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
    headers = sorted(path.relative_to(folder) for path in folder.rglob("*.hpp"))

    def compile(header):
        return subprocess.run(
            [*command, "-std=c++20", "-fsyntax-only", f"-I{folder}", "-xc++", "-"],
            input=f"#include <{header}>\n" * 2,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for header, result in zip(headers, pool.map(compile, headers)):
            if result.returncode:
                failed += 1
                print(f"{header}: does not compile alone\n{result.stdout}")
    print(f"{len(headers)} headers, {failed} failed")
    return failed != 0 or not headers


if __name__ == "__main__":
    sys.exit(main())
