#include "save.hpp"

int other() {
  unblock::runtime rt;
  int value = 0;
  rt.block_on(save(value));
  return value;
}
