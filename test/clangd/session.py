# A session as an editor has it: findings while one types, their chains, the fix.
#
# RUN: rm -rf %t && mkdir %t && %python %s %t %src_root/lib/runtime/include | FileCheck %s --match-full-lines
# RUN: %clangxx -std=c++20 -fsyntax-only -I%src_root/lib/runtime/include %t/fixed.cpp

import json
import sys

import lsp

HEADER = """\
#include <chrono>
#include <thread>
inline void nap() { std::this_thread::sleep_for(std::chrono::seconds(1)); }
"""
CODE = """\
#include "nap.h"
#include <unblock/task.hpp>

void rest() { nap(); }
unblock::task<int> work() {
  rest();
  co_return sizeof(sizeof(int));
}
"""
root, include = sys.argv[1:]
with open(f"{root}/compile_commands.json", "w") as database:
    json.dump(
        [
            {
                "directory": root,
                "file": "a.cpp",
                "arguments": ["c++", "-std=c++20", f"-I{include}", "-c", "a.cpp"],
            }
        ],
        database,
    )

with lsp.Session(root) as session:
    # Once each, with the way through a header, and clangd's own default checks.
    print("opened:")
    session.write("nap.h", HEADER)
    lsp.show(session.open("a.cpp", CODE))
    # CHECK-LABEL: opened:
    # CHECK-NEXT: 6:3: warning: 'rest' blocks the worker that runs coroutine 'work': it reaches 'std::this_thread::sleep_for', which suspends the calling thread (fix available) [clang-tidy async-blocking-call]
    # CHECK-NEXT:   a.cpp:4:15: note: 'rest' calls 'nap' here
    # CHECK-NEXT:   nap.h:3:21: note: 'nap' calls 'std::this_thread::sleep_for' here
    # CHECK-NEXT:   a.cpp:5:20: note: Coroutine 'work' begins here
    # CHECK-NEXT:   a.cpp:6:3: note: Instead, await 'unblock::sleep_for', or move the call off the worker with 'co_await unblock::spawn_blocking'
    # CHECK-NEXT: 7:13: warning: Suspicious usage of 'sizeof(sizeof(...))' [clang-tidy bugprone-sizeof-expression]

    print("edited:")
    lsp.show(session.change("a.cpp", CODE.replace("  rest();\n", "")))
    # CHECK-LABEL: edited:
    # CHECK-NEXT: 6:13: warning: Suspicious usage of {{.*}}
    print("suppressed:")
    comment = "  rest(); // NOLINT(async-blocking-call): a test"
    lsp.show(session.change("a.cpp", CODE.replace("  rest();", comment)))
    # CHECK-LABEL: suppressed:
    # CHECK-NEXT: 7:13: warning: Suspicious usage of {{.*}}

    print("back:")
    found = session.change("a.cpp", CODE)
    lsp.show(found)
    # CHECK-LABEL: back:
    # CHECK-NEXT: 6:3: warning: 'rest' blocks {{.*}}
    ((title, fixed),) = session.fixes("a.cpp", found[0]).items()
    print(title)
    # CHECK:      change to 'co_await unblock::spawn_blocking([] { rest(); })'
    print(fixed)
    # CHECK-NEXT: #include "nap.h"
    # CHECK-NEXT: #include <unblock/blocking.hpp>
    # CHECK-NEXT: #include <unblock/task.hpp>
    # CHECK:      unblock::task<int> work() {
    # CHECK-NEXT:   co_await unblock::spawn_blocking([] { rest(); });
    # CHECK-NEXT:   co_return sizeof(sizeof(int));
    # CHECK-NEXT: }

    print("fixed:")
    session.write("fixed.cpp", fixed)
    # The new header has to be read before the code makes sense.
    session.change("a.cpp", fixed)
    lsp.show(session.diagnostics("a.cpp", until=lambda found: len(found) < 2))
    # CHECK-LABEL: fixed:
    # CHECK-NEXT: 8:13: warning: Suspicious usage of {{.*}}
    print(session.server_info["version"])
    # CHECK-NEXT: {{.*}}clangd version {{.*}}, unblock {{.*}}

# An editor that shows no related places gets them in the message.
with lsp.Session(root, related=False) as session:
    print("plain:")
    lsp.show(session.open("a.cpp", CODE))
    # CHECK-LABEL: plain:
    # CHECK-NEXT: 6:3: warning: 'rest' blocks {{.*}}
    # CHECK:      a.cpp:4:15: note: 'rest' calls 'nap' here
    # CHECK:      a.cpp:6:3: note: instead, await {{.*}} [clang-tidy async-blocking-call]
