// RUN: %seeds/block-in-place/library-code
// RUN: %check_seed %s %t
//
// A library does not choose the runtime: what it offers must work on each.

#include "seed.hpp"
#include <string>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

namespace library {
std::string render(int page) {
  std::this_thread::sleep_for(1ms);
  return "page " + std::to_string(page);
}

task<std::string> fragile(int page) {
  // bad: async-block-in-place-current-thread, fixed
  co_return unblock::block_in_place([&] { return render(page); });
}

task<std::string> portable(int page) {
  co_return co_await unblock::spawn_blocking([page] { // good
    return render(page);
  });
}
} // namespace library

int main() {
  auto many = unblock::runtime::builder::multi_thread().build();
  auto one = unblock::runtime::builder::current_thread().build();

  CHECK(many.block_on(many.spawn(library::fragile(1))) == "page 1");
#ifndef SEED_FIXED
  CHECK_THROWS(unblock::context_error, one.block_on(library::fragile(1)));
#endif
  CHECK_FIXED(one.block_on(library::fragile(1)) == "page 1");

  CHECK(many.block_on(many.spawn(library::portable(1))) == "page 1");
  CHECK(one.block_on(library::portable(1)) == "page 1");
}
