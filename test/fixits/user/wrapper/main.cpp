// RUN: %check_fixits %s %t
//
// A wrapper that the project's .unblock.yaml declares, with the runtime's own
// tasks.

#include <cstdio>
#include <string>
#include <unblock/unblock.hpp>
#include <vector>

namespace project {
template <class F> auto in_place(F &&f) {
  return unblock::block_in_place(std::forward<F>(f));
}
} // namespace project

std::size_t store(const std::string &text) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return text.size();
}

unblock::task<std::size_t> run(std::vector<std::string> texts) {
  std::size_t stored = 0;
  for (const std::string &text : texts) {
    stored += project::in_place([&] { return store(text); });
  }
  co_return stored;
}

int main() {
  unblock::runtime rt;
  std::printf("%zu\n", rt.block_on(run({"one", "three"})));
}
