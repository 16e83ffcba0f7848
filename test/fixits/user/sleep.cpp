// RUN: %check_fixits %s %t
// lint: --models=%S/Inputs/acme.yaml
// The counterpart that the project's models name.
#include <acme/task.h>
#include <chrono>
#include <cstdio>
#include <thread>

using namespace std::chrono_literals;

static acme::Task<int> polls(int n) {
  int rounds = 0;
  while (rounds < n) {
    std::this_thread::sleep_for(rounds * 1ms);
    ++rounds;
  }
  co_return rounds;
}
int main() { std::printf("%d\n", polls(3).run()); }
