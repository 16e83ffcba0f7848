// RUN: %check_async %s async-block-in-place-async-primitive %t -- -I %src_root/lib/runtime/include
//
// The runtime's own primitives.

#include <atomic>
#include <string>
#include <unblock/unblock.hpp>

using namespace std::chrono_literals;
using unblock::task;
namespace us = unblock::sync;

task<int> load(int key);
int work();

//===--- Nothing to report ------------------------------------------------===//

task<> wakesOthers(us::mutex &m, us::rw_lock &rw, us::semaphore &s, us::notify &n,
                   us::mpsc::sender<int> tx, us::mpsc::unbounded_sender<int> all,
                   us::mpsc::receiver<int> &rx, us::watch::sender<int> &w,
                   us::broadcast::sender<int> &b, std::atomic<int> &count) {
  unblock::block_in_place([&] {
    if (auto guard = m.try_lock())
      work();
    if (auto guard = rw.try_read())
      work();
    if (auto permit = s.try_acquire())
      permit->release();
    s.add_permits(1);
    n.notify_one();
    n.notify_waiters();
    (void)tx.try_send(work());
    all.send(work());
    w.send(work());
    b.send(work());
    rx.close();
    return rx.try_recv().value_or(count.load());
  });
  co_return;
}

task<> handles(unblock::join_handle<int> h) {
  unblock::block_in_place([&] {
    if (!h.is_finished())
      h.abort();
    unblock::spawn(load(1)).detach();
    unblock::join_handle<int> dropped = unblock::spawn(load(2));
  });
  co_return;
}

task<> guards(us::mutex &m) {
  auto guard = co_await m.lock();
  unblock::block_in_place([guard = std::move(guard)]() mutable {
    work();
    guard.unlock();
  });
}

task<> sends(us::oneshot::sender<int> tx) {
  unblock::block_in_place([tx = std::move(tx)]() mutable { std::move(tx).send(work()); });
  co_return;
}
task<> sendsByReference(us::oneshot::sender<int> tx) {
  unblock::block_in_place([&] { std::move(tx).send(work()); });
  co_return;
}
task<> startsATaskThatAwaits(us::mpsc::receiver<int> &rx) {
  unblock::block_in_place([&] {
    unblock::spawn([](us::mpsc::receiver<int> &rx) -> task<> { co_await rx.recv(); }(rx))
        .detach();
  });
  co_return;
}
task<> awaitsAround(us::mutex &m, us::mpsc::receiver<int> &rx) {
  auto guard = co_await m.lock();
  auto n = co_await rx.recv();
  unblock::block_in_place([&] { return work() + n.value_or(0); });
  co_await unblock::timeout(1s, load(1));
}
task<> onThePool(us::mutex &m) {
  co_await unblock::spawn_blocking([&] { unblock::block_on(m.lock()); });
}
int main() {
  unblock::runtime rt;
  rt.block_on(load(1));
}
task<> allowed(us::mutex &m) {
  unblock::block_in_place([&] {
    UNBLOCK_ALLOW_BLOCKING("the lock is never held over a suspension");
    unblock::block_on(m.lock());
  });
  co_return;
}
// Where the lock is seen to be held, async-nested-block-on says so.
task<> held(us::mutex &m) {
  auto guard = co_await m.lock();
  unblock::block_in_place([&] { unblock::block_on(m.lock()); });
}

//===--- To be polled -----------------------------------------------------===//

task<> blocksOn(us::mutex &m, us::semaphore &s, us::mpsc::sender<int> tx,
                unblock::join_handle<int> h, unblock::interval &i, unblock::handle rt) {
  unblock::block_in_place([&] {
    unblock::block_on(m.lock());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'unblock::block_on' can deadlock inside of 'unblock::block_in_place': it waits for 'unblock::sync::mutex::lock', and the lock may be held by this very task, which stands still meanwhile
    unblock::block_on(s.acquire());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: {{.*}}: it waits for 'unblock::sync::semaphore::acquire', and it may have to come from this very task, which stands still meanwhile
    unblock::block_on(tx.send(1));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: {{.*}}: it waits for 'unblock::sync::mpsc::sender::send', and the other end may be a branch of this very task, which stands still meanwhile
    rt.block_on(std::move(h));
    // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'unblock::handle::block_on' can deadlock inside of 'unblock::block_in_place': it waits for 'unblock::join_handle', and the work behind it may need this very task, which stands still meanwhile
    unblock::block_on(unblock::sleep_for(1ms));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: {{.*}}: it waits for 'unblock::sleep_for', and a timer needs a worker, and all of them may stand in such code
    unblock::block_on(i.tick());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: {{.*}}: it waits for 'unblock::interval::tick', and a timer needs a worker, and all of them may stand in such code
    unblock::block_on(load(1));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: {{.*}}: it waits for 'load', and it may need this very task, which stands still meanwhile
    unblock::block_on([&]() -> task<> { co_await m.lock(); }());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: {{.*}}: it waits for asynchronous work, and it may need this very task, which stands still meanwhile
  });
  co_return;
}

template <typename Receiver> auto nextOf(Receiver &rx) { return unblock::block_on(rx.recv()); }
struct Reader {
  us::mpsc::receiver<std::string> &rx;
  std::string operator()() const { return nextOf(rx).value_or(""); }
};
task<std::string> functionObject(us::mpsc::receiver<std::string> &rx) {
  co_return unblock::block_in_place(Reader{rx});
  // CHECK-MESSAGES: :[[@LINE-4]]:43: warning: 'nextOf' can deadlock inside of 'unblock::block_in_place': it reaches 'unblock::block_on', which waits for 'unblock::sync::mpsc::basic_receiver::recv', and the other end {{.*}}
  // CHECK-MESSAGES: :[[@LINE-8]]:65: note: 'nextOf' calls 'unblock::block_on' here
  // CHECK-MESSAGES: :[[@LINE-3]]:13: note: 'unblock::block_in_place' is called here
}

task<> dropsASender() {
  auto [tx, rx] = us::oneshot::channel<int>();
  unblock::block_in_place([&] {
    auto dropped = std::move(tx);
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the end of 'dropped' can deadlock inside of 'unblock::block_in_place': it wakes who awaits the other end, which may be queued behind this very task
    work();
  });
  co_await rx.recv();
}
task<> ownsASender(us::oneshot::sender<int> tx) {
  unblock::block_in_place([tx = std::move(tx)] { work(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: the end of 'tx' can deadlock inside of 'unblock::block_in_place': {{.*}}
  co_return;
}
void drop(us::oneshot::sender<int> tx) { auto gone = std::move(tx); }
task<> dropsThroughAHelper(us::oneshot::sender<int> tx) {
  unblock::block_in_place([&] { drop(std::move(tx)); });
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'drop' can deadlock inside of 'unblock::block_in_place': it reaches the end of 'gone', which wakes who awaits the other end, which may be queued behind this very task
  co_return;
}

// The result is dropped, and would be of no use.
task<> startsOnly(us::mpsc::sender<int> tx) {
  unblock::block_in_place([&] {
    (void)tx.send(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'unblock::sync::mpsc::sender::send' can deadlock inside of 'unblock::block_in_place': it has to be awaited, and {{.*}}
  });
  co_return;
}
