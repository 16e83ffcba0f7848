// Members of the object whose member the coroutine is.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

int load(const std::string &name, int times) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(name.size()) * times;
}

class client {
public:
  unblock::task<int> fetch(int times) {
    ++calls_;
    auto work = [name_ = name_, times] { return load(name_, times); };
    co_return co_await unblock::spawn_blocking(std::move(work));
  }
  unblock::task<int> again() const {
    auto work = [arg = this->name_, calls_ = calls_] {
      return load(arg, calls_);
    };
    co_return co_await unblock::spawn_blocking(std::move(work));
  }
  static unblock::task<int> any(int times) {
    co_return co_await unblock::spawn_blocking(
        [times] { return load("any", times); });
  }

private:
  std::string name_ = "member";
  int calls_ = 0;
};

int main() {
  unblock::runtime rt;
  client c;
  std::cout << rt.block_on(c.fetch(2)) << rt.block_on(c.again())
            << rt.block_on(client::any(1)) << '\n';
}
