// RUN: %check_async %s async-blocking-call %t -- -I %src_root/lib/runtime/include
// What annotations say of a function, and Clang's own attributes.

#include "task.h"
#include <functional>
#include <unblock/annotations.hpp>
#include <unistd.h>

//===-- Blocking -----------------------------------------------------------===//

UNBLOCK_BLOCKING("waits for the license server") void checkOut();
UNBLOCK_BLOCKING("spins") void spins() {}
void byAttribute() [[clang::blocking]];
struct Device {
  UNBLOCK_BLOCKING("waits for the device") Device();
  UNBLOCK_BLOCKING("waits for the device") explicit Device(int);
  UNBLOCK_BLOCKING("waits for the device") ~Device();
  UNBLOCK_BLOCKING("waits for the device") int transfer();
  UNBLOCK_BLOCKING("waits for the device") static void reset();
  UNBLOCK_BLOCKING("waits for the device") Device &operator<<(int);
};
template <typename T> UNBLOCK_BLOCKING("waits for any") void generic(T);
// Annotated at its first declaration, defined without.
UNBLOCK_BLOCKING("at its declaration") void declared();
void declared() {}

Task<> blocking(Device &d) {
  checkOut();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'checkOut' blocks the worker that runs coroutine 'blocking': it is annotated as blocking: waits for the license server
  spins();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'spins' blocks {{.*}}: it is annotated as blocking: spins
  byAttribute();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'byAttribute' blocks {{.*}}: it is annotated as blocking
  d.transfer();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Device::transfer' blocks {{.*}}
  Device::reset();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Device::reset' blocks {{.*}}
  d << 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Device::operator<<' blocks {{.*}}
  generic(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'generic' blocks {{.*}}
  declared();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'declared' blocks {{.*}}
  co_await tick();
}
Task<> makes() {
  auto *d = new Device(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'Device::Device' blocks {{.*}}
  co_await tick();
  delete d;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Device::~Device' blocks {{.*}}
}
void helper() { checkOut(); }
Task<> throughHelper() {
  helper();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'helper' blocks the worker that runs coroutine 'throughHelper': it reaches 'checkOut', which is annotated as blocking: waits for the license server
  co_await tick();
}

//===-- Nonblocking -----------------------------------------------------------===//

UNBLOCK_NONBLOCKING void cached() { sleep(1); }
UNBLOCK_NONBLOCKING void log(const char *text);
void byEffect() noexcept [[clang::nonblocking]];
struct Buffer {
  UNBLOCK_NONBLOCKING void write() { sleep(1); }
  UNBLOCK_NONBLOCKING ~Buffer() { sleep(1); }
};
UNBLOCK_NONBLOCKING void atDeclaration();
void atDeclaration() { sleep(1); }
void callsCached() { cached(); }
Task<> nonblocking(Buffer &b) {
  cached();
  log("text");
  byEffect();
  b.write();
  Buffer local;
  atDeclaration();
  callsCached();
  co_await tick();
}
// A callable that it is given runs all the same; nobody vouched for that.
UNBLOCK_NONBLOCKING void measured(std::function<void()> f);
Task<> passes() {
  measured([] { sleep(1); });
  co_await tick();
}

//===-- Async contexts ---------------------------------------------------------===//

UNBLOCK_ASYNC_CONTEXT void onIdle() {}
UNBLOCK_ASYNC_CONTEXT void onReadable(int fd) {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs async context 'onReadable': it suspends the calling thread
  // CHECK-MESSAGES: :[[@LINE-3]]:28: note: async context 'onReadable' begins here
}
struct Handler {
  UNBLOCK_ASYNC_CONTEXT void onClose() {
    sleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'sleep' blocks the worker that runs async context 'Handler::onClose': {{.*}}
  }
  UNBLOCK_ASYNC_CONTEXT void outOfLine();
  void notAnnotated() { sleep(1); }
};
void Handler::outOfLine() {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs async context 'Handler::outOfLine': {{.*}}
}
template <typename T> UNBLOCK_ASYNC_CONTEXT void onAny(T t) {
  sleep(t);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the worker that runs async context 'onAny': {{.*}}
}
template void onAny(int);
auto onLambda = [] UNBLOCK_ASYNC_CONTEXT () {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
};

//===-- Offloads ----------------------------------------------------------------===//

UNBLOCK_OFFLOADS void runOnPool(std::function<void()> work);
template <typename F> UNBLOCK_OFFLOADS Operation offload(F f) {
  f();
  return tick();
}
struct Executor {
  UNBLOCK_OFFLOADS void submit(std::function<void()> work);
};
void slow() { sleep(1); }
Task<> offloads(Executor &e) {
  runOnPool([] { sleep(1); });
  runOnPool(slow);
  e.submit([] { sleep(1); });
  co_await offload([] { sleep(1); });
  // The argument itself is evaluated here.
  runOnPool([left = sleep(1)] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'sleep' blocks {{.*}}
}
