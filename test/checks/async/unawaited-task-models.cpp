// RUN: %check_async -models=%S/Inputs/task-models.yaml %s async-unawaited-task %t
//
// Tasks and hops that the user's own models name.

namespace engine {
template <typename T> struct job {
  T get();
};
template <typename T> struct request {
  T get();
};
struct ticket {
  bool await_ready();
  template <typename H> void await_suspend(H);
  void await_resume();
};
struct strand {
  ticket enter();
  ticket state();
  int leave();
};
job<int> make();
request<int> send();
} // namespace engine

void quiet(engine::strand &s) {
  engine::send();
  s.state();
  s.leave();
  engine::make().get();
  (void)engine::make();
}

void dropped(engine::strand &s) {
  engine::make();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the task that 'engine::make' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:3: note: hand it to a function that starts it
  auto job = engine::make();
  // CHECK-NOTES: :[[@LINE-1]]:8: warning: the task in 'job' is never awaited: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:8: note: hand it to a function that starts it
  s.enter();
  // CHECK-NOTES: :[[@LINE-1]]:5: warning: the hop that 'engine::strand::enter' returns is dropped: nothing of it runs [async-unawaited-task]
  // CHECK-NOTES: :[[@LINE-2]]:5: note: hand it to a function that starts it
}
