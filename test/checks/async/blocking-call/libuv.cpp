// REQUIRES: debian
// RUN: %check_async %s async-blocking-call %t
// A program on libuv: callbacks of a C library.

#include <cstdio>
#include <unistd.h>
#include <uv.h>

void slow() { sleep(1); }

// The work runs on the pool, what comes after it on the loop.
void work(uv_work_t *) {
  sleep(1);
  slow();
}
void afterWork(uv_work_t *, int) {
  slow();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'slow' blocks the event loop that runs a callback of 'uv_queue_work': it reaches 'sleep', which suspends the calling thread
}
void thread(void *) { sleep(1); }

int main() {
  uv_loop_t *loop = uv_default_loop();
  sleep(1);
  uv_work_t request;
  uv_queue_work(loop, &request, work, afterWork);
  uv_thread_t id;
  uv_thread_create(&id, thread, nullptr);
  return uv_run(loop, UV_RUN_DEFAULT);
}

void onTimer(uv_timer_t *) {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the event loop that runs a callback of 'uv_timer_start': {{.*}}
  // CHECK-MESSAGES: :[[@LINE+10]]:3: note: handed to 'uv_timer_start' here
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: instead, start a timer with 'uv_timer_start', or move the call off the worker with 'uv_queue_work'
}
void onRead(uv_stream_t *, ssize_t, const uv_buf_t *) {
  uv_fs_t request;
  uv_fs_open(nullptr, &request, "f", 0, 0, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'uv_fs_open' blocks the event loop that runs a callback of 'uv_read_start': {{.*}}
  uv_fs_open(uv_default_loop(), &request, "f", 0, 0, [](uv_fs_t *) {});
}
void starts(uv_timer_t *timer, uv_stream_t *stream) {
  uv_timer_start(timer, onTimer, 1, 0);
  uv_read_start(stream, nullptr, onRead);
  uv_timer_start(timer, [](uv_timer_t *) {
    usleep(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'usleep' blocks the event loop that runs a callback of 'uv_timer_start': {{.*}}
  }, 1, 0);
}
