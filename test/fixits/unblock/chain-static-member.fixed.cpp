// Static members, also of a class template and through an object.

#include <chrono>
#include <iostream>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

template <class T> struct storage {
  static T load(int id) {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
    return static_cast<T>(id) / 2;
  }
};

class service {
public:
  unblock::task<double> run(int id) {
    double whole = co_await unblock::spawn_blocking([id] { return read(id); });
    double half = co_await unblock::spawn_blocking(
        [id] { return storage<double>::load(id); });
    co_return whole + half;
  }

private:
  static int read(int id) { return storage<int>::load(id); }
};

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(service().run(5)) << '\n';
}
