// RUN: %check_async -models=%S/Inputs/driver-models.yaml %s async-prefer-async-driver %t
//
// Drivers and pools that the user's own models name.

#include "coro_types.h"

namespace acme {
struct Client {
  int get();
  void put(int);
  void flush();
  void reindex();
};
struct AsyncClient {
  task<int> get();
};
template <typename F> void run_blocking(F f) {}
template <typename F> void blocking_region(F f) { f(); }
template <typename F> void run_elsewhere(F f) {}
} // namespace acme

task<> quiet(acme::Client &client, acme::AsyncClient &async) {
  acme::run_blocking([&] { client.reindex(); });
  acme::run_blocking([&] { client.get(); client.reindex(); });
  acme::run_elsewhere([&] { client.get(); });
  co_await async.get();
}
task<> reported(acme::Client &client) {
  acme::run_blocking([&] { client.put(client.get()); });
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'acme::run_blocking' takes a thread for each call of 'acme::Client::put', which only waits: an asynchronous driver needs none [async-prefer-async-driver]
  // CHECK-NOTES: :[[@LINE-2]]:35: note: 'lambda' calls 'acme::Client::put' here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, use 'acme::AsyncClient'
  acme::blocking_region([&] { client.flush(); });
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'acme::blocking_region' takes a thread for each call of 'acme::Client::flush', which only waits: an asynchronous driver needs none [async-prefer-async-driver]
  // CHECK-NOTES: :[[@LINE-2]]:38: note: 'lambda' calls 'acme::Client::flush' here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: instead, use 'acme::AsyncClient::flushed'
  co_return;
}
