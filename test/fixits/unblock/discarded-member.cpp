// RUN: %check_fixits %s %t
// output: 5
//
// Through a handle of the runtime, in a member function.

#include <cstdio>
#include <unblock/unblock.hpp>

class counter {
public:
  explicit counter(unblock::runtime &rt) : rt_(rt) {}

  unblock::task<> add(int n) {
    rt_.spawn_blocking([this, n] { sum_ += n; });
    co_return;
  }

  int sum() const { return sum_; }

private:
  unblock::runtime &rt_;
  int sum_ = 0;
};

int main() {
  unblock::runtime rt;
  counter c(rt);
  rt.block_on(c.add(2));
  rt.block_on(c.add(3));
  std::printf("%d\n", c.sum());
}
