// RUN: %check_async -models=%S/Inputs/regions.yaml %s async-block-in-place-nested %t -- -I %src_root/lib/runtime/include
//
// With the runtime's own headers, and with functions and guards that the user's
// models name.

#include <functional>
#include <unblock/unblock.hpp>

namespace acme {
template <typename F> void run_blocking(F f) { f(); }
template <typename F> decltype(auto) blocking_region(F f) { return f(); }
struct BlockingScope {
  explicit BlockingScope(const char *why = "");
  ~BlockingScope();
};
} // namespace acme

void work();
int load(int key);

//===--- Nothing to report ------------------------------------------------===//

unblock::task<int> inPlace() {
  co_return unblock::block_in_place([] { return load(1); });
}
unblock::task<int> onThePool() {
  co_return co_await unblock::spawn_blocking([] { return load(1); });
}
// The task that is started runs on a worker.
unblock::task<> startsATask() {
  unblock::block_in_place([] { unblock::spawn(inPlace()).detach(); });
  co_return;
}
void scopesInTurn() {
  {
    acme::BlockingScope scope;
    work();
  }
  acme::BlockingScope scope;
  work();
}
void beforeTheScope() {
  acme::blocking_region(work);
  acme::BlockingScope scope;
}
void scopeNotTaken() {
  acme::BlockingScope scope;
  auto later = [] { acme::BlockingScope inner; };
  (void)later;
}
template <typename F> auto wrapped(F f) { return unblock::block_in_place(f); }
int useWrapper() { return wrapped([] { return load(2); }); }

//===--- Nested -----------------------------------------------------------===//

unblock::task<int> lambdas() {
  auto inner = [] { return unblock::block_in_place([] { return load(1); }); };
  auto outer = [&] { return inner(); };
  co_return unblock::block_in_place(outer);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: what 'unblock::block_in_place' runs reaches 'unblock::block_in_place', which gives nothing more away, and hides what blocks
  // CHECK-MESSAGES: :[[@LINE-3]]:{{[0-9]+}}: note: 'lambda' calls 'lambda' here
  // CHECK-MESSAGES: :[[@LINE-5]]:28: note: 'lambda' calls 'unblock::block_in_place' here
}

struct Loader {
  int key;
  int operator()() const {
    return unblock::block_in_place([this] { return load(key); });
  }
};
unblock::task<int> functionObject() {
  co_return co_await unblock::spawn_blocking(Loader{1});
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: what 'unblock::spawn_blocking' runs reaches 'unblock::block_in_place', which does nothing there: the thread is no worker
  // CHECK-MESSAGES: :[[@LINE-6]]:12: note: 'Loader::operator()' calls 'unblock::block_in_place' here
}

// A template of the user is handed the closures; they are named, not the
// template.
int wrappedTwice() {
  return wrapped([] {
    return wrapped([] { return load(1); });
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: what 'unblock::block_in_place' runs reaches 'unblock::block_in_place', which gives nothing more away, and hides what blocks
    // CHECK-MESSAGES: :[[@LINE-2]]:12: note: 'lambda' calls 'wrapped' here
    // CHECK-MESSAGES: :{{[0-9]+}}:50: note: 'wrapped' calls 'unblock::block_in_place' here
  });
}

int recursive(int depth) {
  return unblock::block_in_place([depth] {
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: what 'unblock::block_in_place' runs reaches 'unblock::block_in_place', which gives nothing more away, and hides what blocks
    return depth == 0 ? 0 : recursive(depth - 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:29: note: 'lambda' calls 'recursive' here
    // CHECK-MESSAGES: :[[@LINE-4]]:10: note: 'recursive' calls 'unblock::block_in_place' here
  });
}

void ofModels() {
  acme::blocking_region([] { acme::blocking_region(work); });
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'acme::blocking_region' inside of 'acme::blocking_region' gives nothing more away, and hides what blocks
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'acme::blocking_region' is called here
  // CHECK-MESSAGES: :[[@LINE-3]]:30: note: call the inner closure without 'acme::blocking_region'
  acme::run_blocking([] {
    acme::BlockingScope scope("pool");
    // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'acme::BlockingScope' inside of 'acme::run_blocking' does nothing there: the thread is no worker
    work();
  });
}

void scopeInScope() {
  acme::BlockingScope outer("outer");
  acme::BlockingScope inner("inner");
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'acme::BlockingScope' inside of 'acme::BlockingScope' gives nothing more away, and hides what blocks
  // CHECK-MESSAGES: :[[@LINE-3]]:23: note: 'acme::BlockingScope' guards the block from here on
  work();
}

void scopeThroughAHelper() {
  acme::BlockingScope outer;
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: what 'acme::BlockingScope' runs reaches 'acme::blocking_region', which gives nothing more away, and hides what blocks
  // CHECK-MESSAGES: :[[@LINE+2]]:3: note: 'scopeThroughAHelper' calls 'beforeTheScope' here
  // CHECK-MESSAGES: :{{[0-9]+}}:3: note: 'beforeTheScope' calls 'acme::blocking_region' here
  beforeTheScope();
}

// In a macro there is no fix.
#define IN_PLACE(...) unblock::block_in_place([&] { return __VA_ARGS__; })
int inAMacro() {
  return unblock::block_in_place([] { return IN_PLACE(load(1)); });
  // CHECK-MESSAGES: :[[@LINE-1]]:46: warning: 'unblock::block_in_place' inside of 'unblock::block_in_place' gives nothing more away, and hides what blocks
}
