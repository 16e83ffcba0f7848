// RUN: %check_async -models=%S/Inputs/regions.yaml %s async-block-in-place-unbounded %t -- -I %src_root/lib/runtime/include
//
// The standard library and POSIX with the runtime's own headers, and with
// functions and guards that the user's models name.

#include <condition_variable>
#include <fstream>
#include <future>
#include <iostream>
#include <latch>
#include <mutex>
#include <semaphore>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unblock/unblock.hpp>
#include <unistd.h>

using namespace std::chrono_literals;

namespace acme {
template <typename F> void run_blocking(F f) { f(); }
template <typename F> decltype(auto) blocking_region(F f) { return f(); }
struct BlockingScope {
  explicit BlockingScope(const char *why = "");
  ~BlockingScope();
};
} // namespace acme

void work();

//===--- Nothing to report ------------------------------------------------===//

unblock::task<std::string> files(std::chrono::milliseconds time) {
  co_return unblock::block_in_place([time] {
    std::this_thread::sleep_for(time);
    std::ifstream in("name");
    std::string line;
    std::getline(in, line);
    return line;
  });
}

void timed(std::future<int> &f, std::counting_semaphore<> &s, std::condition_variable &c,
           std::mutex &m) {
  unblock::block_in_place([&] {
    std::unique_lock lock(m);
    c.wait_for(lock, 1s);
    c.wait_until(lock, std::chrono::steady_clock::now() + 1s);
    (void)s.try_acquire_for(1s);
    return f.wait_for(1s);
  });
}

bool readable(int fd, std::chrono::milliseconds limit);
long askedFirst(int fd) {
  return unblock::block_in_place([fd]() -> long {
    char c;
    return readable(fd, 10ms) ? recv(fd, &c, 1, 0) : 0;
  });
}

void allowed(std::thread &t) {
  unblock::block_in_place([&] {
    UNBLOCK_ALLOW_BLOCKING("it was told to stop");
    t.join();
  });
}

void onAPool(std::thread &t) {
  acme::run_blocking([&] { t.join(); });
}
void aroundTheScope(std::thread &t, std::thread &u) {
  t.join();
  {
    acme::BlockingScope scope;
    work();
  }
  u.join();
}

//===--- Unbounded --------------------------------------------------------===//

void waits(std::future<int> &f, std::thread &t) {
  unblock::block_in_place([&] { return f.get(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: what 'unblock::block_in_place' runs may never end: 'std::future::get' waits until the result is ready, and nothing limits the time
  unblock::block_in_place([&] { t.join(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: what 'unblock::block_in_place' runs may never end: 'std::thread::join' waits until the thread has ended, and nothing limits the time
  unblock::block_in_place([&] { std::jthread u(work); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: what 'unblock::block_in_place' runs may never end: 'std::jthread::~jthread' waits until the thread has ended, and nothing limits the time
  unblock::block_in_place([&] { auto g = std::async(std::launch::async, work); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: what 'unblock::block_in_place' runs may never end: 'std::future::~future' waits until {{.*}}
}

void signals(std::counting_semaphore<> &s, std::condition_variable &c, std::mutex &m,
             std::latch &l) {
  unblock::block_in_place([&] { s.acquire(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 'std::counting_semaphore::acquire' waits until the semaphore is released, and nothing limits the time
  unblock::block_in_place([&] {
    // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 'std::condition_variable::wait' waits until the condition is signalled, and nothing limits the time
    std::unique_lock lock(m);
    c.wait(lock, [] { return true; });
  });
  unblock::block_in_place([&] { l.wait(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 'std::latch::wait' waits for the other threads, and nothing limits the time
}

struct Server {
  int listener, events;
  void operator()() const {
    for (;;) {
      int peer = accept(listener, nullptr, nullptr);
      if (peer < 0)
        return;
      close(peer);
    }
  }
  template <typename Handler> void loop(Handler handler) {
    epoll_event event;
    while (epoll_wait(events, &event, 1, -1) == 1)
      handler(event);
  }
};
unblock::task<> functionObject(Server server) {
  unblock::block_in_place(server);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 'accept' waits for a connection, and nothing limits the time
  // CHECK-MESSAGES: :[[@LINE-15]]:18: note: 'Server::operator()' calls 'accept' here
  // CHECK-FIXES: co_await unblock::spawn_blocking(server);
  auto loop = [&] { server.loop([](epoll_event &) {}); };
  unblock::block_in_place(loop);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 'epoll_wait' waits until a descriptor is ready, and nothing limits the time
  // CHECK-MESSAGES: :[[@LINE-3]]:28: note: 'lambda' calls 'Server::loop' here
  // CHECK-MESSAGES: :[[@LINE-13]]:12: note: 'Server::loop' calls 'epoll_wait' here
  co_return;
}

void input() {
  unblock::block_in_place([] {
    // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 'std::getline' reads standard input, and nothing limits the time
    std::string line;
    std::getline(std::cin, line);
  });
}

void pipes() {
  unblock::block_in_place([] {
    // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 'read' waits for data or for the disk, and nothing limits the time
    int ends[2];
    if (pipe(ends) == 0) {
      char c;
      (void)read(ends[0], &c, 1);
    }
  });
}

// The finding names the closure, not the template that is handed it.
template <typename F> void wrapped(F f) { unblock::block_in_place(f); }
void useWrapper(pid_t child) {
  wrapped([=] { waitpid(child, nullptr, 0); });
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: {{.*}}: 'waitpid' waits until a child process changes state, and nothing limits the time
  wrapped([=] { waitpid(child, nullptr, WNOHANG); });
}

void ofModels(pid_t child) {
  acme::blocking_region([=] { waitpid(child, nullptr, 0); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: what 'acme::blocking_region' runs may never end: 'waitpid' {{.*}}
}
void behindAGuard(std::thread &t) {
  acme::BlockingScope scope;
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: what 'acme::BlockingScope' runs may never end: 'std::thread::join' waits until the thread has ended, and nothing limits the time
  // CHECK-MESSAGES: :[[@LINE+2]]:5: note: 'behindAGuard' calls 'std::thread::join' here
  work();
  t.join();
}
