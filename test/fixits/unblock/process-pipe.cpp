// RUN: %check_fixits %s %t
// no-fix: a pipe is a pointer and its output goes into a local buffer
//
// A pipe is a pointer and its output goes into a local buffer.

#include <cstdio>
#include <iostream>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

std::FILE *open_pipe() { return popen("echo hello", "r"); }

unblock::task<int> run(std::FILE *pipe) {
  char line[16] = {};
  if (std::fgets(line, sizeof line, pipe))
    std::cout << line;
  co_return pclose(pipe);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run(open_pipe())) << '\n';
}
