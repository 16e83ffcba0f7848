// RUN: %check_async %s async-blocking-call %t
// Declarations decide, names do not.

#include "task.h"
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <unistd.h>
#include <vector>

//===-- Not the functions of those names -----------------------------------===//

namespace app {
void sleep(int) {}
int read(int, char *, int) { return 0; }
void system(const char *) {}
namespace this_thread {
void sleep_for(int) {}
} // namespace this_thread
namespace std {
struct ifstream {
  ifstream(const char *) {}
};
} // namespace std
struct File {
  void open(const char *) {}
  int read(char *, int) { return 0; }
  void sleep() {}
  int get() { return 0; }
  void join() {}
  void lock() {}
  void wait() {}
};
Task<> uses(File &f, char *buffer) {
  sleep(1);
  app::sleep(1);
  read(0, buffer, 1);
  system("true");
  this_thread::sleep_for(1);
  app::std::ifstream file("f");
  f.open("f");
  f.read(buffer, 1);
  f.sleep();
  f.get();
  f.join();
  f.lock();
  f.wait();
  co_await tick();
}
} // namespace app

// A C++ function in the global namespace is not the C function.
struct Handle {};
int recv(Handle &, char *) { return 0; }
int connect(Handle &);
unsigned sleep(Handle &, int) { return 0; }
Task<> globals(Handle &h, char *buffer) {
  recv(h, buffer);
  connect(h);
  sleep(h, 1);
  co_await tick();
}
// A local function object with that name.
Task<> locals() {
  auto sleep = [](int) {};
  sleep(1);
  co_await tick();
}
// std::remove and std::copy are also algorithms.
Task<> algorithms(std::vector<int> &v) {
  auto end = std::remove(v.begin(), v.end(), 1);
  std::copy(v.begin(), end, v.begin());
  std::fill(v.begin(), v.end(), 0);
  co_await tick();
}
// Streams of memory.
Task<> memory(std::istringstream &in, std::stringstream &both) {
  int n;
  in >> n;
  both << n;
  std::ostringstream out;
  out << n << "text" << std::endl;
  std::string line;
  std::getline(in, line);
  std::ifstream unopened;
  co_await tick();
}
// Paths ask no file system.
Task<> paths(std::filesystem::path p, std::filesystem::file_status s) {
  p /= "x";
  (void)p.parent_path();
  (void)p.extension();
  (void)exists(s);
  (void)is_directory(s);
  co_await tick();
}

//===-- The same functions under other names ----------------------------------===//

namespace alias = std::this_thread;
using std::this_thread::sleep_for;
namespace fs = std::filesystem;
namespace mine {
using ::sleep;
using std::filesystem::exists;
} // namespace mine
using File = std::ifstream;
typedef std::ofstream Out;

Task<> aliases(fs::path p) {
  using namespace std::chrono_literals;
  alias::sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' blocks {{.*}}
  sleep_for(1s);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::this_thread::sleep_for' blocks {{.*}}
  fs::remove(p);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::filesystem::remove' blocks the worker that runs coroutine 'aliases': it changes the file system
  mine::sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  ::sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  (void)mine::exists(p);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'std::filesystem::exists' blocks {{.*}}
  File in("f");
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  Out out("f");
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'std::basic_ofstream::basic_ofstream' blocks {{.*}}
  std::remove("f");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'remove' blocks {{.*}}
  std::rename("f", "g");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rename' blocks {{.*}}
  co_await tick();
}
// Unqualified, by their arguments.
Task<> lookup(fs::path p) {
  if (exists(p))
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'std::filesystem::exists' blocks the worker that runs coroutine 'lookup': it asks the file system
    remove_all(p);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::filesystem::remove_all' blocks {{.*}}
  remove(p);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::filesystem::remove' blocks {{.*}}
  copy(p, p);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::filesystem::copy' blocks {{.*}}
  for (const auto &entry : fs::directory_iterator(p))
    // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'std::filesystem::directory_iterator::directory_iterator' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:26: warning: 'std::filesystem::directory_iterator::operator++' blocks {{.*}}
    (void)entry;
  co_await tick();
}
// Through a reference to a base class.
Task<> streams(std::ifstream &in, std::ofstream &out) {
  int n;
  in >> n;
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: 'std::basic_istream::operator>>' blocks {{.*}}: it reads from the file
  out << n << '\n';
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'std::basic_ostream::operator<<' blocks {{.*}}: it writes to the file
  std::string line;
  while (std::getline(in, line))
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'std::getline' blocks {{.*}}
    co_await tick();
}

// A redeclaration of the C function in a header of the project.
extern "C" int usleep(useconds_t);
Task<> redeclared() {
  usleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'usleep' blocks {{.*}}
  co_await tick();
}
