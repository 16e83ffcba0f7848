// RUN: %check_async %s async-block-in-place-unbounded %t

using size_t = decltype(sizeof 0);
extern "C" {
struct sockaddr;
struct pollfd {
  int fd;
  short events, revents;
};
int accept(int fd, sockaddr *from, unsigned *size);
long recv(int fd, void *to, size_t size, int flags);
long read(int fd, void *to, size_t size);
int open(const char *name, int flags);
int poll(pollfd *fds, unsigned long count, int timeout);
int usleep(unsigned time);
int waitpid(int pid, int *status, int options);
}
#define WNOHANG 1

namespace unblock {
template <typename F> auto block_in_place(F &&f) { return f(); }
template <typename F> void spawn_blocking(F &&f) {}
} // namespace unblock

bool parse(const char *text);
bool done();

//===--- Nothing to report ------------------------------------------------===//

int bounded(unsigned time, const char *name) {
  return unblock::block_in_place([=] {
    usleep(time);
    char text[16];
    int fd = open(name, 0);
    for (int i = 0; i != 100; ++i)
      read(fd, text, sizeof text);
    return parse(text);
  });
}

void withATimeout(int fd, int time) {
  unblock::block_in_place([=] {
    pollfd entry{fd, 1, 0};
    poll(&entry, 1, 1000);
    return poll(&entry, 1, time);
  });
}

// It was asked first, with a limit.
void asked(int fd) {
  unblock::block_in_place([=] {
    char text[16];
    pollfd entry{fd, 1, 0};
    return poll(&entry, 1, 1000) == 1 ? recv(fd, text, sizeof text, 0) : 0;
  });
}

void doesNotWait(int pid) {
  unblock::block_in_place([=] { return waitpid(pid, nullptr, WNOHANG); });
}

// A loop that can end.
void loops(int n) {
  unblock::block_in_place([=] {
    for (;;)
      if (done())
        break;
    while (!done())
      usleep(1);
    for (int i = 0; i < n; ++i)
      parse("");
    return 0;
  });
}

// Others may wait: there it holds up nobody's tasks.
void onAPool(int fd) {
  unblock::spawn_blocking([=] { accept(fd, nullptr, nullptr); });
  accept(fd, nullptr, nullptr);
}

// What is only made here is not run here.
void handedOver(int fd) {
  unblock::block_in_place([=] {
    unblock::spawn_blocking([=] { accept(fd, nullptr, nullptr); });
    auto later = [=] { return accept(fd, nullptr, nullptr); };
    (void)later;
    return 0;
  });
}

void suppressed(int fd) {
  // NOLINTNEXTLINE(async-block-in-place-unbounded)
  unblock::block_in_place([=] { return accept(fd, nullptr, nullptr); });
}

//===--- Unbounded --------------------------------------------------------===//

int direct(int fd) {
  return unblock::block_in_place([=] { return accept(fd, nullptr, nullptr); });
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: what 'unblock::block_in_place' runs may never end: 'accept' waits for a connection, and nothing limits the time [async-block-in-place-unbounded]
  // CHECK-NOTES: :[[@LINE-2]]:47: note: 'lambda' calls 'accept' here
  // CHECK-NOTES: :[[@LINE-3]]:10: note: set a time limit, await the asynchronous counterpart, or give the wait a thread of its own
  // CHECK-NOTES: :[[@LINE-4]]:10: note: no fix: 'co_await' is not possible in 'direct', which is no coroutine
}

long receive(int fd, char *to, size_t size) {
  usleep(10);
  return recv(fd, to, size, 0);
}
bool request(int fd) {
  char text[16];
  receive(fd, text, sizeof text);
  return parse(text);
}
// A bounded call of the same kind, which stands nearer, hides nothing.
bool throughHelpers(int fd, pollfd *entry) {
  return unblock::block_in_place([=] {
    // CHECK-NOTES: :[[@LINE-1]]:10: warning: what 'unblock::block_in_place' runs may never end: 'recv' waits for the peer, and nothing limits the time [async-block-in-place-unbounded]
    // CHECK-NOTES: :[[@LINE+6]]:12: note: 'lambda' calls 'request' here
    // CHECK-NOTES: :[[@LINE-8]]:3: note: 'request' calls 'receive' here
    // CHECK-NOTES: :[[@LINE-13]]:10: note: 'receive' calls 'recv' here
    // CHECK-NOTES: :[[@LINE-5]]:10: note: set a time limit, await the asynchronous counterpart, or give the wait a thread of its own
    // CHECK-NOTES: :[[@LINE-6]]:10: note: no fix: 'co_await' is not possible in 'throughHelpers', which is no coroutine
    poll(entry, 1, 10);
    return request(fd);
  });
}

void infiniteTimeout(pollfd *entry) {
  unblock::block_in_place([=] { return poll(entry, 1, -1); });
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: what 'unblock::block_in_place' runs may never end: 'poll' waits until a descriptor is ready, and nothing limits the time [async-block-in-place-unbounded]
  // CHECK-NOTES: :[[@LINE-2]]:40: note: 'lambda' calls 'poll' here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: set a time limit, await the asynchronous counterpart, or give the wait a thread of its own
  // CHECK-NOTES: :[[@LINE-4]]:3: note: no fix: 'co_await' is not possible in 'infiniteTimeout', which is no coroutine
}

// What the descriptor is decides about 'read'.
void reads(int listener) {
  unblock::block_in_place([=] {
    // CHECK-NOTES: :[[@LINE-1]]:3: warning: what 'unblock::block_in_place' runs may never end: 'accept' {{.*}} [async-block-in-place-unbounded]
    // CHECK-NOTES: :[[@LINE+4]]:16: note: 'lambda' calls 'accept' here
    // CHECK-NOTES: :[[@LINE-3]]:3: note: {{.*}}
    // CHECK-NOTES: :[[@LINE-4]]:3: note: no fix: 'co_await' is not possible in 'reads', which is no coroutine
    char text[16];
    int peer = accept(listener, nullptr, nullptr);
    return read(peer, text, sizeof text);
  });
}
long fromThePeer(int listener) {
  int peer = accept(listener, nullptr, nullptr);
  char text[16];
  return read(peer, text, sizeof text);
}
void readsStdin() {
  unblock::block_in_place([] { char c; return read(0, &c, 1); });
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: what 'unblock::block_in_place' runs may never end: 'read' reads standard input, and nothing limits the time [async-block-in-place-unbounded]
  // CHECK-NOTES: :[[@LINE-2]]:47: note: 'lambda' calls 'read' here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: {{.*}}
  // CHECK-NOTES: :[[@LINE-4]]:3: note: no fix: 'co_await' is not possible in 'readsStdin', which is no coroutine
}

void serve() {
  while (true)
    parse("");
}
void endless() {
  unblock::block_in_place([] {
    // CHECK-NOTES: :[[@LINE-1]]:3: warning: what 'unblock::block_in_place' runs may never end: it reaches a loop that has no end [async-block-in-place-unbounded]
    // CHECK-NOTES: :[[@LINE+2]]:5: note: the loop begins here
    // CHECK-NOTES: :[[@LINE-3]]:3: note: give a loop without an end a thread of its own
    for (;;)
      usleep(1000);
  });
}
// A function may have other callers, which may wait: the finding is here.
void named() {
  unblock::block_in_place(serve);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: what 'unblock::block_in_place' runs may never end: it reaches a loop that has no end [async-block-in-place-unbounded]
  // CHECK-NOTES: :[[@LINE-16]]:3: note: the loop begins here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: give a loop without an end a thread of its own
}
