// A coroutine template: the source is changed once, whatever its instances.
// What depends on the instance stays.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>
#include <unblock/time.hpp>

template <class T> unblock::task<T> after_a_while(T value) {
  co_await unblock::sleep_for(std::chrono::milliseconds(1));
  co_return value;
}

template <class T> struct echo {
  T last{};

  template <class Rep, class Period>
  unblock::task<T> reply(T value, std::chrono::duration<Rep, Period> delay) {
    std::this_thread::sleep_for(delay);
    last = value;
    co_return last;
  }
};

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(after_a_while(7)) << '\n'
            << rt.block_on(after_a_while(std::string("seven"))) << '\n';
  echo<int> numbers;
  echo<std::string> words;
  std::cout << rt.block_on(numbers.reply(8, std::chrono::milliseconds(1)))
            << '\n'
            << rt.block_on(words.reply("eight", std::chrono::microseconds(9)))
            << '\n';
}
