// RUN: %seeds/block-in-place/current-thread-runtime
// RUN: %check_seed %s %t
//
// On a current-thread runtime block_in_place is an error that says where and
// what to do instead, or runs the closure in line where the builder said so.

#include "seed.hpp"
#include <source_location>
#include <string_view>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

unsigned call_line;

task<int> blocks() {
  call_line = __LINE__ + 2;
  // bad: async-block-in-place-current-thread, fixed
  co_return unblock::block_in_place([] { return 42; });
}

task<int> offloads() {
  co_return co_await unblock::spawn_blocking([] { return 42; }); // good
}

int main() {
  auto rt = unblock::runtime::builder::current_thread().build();
  bool thrown = false;
  try {
    rt.block_on(blocks());
  } catch (const unblock::context_error &error) {
    std::string_view text = error.what();
    std::puts(error.what());
    CHECK(text.find("block_in_place") != text.npos);
    CHECK(text.find("current-thread") != text.npos);
    CHECK(text.find("spawn_blocking") != text.npos);
    CHECK(text.find("current-thread-runtime.cpp") != text.npos);
    CHECK(error.where().line() == call_line);
    thrown = true;
  }
  CHECK_BAD(thrown);
  CHECK_FIXED(!thrown);
  // In a task of its own, the error reaches the handle.
#ifndef SEED_FIXED
  CHECK_THROWS(unblock::context_error, rt.block_on(rt.spawn(blocks())));
#endif
  CHECK_FIXED(rt.block_on(rt.spawn(blocks())) == 42);

  CHECK(rt.block_on(offloads()) == 42);
  CHECK(rt.block_on(rt.spawn(offloads())) == 42);

  auto in_line = unblock::runtime::builder::current_thread()
                     .inline_block_in_place()
                     .build();
  CHECK(in_line.block_on(blocks()) == 42);
  CHECK(in_line.block_on(in_line.spawn(blocks())) == 42);
}
