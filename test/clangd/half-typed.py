# Code is half-typed most of the time in an editor: the server survives each state,
# and finds what it should in the last one.
#
# RUN: rm -rf %t && mkdir %t && %python %s %t %S/../lint/Inputs | FileCheck %s

import itertools
import pathlib
import sys

import lsp

CODE = """\
#include "task.h"
namespace std { struct mutex { void lock(); void unlock(); };
template <class M> struct lock_guard { explicit lock_guard(M &); ~lock_guard(); }; }
namespace unblock {
template <class T> struct join_handle {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
template <class F> auto spawn_blocking(F f) -> join_handle<decltype(f())>;
template <class F> auto block_in_place(F f) { return f(); }
}
template <class T> void nap(T t) { if (t > 1) nap(t - 1); else sleep(t); }
struct worker {
  std::mutex m;
  virtual void run(unsigned n) { nap(n); }
  task work(unsigned n) {
    std::lock_guard<std::mutex> guard(m);
    auto later = [this, n](auto k) -> task { run(k); co_return; };
    for (unsigned i = 0; i < n; ++i) {
      int got = co_await unblock::spawn_blocking([&] { return int(n); });
      unblock::block_in_place([got] { nap(unsigned(got)); });
    }
    later(n);
    run(n);
    co_return;
  }
};
"""
BODY = CODE.index("template <class T> void nap")
root, include = sys.argv[1:]
pathlib.Path(root, "compile_flags.txt").write_text(f"-std=c++20\n-I{include}\n")

with lsp.Session(root, "--log=error") as session:
    session.open("a.cpp", CODE[:BODY])
    # Cut off after each token, and with a line missing.
    states = []
    for end in range(BODY + 1, len(CODE) - 1):
        if not (CODE[end - 1].isalnum() and CODE[end].isalnum()):
            states.append(CODE[:end])
        if CODE[end] == "\n":
            states.append(CODE[:end] + CODE[CODE.index("\n", end + 1) :])
    for state, _ in itertools.groupby(states):
        session.change("a.cpp", state)
    # Faster than the server can follow.
    for end in range(BODY, len(CODE), 7):
        session.change("a.cpp", CODE[:end], wait=False)
    lsp.show(session.change("a.cpp", CODE))
    # CHECK: 25:5: warning: 'worker::run' blocks {{.*}} [clang-tidy async-blocking-call]
