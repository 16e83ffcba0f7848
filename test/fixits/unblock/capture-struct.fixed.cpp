// Members of local structures; only what is needed is copied.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <unblock/blocking.hpp>
#include <unblock/runtime.hpp>
#include <unblock/task.hpp>

struct point {
  int x, y;
};

struct request {
  std::string name;
  point where;
};

int fetch(int x, int y) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return x * 10 + y;
}

int find(const std::string &name, point where) {
  std::this_thread::sleep_for(std::chrono::microseconds(20));
  return static_cast<int>(name.size()) + where.x;
}

unblock::task<int> run(request r) {
  point p{1, 2};
  int sum = co_await unblock::spawn_blocking(
      [arg = p.x, arg2 = p.y] { return fetch(arg, arg2); });
  auto work = [arg = r.name, arg2 = r.where] { return find(arg, arg2); };
  sum += co_await unblock::spawn_blocking(std::move(work));
  p.x = sum;
  auto work2 = [arg = p.x, r = std::move(r)] { return fetch(arg, r.where.y); };
  co_return co_await unblock::spawn_blocking(std::move(work2));
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run({"name", {3, 4}})) << '\n';
}
