// RUN: %check_async -models=%S/block-in-place/Inputs/primitives.yaml %s async-block-in-place-async-primitive %t

// A runtime of the user's, as the models tell.

namespace std {
template <typename T> T &&move(T &x) { return static_cast<T &&>(x); }
} // namespace std

namespace mine {
template <typename T> struct Awaitable {
  bool await_ready();
  template <typename H> void await_suspend(H);
  T await_resume();
};
template <typename T> struct Task : Awaitable<T> {};
template <typename T> T wait(Awaitable<T> work) { return work.await_resume(); }
template <typename T> void start(Task<T> work) {}
void start_here(Task<void> work);
template <typename F> auto in_place(F &&f) { return f(); }
template <typename F> void on_pool(F &&f) { f(); }
struct Lock {
  ~Lock();
  void unlock();
};
struct Mutex {
  Awaitable<Lock> lock();
  bool try_lock();
  void unlock();
};
struct Channel {
  Awaitable<bool> send(int message);
  bool try_send(int message);
  Awaitable<int> receive();
  Awaitable<bool> post(int message);
  int size() const;
};
struct Promise {
  explicit Promise(int);
  Promise(Promise &&);
  ~Promise();
  void set(int value) &&;
};
struct Timer {
  Awaitable<void> expires();
};
template <typename T> struct Handle : Awaitable<T> {
  void cancel();
  bool ready() const;
};
struct Scope {
  Scope();
  ~Scope();
};
} // namespace mine

mine::Task<int> load(int key);
int read(int key);

//===--- Nothing to report ------------------------------------------------===//

int blockingWork() {
  return mine::in_place([] { return read(1); });
}

// What never waits.
int harmless(mine::Mutex &m, mine::Channel &c, mine::Handle<int> &h, mine::Lock &held) {
  return mine::in_place([&] {
    if (m.try_lock())
      m.unlock();
    c.try_send(1);
    c.post(2);
    h.cancel();
    held.unlock();
    return h.ready() ? c.size() : 0;
  });
}

// Who is started runs elsewhere.
void starts(mine::Channel &c) {
  mine::in_place([&] {
    mine::start(load(1));
    return 0;
  });
}

// Captured, not used.
int captured(mine::Mutex &m, mine::Channel &c) {
  return mine::in_place([&m, &c] { return read(&m != nullptr && &c != nullptr); });
}

void completes(mine::Promise p) {
  mine::in_place([p = std::move(p)]() mutable { std::move(p).set(read(1)); return 0; });
}
void completesLocal(mine::Promise &p) {
  mine::in_place([&] {
    mine::Promise mine = std::move(p);
    std::move(mine).set(read(1));
    return 0;
  });
}
void endsOutside(mine::Promise p) {
  mine::in_place([&] { return read(1); });
}

// On another thread than a worker's.
void onAPool(mine::Mutex &m) {
  mine::on_pool([&] { mine::wait(m.lock()); });
}
void unknownContext(mine::Mutex &m) { mine::wait(m.lock()); }

// What is handed out is awaited by who gets it.
auto receiveFrom(mine::Channel &c) { return c.receive(); }
void stored(mine::Channel &c) {
  mine::in_place([&] {
    auto later = [&] { mine::wait(c.receive()); };
    (void)later;
    return 0;
  });
}

void suppressed(mine::Mutex &m) {
  mine::in_place([&] {
    mine::wait(m.lock()); // NOLINT(async-block-in-place-async-primitive)
    return 0;
  });
}

//===--- Waiting ----------------------------------------------------------===//

void waits(mine::Mutex &m, mine::Channel &c, mine::Timer &t, mine::Handle<int> &h) {
  mine::in_place([&] {
    mine::wait(m.lock());
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'mine::wait' can deadlock inside of 'mine::in_place': it waits for 'mine::Mutex::lock', and the lock may be held by this very task, which stands still meanwhile [async-block-in-place-async-primitive]
    // CHECK-NOTES: :[[@LINE-3]]:3: note: 'mine::in_place' is called here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: await the lock before 'mine::in_place', or try it without waiting
    mine::wait(c.receive());
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'mine::wait' can deadlock inside of 'mine::in_place': it waits for 'mine::Channel::receive', and the other end may be a branch of this very task, which stands still meanwhile [async-block-in-place-async-primitive]
    // CHECK-NOTES: :[[@LINE-7]]:3: note: 'mine::in_place' is called here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: await it outside of 'mine::in_place', or use an operation that never waits
    mine::wait(t.expires());
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'mine::wait' can deadlock inside of 'mine::in_place': it waits for 'mine::Timer::expires', and a timer needs a worker, and all of them may stand in such code [async-block-in-place-async-primitive]
    // CHECK-NOTES: :[[@LINE-11]]:3: note: 'mine::in_place' is called here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: await the timer outside of 'mine::in_place'
    mine::wait(std::move(h));
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'mine::wait' can deadlock inside of 'mine::in_place': it waits for 'mine::Handle', and the work behind it may need this very task, which stands still meanwhile [async-block-in-place-async-primitive]
    // CHECK-NOTES: :[[@LINE-15]]:3: note: 'mine::in_place' is called here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: await it outside of 'mine::in_place'
    auto op = c.send(1);
    mine::wait(op);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'mine::wait' can deadlock inside of 'mine::in_place': it waits for 'mine::Channel::send', {{.*}}
    // CHECK-NOTES: :[[@LINE-20]]:3: note: 'mine::in_place' is called here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: {{.*}}
    return mine::wait(load(1));
    // CHECK-NOTES: :[[@LINE-1]]:12: warning: 'mine::wait' can deadlock inside of 'mine::in_place': it waits for 'load', and it may need this very task, which stands still meanwhile [async-block-in-place-async-primitive]
    // CHECK-NOTES: :[[@LINE-24]]:3: note: 'mine::in_place' is called here
    // CHECK-NOTES: :[[@LINE-3]]:12: note: await it outside of 'mine::in_place'
  });
}

// Somebody has to await it, and nobody can.
void unknownWaiter(mine::Awaitable<mine::Lock> op);
void startsAnOperation(mine::Mutex &m) {
  mine::in_place([&] {
    unknownWaiter(m.lock());
    // CHECK-NOTES: :[[@LINE-1]]:21: warning: 'mine::Mutex::lock' can deadlock inside of 'mine::in_place': it has to be awaited, and the lock may be held by this very task, which stands still meanwhile [async-block-in-place-async-primitive]
    // CHECK-NOTES: :[[@LINE-3]]:3: note: 'mine::in_place' is called here
    // CHECK-NOTES: :[[@LINE-3]]:21: note: await the lock before 'mine::in_place', or try it without waiting
    return 0;
  });
}

int next(mine::Channel &c) { return mine::wait(c.receive()); }
int sum(mine::Channel &c) { return next(c) + next(c); }
int throughHelpers(mine::Channel &c) {
  auto work = [&] { return read(1) + sum(c); };
  // CHECK-NOTES: :[[@LINE-1]]:38: warning: 'sum' can deadlock inside of 'mine::in_place': it reaches 'mine::wait', which waits for 'mine::Channel::receive', and the other end may be a branch of this very task, which stands still meanwhile [async-block-in-place-async-primitive]
  // CHECK-NOTES: :[[@LINE-4]]:36: note: 'sum' calls 'next' here
  // CHECK-NOTES: :[[@LINE-6]]:37: note: 'next' calls 'mine::wait' here
  // CHECK-NOTES: :[[@LINE+2]]:10: note: 'mine::in_place' is called here
  // CHECK-NOTES: :[[@LINE-5]]:38: note: await it outside of 'mine::in_place', or use an operation that never waits
  return mine::in_place(work);
}

int behindAGuard(mine::Channel &c) {
  mine::Scope scope;
  return next(c);
  // CHECK-NOTES: :[[@LINE-1]]:10: warning: 'next' can deadlock inside of 'mine::Scope': it reaches 'mine::wait', which waits for 'mine::Channel::receive', {{.*}}
  // CHECK-NOTES: :[[@LINE-16]]:37: note: 'next' calls 'mine::wait' here
  // CHECK-NOTES: :[[@LINE-4]]:15: note: 'mine::Scope' guards the block from here on
  // CHECK-NOTES: :[[@LINE-4]]:10: note: {{.*}}
}

//===--- Ends and starts --------------------------------------------------===//

void ends(mine::Promise &p) {
  mine::in_place([&] {
    mine::Promise dropped = std::move(p);
    // CHECK-NOTES: :[[@LINE-1]]:19: warning: the end of 'dropped' can deadlock inside of 'mine::in_place': it wakes who awaits the other end, which may be queued behind this very task [async-block-in-place-async-primitive]
    // CHECK-NOTES: :[[@LINE-3]]:3: note: 'mine::in_place' is called here
    // CHECK-NOTES: :[[@LINE-3]]:19: note: let it end outside of 'mine::in_place', or complete it in there
    return 0;
  });
  mine::in_place([p = std::move(p)] { return read(1); });
  // CHECK-NOTES: :[[@LINE-1]]:19: warning: the end of 'p' can deadlock inside of 'mine::in_place': it wakes who awaits the other end, which may be queued behind this very task [async-block-in-place-async-primitive]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: 'mine::in_place' is called here
  // CHECK-NOTES: :[[@LINE-3]]:19: note: let it end outside of 'mine::in_place', or complete it in there
}

void spawnsHere() {
  mine::in_place([] {
    mine::start_here(mine::Task<void>());
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'mine::start_here' can deadlock inside of 'mine::in_place': it starts work that only the context of this task can run, which stands still meanwhile [async-block-in-place-async-primitive]
    // CHECK-NOTES: :[[@LINE-3]]:3: note: 'mine::in_place' is called here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: start the work before 'mine::in_place', or after it
    return 0;
  });
}
