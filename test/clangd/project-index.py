# The index of the project is found, is read again when it changes, and does no
# harm when it cannot be used.
#
# RUN: rm -rf %t && mkdir %t && %python %s %t %S/../lint/Inputs %unblock-lint > %t/out && FileCheck %s --input-file=%t/out
# RUN: FileCheck --check-prefix=LOG %s --input-file=%t/server.log

import json
import os
import subprocess
import sys

import lsp

CALLER = """\
#include "task.h"
void save();
task serve() {
  save();
  co_return;
}
"""
LIBRARY = """\
#include "task.h"
void save() { SAVED; }
"""
root, include, lint = sys.argv[1:]
with open(f"{root}/compile_commands.json", "w") as database:
    json.dump(
        [
            {"directory": root, "file": f, "arguments": ["c++", "-std=c++20", f"-I{include}", f]}
            for f in ("caller.cpp", "library.cpp")
        ],
        database,
    )


def index(saved):
    """Makes the index of the project in which save() does that."""
    for name, text in ("caller", CALLER), ("library", LIBRARY.replace("SAVED", saved)):
        with open(f"{root}/{name}.cpp", "w") as file:
            file.write(text)
        command = [lint, "index", f"{name}.cpp", "-p", root, "--root", root]
        subprocess.run([*command, "-o", f"{name}.unblock"], cwd=root, check=True)
    link = [lint, "link", "caller.unblock", "library.unblock", "-o", "new"]
    subprocess.run(link, cwd=root, check=True)
    os.replace(f"{root}/new", f"{root}/project.unblockindex")


with lsp.Session(root) as session:
    steps = iter(range(100))

    def edited():
        text = CALLER + f"// {next(steps)}\n"
        lsp.show(session.change("caller.cpp", text))

    print("without:")
    lsp.show(session.open("caller.cpp", CALLER))
    # CHECK-LABEL: without:
    # CHECK-NEXT: nothing

    print("blocks:")
    index("sleep(1)")
    edited()
    # CHECK-LABEL: blocks:
    # CHECK-NEXT: 4:3: warning: 'save' blocks the worker that runs coroutine 'serve': it reaches 'sleep', which suspends the calling thread [clang-tidy async-blocking-call]
    # CHECK-NEXT:   library.cpp:2:15: note: 'save' calls 'sleep' here
    # CHECK-NEXT:   caller.cpp:3:6: note: Coroutine 'serve' begins here

    print("mended:")
    index("")
    edited()
    # CHECK-LABEL: mended:
    # CHECK-NEXT: nothing

    print("foreign:")
    index("sleep(1)")
    with open(f"{root}/project.unblockindex", "r+b") as file:
        file.seek(8)
        file.write(b"\xff\xff\xff\x7f")
    edited()
    edited()
    # CHECK-LABEL: foreign:
    # CHECK-NEXT: nothing
    # CHECK-NEXT: nothing

    print("empty:")
    with open(f"{root}/project.unblockindex", "wb"):
        pass
    edited()
    # CHECK-LABEL: empty:
    # CHECK-NEXT: nothing

    print("again:")
    index("sleep(1)")
    edited()
    # CHECK-LABEL: again:
    # CHECK-NEXT: 4:3: warning: 'save' blocks

    print("removed:")
    os.remove(f"{root}/project.unblockindex")
    edited()
    # CHECK-LABEL: removed:
    # CHECK-NEXT: nothing

    # One that is named by an option.
    print("named:")
    index("sleep(1)")
    os.rename(f"{root}/project.unblockindex", f"{root}/other")
    session.write("sub/.clang-tidy", f"CheckOptions: {{Index: '{root}/other'}}\n")
    lsp.show(session.open("sub/caller.cpp", CALLER))
    # CHECK-LABEL: named:
    # CHECK-NEXT: 4:3: warning: 'save' blocks
    # CHECK:    named, missing:
    print("named, missing:")
    session.write("empty/.clang-tidy", "CheckOptions: {Index: no/such}\n")
    lsp.show(session.open("empty/caller.cpp", CALLER))
    # CHECK-NEXT: nothing

# LOG:     I[{{.*}}] unblock: the index of the project is {{.*}}project.unblockindex
# LOG-NOT: unblock:
# LOG:     E[{{.*}}] unblock: '{{.*}}project.unblockindex' has version 2147483647 of the format
# LOG-NOT: unblock:
# LOG:     E[{{.*}}] unblock: '{{.*}}project.unblockindex' is empty
# LOG-NOT: unblock:
# LOG:     I[{{.*}}] unblock: the index of the project is {{.*}}project.unblockindex
# LOG-NOT: unblock:
# LOG:     I[{{.*}}] unblock: the index of the project is {{.*}}other
# LOG-NOT: unblock:
# LOG:     E[{{.*}}] unblock: cannot read the index 'no/such'
# LOG-NOT: unblock:
