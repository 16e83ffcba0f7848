# Without a compile database clangd guesses a command; its language may be older
# than coroutines.
#
# RUN: %python %s | FileCheck %s

import tempfile

import lsp

CODE = """\
#include <coroutine>
struct task {
  struct promise_type {
    task get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
};
extern "C" unsigned sleep(unsigned);
task work() { sleep(1); co_return; }
"""

# Outside of the build directory, which has a compile database for all below it.
with tempfile.TemporaryDirectory() as root, lsp.Session(root) as session:
    print("guessed:")
    lsp.show(session.open("old/a.cpp", CODE))
    # CHECK-LABEL: guessed:
    # CHECK-NOT: async-
    print("told:")
    session.write("new/.clangd", "CompileFlags: {Add: -std=c++20}\n")
    lsp.show(session.open("new/a.cpp", CODE))
    # CHECK-LABEL: told:
    # CHECK-NEXT: 12:15: warning: 'sleep' blocks {{.*}} [clang-tidy async-blocking-call]
    # CHECK-NOT: warning:
