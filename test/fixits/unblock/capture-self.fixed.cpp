// The object is shared, and the coroutine holds it by a pointer of its own.

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

class session : public std::enable_shared_from_this<session> {
public:
  unblock::task<int> start() {
    auto self = shared_from_this();
    auto work = [self] { return self->load(2); };
    int one = co_await unblock::spawn_blocking(std::move(work));
    auto work2 = [self = std::move(self)] { return self->load(3); };
    co_return one + co_await unblock::spawn_blocking(std::move(work2));
  }
  unblock::task<int> lambda() {
    auto work = [self = shared_from_this()]() -> unblock::task<int> {
      auto work2 = [self] { return self->load(4); };
      co_return co_await unblock::spawn_blocking(std::move(work2));
    };
    co_return co_await work();
  }

private:
  int load(int id) {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return last_ += id;
  }

  int last_ = 0;
};

int main() {
  unblock::runtime rt;
  auto s = std::make_shared<session>();
  std::cout << rt.block_on(s->start()) << rt.block_on(s->lambda()) << '\n';
}
