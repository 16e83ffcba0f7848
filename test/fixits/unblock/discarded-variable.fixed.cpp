// So is one that is kept in a variable that nobody looks at.

#include <cstdio>
#include <string>
#include <unblock/unblock.hpp>

unblock::task<std::string> greet(std::string name) {
  co_await unblock::spawn_blocking([] { return std::string("hello"); });
  co_return name;
}

int main() {
  unblock::runtime rt;
  std::puts(rt.block_on(greet("world")).c_str());
}
