// RUN: %check_fixits %s %t
//
// The header of a library, which two units include.

#include "include/store.hpp"
#include <cstdio>
#include <unblock/runtime.hpp>

unblock::task<std::size_t> length(std::string key);

int main() {
  unblock::runtime rt;
  std::printf("%s %zu\n", rt.block_on(store::get("key")).c_str(),
              rt.block_on(length("k")));
}
