// RUN: %check_fixits %s %t
// no-fix: what a macro expands to is not touched
//
// The statement comes from a macro.

#include <unblock/unblock.hpp>

#define IN_BACKGROUND(...) unblock::spawn_blocking([=] { __VA_ARGS__; })

void touch(int);

unblock::task<> save(int value) {
  IN_BACKGROUND(touch(value));
  co_return;
}
