#pragma once
#include <unblock/unblock.hpp>

inline unblock::task<> save(int &value) {
  unblock::spawn_blocking([&value] { ++value; });
  co_return;
}
