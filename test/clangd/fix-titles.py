# What a fix is called: what it inserts or puts instead, where that is one thing.
#
# RUN: rm -rf %t && mkdir %t && %python %s %t %src_root/lib/runtime/include | FileCheck %s --match-full-lines

import pathlib
import sys

import lsp

CODE = """\
#include <cstdio>
#include <string>
#include <thread>
#include <unblock/task.hpp>
#include <unblock/blocking.hpp>

int load(const char *name) { return std::getchar(); }
unblock::task<> work(std::string name) {
  std::this_thread::sleep_for(std::chrono::seconds(1));
  std::this_thread::sleep_for(std::chrono::seconds(sizeof("ääääääääääääääääääääääääääääää")));
  unblock::spawn_blocking([] {});
  co_return;
}
int nested() {
  return unblock::block_in_place([] {
    return unblock::block_in_place([] { return load("a"); });
  });
}
"""
root, include = sys.argv[1:]
pathlib.Path(root, "compile_flags.txt").write_text(f"-std=c++20\n-I{include}\n")

for versioned in False, True:
    print(f"versioned: {versioned}")
    with lsp.Session(root, versioned=versioned) as session:
        for found in session.open("a.cpp", CODE):
            for title in session.fixes("a.cpp", found):
                print(f"{found['range']['start']['line'] + 1}: {title}")
print("end")
# CHECK:      versioned: False
# CHECK-NEXT: 9: change to 'co_await unblock::sleep_for(std::chrono::seconds(1))'
# CHECK-NEXT: 10: change to 'co_await unblock::sleep_for(std::chrono::seconds(sizeof("{{(ä)+}}…'
# CHECK-NEXT: 11: insert 'co_await '
# CHECK-NEXT: 16: fix async-block-in-place-nested
# CHECK-NEXT: versioned: True
# CHECK-NEXT: 9: change to 'co_await unblock::sleep_for(std::chrono::seconds(1))'
# CHECK-NEXT: 10: change to {{.*}}
# CHECK-NEXT: 11: insert 'co_await '
# CHECK-NEXT: 16: fix async-block-in-place-nested
# CHECK-NEXT: end
