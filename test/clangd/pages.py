# The name of a finding leads to the page that is installed with the server, and
# nowhere without it; those of other checks to LLVM's pages.
#
# RUN: rm -rf %t && mkdir -p %t/work && mkdir -p '%t/a b/bin' '%t/a b/share/doc/unblock'
# RUN: cp %unblock-clangd '%t/a b/bin' && cp -r %src_root/docs/checks '%t/a b/share/doc/unblock'
# RUN: env UNBLOCK_CLANGD='%t/a b/bin/unblock-clangd' %python %s %t/work > %t/installed
# RUN: FileCheck --check-prefixes=INSTALLED,OTHER --input-file=%t/installed %s
# RUN: %python %s %t/work | FileCheck --check-prefixes=NONE,OTHER %s

import pathlib
import sys
import urllib.parse

import lsp

CODE = """\
#include <coroutine>
#include <unistd.h>
struct task {
  struct promise_type {
    task get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
};
task work() {
  sleep(sizeof(sizeof(int)));
  co_return;
}
"""
pathlib.Path(sys.argv[1], "compile_flags.txt").write_text("-std=c++20\n")
with lsp.Session(sys.argv[1]) as session:
    for found in session.open("a.cpp", CODE):
        page = found.get("codeDescription", {}).get("href", "nothing")
        print(f"{found['code']}: {page}")
        if page.startswith("file:"):
            path = urllib.parse.unquote(urllib.parse.urlsplit(page).path)
            print(pathlib.Path(path).read_text().splitlines()[0])

# INSTALLED: async-blocking-call: file:///{{.*}}/a%20b/share/doc/unblock/checks/async/async-blocking-call.md
# INSTALLED-NEXT: # async-blocking-call
# NONE: async-blocking-call: nothing
# OTHER-NEXT: bugprone-sizeof-expression: https://clang.llvm.org/{{.*}}/bugprone/sizeof-expression.html
