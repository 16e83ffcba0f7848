// RUN: %check_fixits %s %t
//
// Members of local structures; only what is needed is copied.

#include <chrono>
#include <iostream>
#include <string>
#include <thread>
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
  int sum = fetch(p.x, p.y);
  sum += find(r.name, r.where);
  p.x = sum;
  co_return fetch(p.x, r.where.y);
}

int main() {
  unblock::runtime rt;
  std::cout << rt.block_on(run({"name", {3, 4}})) << '\n';
}
