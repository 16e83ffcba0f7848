// RUN: %check_fixits %s %t
// output: a rather long name, another long name
//
// The fixed line would be too long: it is formatted anew, its neighbours are not.

#include <cstdio>
#include <string>
#include <unblock/unblock.hpp>

unblock::task<std::string> join(std::string first_name, std::string second_name) {
  std::string   joined;
  unblock::spawn_blocking([&] { joined = first_name + ", " + second_name; });
  co_return   joined;
}

int main() {
  unblock::runtime rt;
  std::puts(rt.block_on(join("a rather long name", "another long name")).c_str());
}
