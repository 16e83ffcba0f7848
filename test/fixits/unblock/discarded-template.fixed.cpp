// In a template that is instantiated twice: one fix.

#include <cstdio>
#include <string>
#include <unblock/unblock.hpp>

template <class T> unblock::task<T> through_the_pool(T value) {
  T result{};
  co_await unblock::spawn_blocking([&result, &value] { result = value; });
  co_return result;
}

int main() {
  unblock::runtime rt;
  int number = rt.block_on(through_the_pool(3));
  std::string text = rt.block_on(through_the_pool(std::string("text")));
  std::printf("%d %s\n", number, text.c_str());
}
