// An asynchronous library whose names are those of blocking functions.
// Inputs/awaited.yaml is its model.

#ifndef INPUTS_AWAITED_H
#define INPUTS_AWAITED_H

#include "task.h"

namespace async {

struct UseTask {};
inline constexpr UseTask use_task{};

Operation sleep(int seconds);
Operation read(int fd);
struct Client {
  Operation get();
};
struct Mutex {
  Operation lock();
};
struct Process {
  Operation wait();
  Operation waitForFinished();
};

struct Both {
  int fetch();
  Task<int> fetch(UseTask);
  int load();
  Task<int> load() const;
  void store(int value);
  Task<> store(int value, UseTask);
};

} // namespace async

#endif // INPUTS_AWAITED_H
