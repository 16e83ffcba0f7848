// RUN: %check_async %s async-block-in-place-nested %t

namespace std {
template <typename T> T &&move(T &x);
struct thread {
  template <typename F> explicit thread(F f) {}
  void join();
};
} // namespace std

namespace unblock {
template <typename F> auto block_in_place(F &&f) { return f(); }
template <typename F> void spawn_blocking(F &&f) {}
} // namespace unblock

int load(const char *name);

//===--- Nothing to report ------------------------------------------------===//

int once() {
  return unblock::block_in_place([] { return load("a"); });
}

int oneAfterTheOther() {
  int a = unblock::block_in_place([] { return load("a"); });
  int b = unblock::block_in_place([] { return load("b"); });
  return a + b;
}

// The inner one is made here and runs elsewhere, or not at all.
void handedOver() {
  unblock::block_in_place([] {
    unblock::spawn_blocking([] { load("a"); });
    auto later = [] { once(); };
    (void)later;
    return 0;
  });
}


// A thread that is made for its closure is no pool.
void ownThread() {
  std::thread t([] { once(); });
  t.join();
}

void notEvaluated() {
  unblock::block_in_place([] { return sizeof(once()); });
}

void suppressed() {
  unblock::block_in_place([] {
    return unblock::block_in_place([] { return load("a"); }); // NOLINT(async-block-in-place-nested)
  });
}

//===--- Nested -----------------------------------------------------------===//

int direct() {
  return unblock::block_in_place([] {
    int size = load("a");
    return size + unblock::block_in_place([] { return load("b"); });
    // CHECK-NOTES: :[[@LINE-1]]:19: warning: 'unblock::block_in_place' inside of 'unblock::block_in_place' gives nothing more away, and hides what blocks [async-block-in-place-nested]
    // CHECK-NOTES: :[[@LINE-4]]:10: note: 'unblock::block_in_place' is called here
    // CHECK-NOTES: :[[@LINE-3]]:19: note: call the inner closure without 'unblock::block_in_place'
    // CHECK-FIXES: return size + [] { return load("b"); }();
  });
}

int in_a_pool() {
  unblock::spawn_blocking([] {
    unblock::block_in_place([&] {
      return load("a");
    });
    // CHECK-NOTES: :[[@LINE-3]]:5: warning: 'unblock::block_in_place' inside of 'unblock::spawn_blocking' does nothing there: the thread is no worker [async-block-in-place-nested]
    // CHECK-NOTES: :[[@LINE-5]]:3: note: 'unblock::spawn_blocking' is called here
    // CHECK-NOTES: :[[@LINE-5]]:5: note: call the inner closure without 'unblock::block_in_place'
    // CHECK-FIXES: [&] {
    // CHECK-FIXES: }();
  });
  return 0;
}

int helper() { return once(); }

int throughHelpers() {
  return unblock::block_in_place([] { return helper(); });
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: what 'unblock::block_in_place' runs reaches 'unblock::block_in_place', which gives nothing more away, and hides what blocks [async-block-in-place-nested]
  // CHECK-NOTES: :[[@LINE-2]]:46: note: 'lambda' calls 'helper' here
  // CHECK-NOTES: :[[@LINE-6]]:23: note: 'helper' calls 'once' here
  // CHECK-NOTES: :21:10: note: 'once' calls 'unblock::block_in_place' here
  // CHECK-NOTES: :[[@LINE-5]]:10: note: leave out one of them: who may block is to be decided in one place
}
