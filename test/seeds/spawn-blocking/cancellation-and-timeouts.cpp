// RUN: %seeds/spawn-blocking/cancellation-and-timeouts
// RUN: %check_seed %s %t
//
// A timeout or an abort ends the waiting, not blocking work that has started;
// a stop token does. Work that is still queued can be aborted.

#include "seed.hpp"
#include <atomic>
#include <memory>
#include <stop_token>
#include <string>
#include <unblock/unblock.hpp>

using unblock::task;
using namespace seed;

task<> times_out() {
  stopwatch watch;
  auto done = std::make_shared<std::atomic<bool>>(false);
  auto work = unblock::spawn_blocking([done] {
    std::this_thread::sleep_for(1s);
    *done = true;
    return std::string("done");
  });
  // bad: async-spawn-blocking-cancellation, no fix: the work must ask
  auto result = co_await unblock::timeout(50ms, std::move(work));
  CHECK(!result);
  CHECK(watch.elapsed() < 900ms);
  CHECK(!*done);
  // The thread went on.
  while (!*done && watch.elapsed() < 10s)
    co_await unblock::sleep_for(10ms);
  CHECK(*done && watch.elapsed() >= 1s);
}

// Work in chunks that asks between them whether it should go on.
int count_chunks(std::stop_token stop) {
  int chunks = 0;
  for (; chunks < 100 && !stop.stop_requested(); ++chunks)
    std::this_thread::sleep_for(10ms);
  return chunks;
}

task<> stops() {
  std::stop_source source;
  auto work = unblock::spawn_blocking( // good: can be asked to stop
      [stop = source.get_token()] { return count_chunks(stop); });
  co_await unblock::sleep_for(50ms);
  source.request_stop();
  CHECK(co_await work < 100);

  // With a timeout around it.
  std::stop_source other;
  auto slow = unblock::spawn_blocking(
      [stop = other.get_token()] { return count_chunks(stop); });
  auto in_time = co_await unblock::timeout(50ms, slow.result());
  CHECK(!in_time);
  other.request_stop();
}

task<> aborts_started() {
  std::atomic<bool> started = false;
  auto work = unblock::spawn_blocking([&started] {
    started = true;
    return count_chunks({});
  });
  while (!started)
    co_await unblock::sleep_for(1ms);
  // bad: async-spawn-blocking-cancellation, no fix: it has started by now
  work.abort();
  CHECK(co_await work == 100);
}

task<> aborts_queued() {
  stopwatch watch;
  auto ran = std::make_shared<std::atomic<bool>>(false);
  auto started = std::make_shared<std::atomic<bool>>(false);
  auto first = unblock::spawn_blocking([started] {
    *started = true;
    return count_chunks({});
  });
  while (!*started)
    co_await unblock::sleep_for(1ms);
  auto queued = unblock::spawn_blocking([ran] { *ran = true; });
  queued.abort(); // good: it has not started, and never will
  auto outcome = co_await queued.result();
  CHECK(outcome.is_cancelled());
  CHECK(!first.is_finished()); // known at once, not when a thread is free
  CHECK_THROWS(unblock::join_error, std::move(outcome).value());
  CHECK(co_await first == 100);
  CHECK(!*ran);
}

int main() {
  unblock::runtime rt;
  rt.block_on(times_out());
  rt.block_on(stops());
  rt.block_on(aborts_started());

  auto narrow =
      unblock::runtime::builder::multi_thread().max_blocking_threads(1).build();
  narrow.block_on(aborts_queued());
}
