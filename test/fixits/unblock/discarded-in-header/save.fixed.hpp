#pragma once
#include <unblock/unblock.hpp>

inline unblock::task<> save(int &value) {
  co_await unblock::spawn_blocking([&value] { ++value; });
  co_return;
}
