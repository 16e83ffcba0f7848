// RUN: %check_async -models=%S/block-in-place/Inputs/regions.yaml %s async-block-in-place-undocumented %t -- -I %src_root/lib/runtime/include

#include <unblock/annotations.hpp>

namespace unblock {
template <typename F> auto block_in_place(F &&f) { return f(); }
template <typename F> void spawn_blocking(F &&f) {}
} // namespace unblock
namespace acme {
template <typename F> void blocking_region(F f) { f(); }
struct BlockingScope {
  BlockingScope();
  ~BlockingScope();
};
} // namespace acme

int work();

//===--- Nothing to report ------------------------------------------------===//

void above() {
  // The library keeps its state per thread. Bounded: 1 ms.
  unblock::block_in_place(work);
}
void severalLinesAbove() {
  int n = 0;
  // The library keeps its state per thread.
  //
  n += unblock::block_in_place(work);
}
void blockComment() {
  work();
  /* The library keeps
     its state per thread. */
  unblock::block_in_place(work);
}
void aboveTheStatement() {
  // The library keeps its state per thread.
  int a = work() + work() +
          unblock::block_in_place(work);
  (void)a;
}
void atTheEndOfTheLine(bool busy) {
  unblock::block_in_place(work); // per thread
  unblock::block_in_place([] { // per thread
    return work();
  });
  unblock::block_in_place([] { return work(); }); // per thread
  if (busy)
    unblock::block_in_place(work); /* per thread */
}
void firstInTheClosure() {
  unblock::block_in_place([] {
    // The library keeps its state per thread.
    return work();
  });
}
void betweenTheArguments() {
  unblock::block_in_place(/* keeps its state per thread */ [] { return work(); });
}
// The library keeps its state per thread.
int wholeFunction() { return unblock::block_in_place(work); }

void allowed() {
  unblock::block_in_place([] {
    UNBLOCK_ALLOW_BLOCKING("the library keeps its state per thread");
    return work();
  });
  UNBLOCK_ALLOW_BLOCKING("the library keeps its state per thread");
  unblock::block_in_place(work);
}
void onAPool() {
  unblock::spawn_blocking(work);
}
void scoped() {
  // The library keeps its state per thread.
  acme::BlockingScope scope;
  work();
}
void ofModels() {
  acme::blocking_region(work); // per thread
}

//===--- Undocumented -----------------------------------------------------===//

void bare() {
  work();
  unblock::block_in_place(work);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: no comment says why 'unblock::block_in_place' is needed here [async-block-in-place-undocumented]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: say above the call why the work cannot run on another thread, and how long it takes at most
}

void commentOfTheLineBefore() {
  int n = work(); // per thread
  n += unblock::block_in_place([] { return work(); });
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: no comment says why 'unblock::block_in_place' is needed here [async-block-in-place-undocumented]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: {{.*}}
}

void commentFurtherInside() {
  work();
  unblock::block_in_place([] {
    // CHECK-NOTES: :[[@LINE-1]]:3: warning: no comment says why 'unblock::block_in_place' is needed here [async-block-in-place-undocumented]
    // CHECK-NOTES: :[[@LINE-2]]:3: note: {{.*}}
    work();
    // Once more.
    return work();
  });
}

void emptyLineBetween() {
  work();
  // About what follows.

  unblock::block_in_place(work);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: no comment says why 'unblock::block_in_place' is needed here [async-block-in-place-undocumented]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: {{.*}}
}

void remarksForTools() {
  work();
  unblock::block_in_place(work); // NOLINT(async-blocking-call)
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: no comment says why 'unblock::block_in_place' is needed here [async-block-in-place-undocumented]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: {{.*}}
}

void twoCalls() {
  // The first one keeps its state per thread.
  unblock::block_in_place(work);
  acme::blocking_region(work);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: no comment says why 'acme::blocking_region' is needed here [async-block-in-place-undocumented]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: {{.*}}
}

void guard() {
  work();
  acme::BlockingScope scope;
  // CHECK-NOTES: :[[@LINE-1]]:23: warning: no comment says why 'acme::BlockingScope' is needed here [async-block-in-place-undocumented]
  // CHECK-NOTES: :[[@LINE-2]]:23: note: {{.*}}
  work();
}

#define IN_PLACE(f) unblock::block_in_place(f)
void macro() {
  work();
  IN_PLACE(work);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: no comment says why 'unblock::block_in_place' is needed here [async-block-in-place-undocumented]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: {{.*}}
}
