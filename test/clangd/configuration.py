# What the user configures is obeyed: .clangd, .clang-tidy, .unblock.yaml and the
# options of clangd.
#
# RUN: rm -rf %t && mkdir %t && %python %s %t %S/../lint/Inputs | FileCheck %s

import pathlib
import sys

import lsp

CODE = """\
#include "task.h"
void vendor_get();
task work(int a) {
  sleep(1);
  vendor_get();
  float f = 1 / a;
  co_return;
}
"""
root, include = sys.argv[1:]
pathlib.Path(root, "compile_flags.txt").write_text(f"-std=c++20\n-I{include}\n")


def case(name, files, *arguments):
    """Opens the code in a folder of its own that has the given files."""
    print(f"{name}:")
    with lsp.Session(root, *arguments) as session:
        for file, text in files.items():
            session.write(f"{name}/{file}", text)
        lsp.show(session.open(f"{name}/a.cpp", CODE))


case("default", {})
# CHECK-LABEL: default:
# CHECK-NEXT: 4:3: warning: 'sleep' blocks {{.*}} [clang-tidy async-blocking-call]
# CHECK-NOT: async-
# CHECK: 6:13: warning: {{.*}} [clang-tidy bugprone-integer-division]
# CHECK-NOT: warning:

# clangd's own option turns all of clang-tidy off.
case("no-tidy", {}, "--clang-tidy=false")
# CHECK-LABEL: no-tidy:
# CHECK-NEXT: nothing

# A list for clang-tidy that does not name our checks replaces clangd's defaults
# and does not switch ours off.
case("other-checks", {".clang-tidy": "Checks: '-*,readability-magic-numbers'"})
# CHECK-LABEL: other-checks:
# CHECK-NEXT: 4:3: warning: 'sleep' blocks {{.*}} [clang-tidy async-blocking-call]
# CHECK-NOT: bugprone-integer-division

# A list of our checks only leaves clangd's defaults alone.
case("one-off", {".clang-tidy": "Checks: '-async-blocking-call'"})
# CHECK-LABEL: one-off:
# CHECK-NEXT: 6:13: warning: {{.*}} [clang-tidy bugprone-integer-division]

case("category-off", {".clang-tidy": "CheckOptions: {async-blocking-call.Categories: file}"})
# CHECK-LABEL: category-off:
# CHECK-NOT: async-blocking-call
# CHECK: bugprone-integer-division

case("removed", {".clangd": "Diagnostics: {ClangTidy: {Remove: async-*}}"})
# CHECK-LABEL: removed:
# CHECK-NOT: async-blocking-call
# CHECK: bugprone-integer-division

# .clangd comes after .clang-tidy.
case(
    "back-on",
    {
        ".clang-tidy": "Checks: '-async-*'",
        ".clangd": "Diagnostics: {ClangTidy: {Add: async-blocking-call}}",
    },
)
# CHECK-LABEL: back-on:
# CHECK-NEXT: 4:3: warning: 'sleep' blocks {{.*}} [clang-tidy async-blocking-call]

case("suppressed", {".clangd": "Diagnostics: {Suppress: async-blocking-call}"})
# CHECK-LABEL: suppressed:
# CHECK-NOT: async-blocking-call
# CHECK: bugprone-integer-division

# Asking for fast checks only, as clangd does by default, concerns others.
case(
    "strict",
    {
        ".clangd": """
Diagnostics:
  ClangTidy:
    FastCheckFilter: Strict
    Add: bugprone-dangling-handle
"""
    },
)
# CHECK-LABEL: strict:
# CHECK-NEXT: 4:3: warning: 'sleep' blocks {{.*}} [clang-tidy async-blocking-call]

MODEL = "library: Vendor\nblocking: [{names: [vendor_get], category: network, reason: waits for the vendor}]\n"
case("models", {".unblock.yaml": MODEL})
# CHECK-LABEL: models:
# CHECK-NEXT: 4:3: warning: 'sleep' blocks
# CHECK: 5:3: warning: 'vendor_get' blocks {{.*}}: it waits for the vendor [clang-tidy async-blocking-call]

# A mistake in the models is told, and the session goes on.
case("broken-models", {".unblock.yaml": "library: [\n"})
# CHECK-LABEL: broken-models:
# CHECK: .unblock.yaml:
# CHECK: 4:3: warning: 'sleep' blocks
print("end")
# CHECK-LABEL: end
