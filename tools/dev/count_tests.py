#!/usr/bin/env python3
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Sums test reports in JUnit's XML: "N passed, N failed, N skipped".

Tests that were not selected are not counted. The exit status is 1 when a test
failed, none ran, or there is no report.
"""

import sys
import xml.etree.ElementTree as ElementTree


def main():
    passed = failed = skipped = 0
    for path in sys.argv[1:]:
        try:
            cases = ElementTree.parse(path).iter("testcase")
        except (OSError, ElementTree.ParseError) as error:
            print(f"no test report: {error}", file=sys.stderr)
            failed += 1
            continue
        for case in cases:
            skip = case.find("skipped")
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
            elif skip is None:
                passed += 1
            elif not skip.get("message", "").startswith("Test not selected"):
                skipped += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
