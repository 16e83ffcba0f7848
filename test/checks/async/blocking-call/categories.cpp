// RUN: %check_async %s async-blocking-call %t
// RUN: %check_async -check-suffixes=LOCK %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {async-blocking-call.Categories: "lock;console"}}'
// RUN: %check_async -check-suffixes=SLEEP,FILE %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {async-blocking-call.Categories: " sleep ; file ;"}}'
// RUN: %check_async -check-suffixes=NETWORK %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {async-blocking-call.Categories: network}}'
// RUN: %check_async -check-suffixes=DNS,PROCESS %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {async-blocking-call.Categories: dns;process}}'
// RUN: %check_async -check-suffixes=WAIT,DATABASE,GPU %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {async-blocking-call.Categories: wait;database;gpu}}'
// RUN: %check_async -check-suffixes=NONE %s async-blocking-call %t \
// RUN:   -config='{CheckOptions: {async-blocking-call.Categories: ""}}'
// Each category can be switched. By default, all are on but lock and console.

#include "task.h"
#include <cstdio>
#include <fstream>
#include <iostream>
#include <mutex>
#include <netdb.h>
#include <semaphore>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// As libpq and CUDA declare them.
extern "C" {
struct PGresult;
struct PGconn;
PGresult *PQexec(PGconn *conn, const char *query);
int cudaDeviceSynchronize(void);
}

Task<> all(int fd, std::mutex &m, std::binary_semaphore &s) {
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks {{.*}}
  // CHECK-MESSAGES-SLEEP: :[[@LINE-2]]:3: warning: 'sleep' blocks {{.*}}
  std::ifstream in("f");
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  // CHECK-MESSAGES-FILE: :[[@LINE-2]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  connect(fd, nullptr, 0);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'connect' blocks {{.*}}
  // CHECK-MESSAGES-NETWORK: :[[@LINE-2]]:3: warning: 'connect' blocks {{.*}}
  getaddrinfo("host", "port", nullptr, nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'getaddrinfo' blocks {{.*}}
  // CHECK-MESSAGES-DNS: :[[@LINE-2]]:3: warning: 'getaddrinfo' blocks {{.*}}
  wait(nullptr);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'wait' blocks {{.*}}
  // CHECK-MESSAGES-PROCESS: :[[@LINE-2]]:3: warning: 'wait' blocks {{.*}}
  PQexec(nullptr, "select 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'PQexec' blocks {{.*}}
  // CHECK-MESSAGES-DATABASE: :[[@LINE-2]]:3: warning: 'PQexec' blocks {{.*}}
  s.acquire();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'std::counting_semaphore::acquire' blocks {{.*}}
  // CHECK-MESSAGES-WAIT: :[[@LINE-2]]:5: warning: 'std::counting_semaphore::acquire' blocks {{.*}}
  cudaDeviceSynchronize();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'cudaDeviceSynchronize' blocks {{.*}}
  // CHECK-MESSAGES-GPU: :[[@LINE-2]]:3: warning: 'cudaDeviceSynchronize' blocks {{.*}}
  {
    std::lock_guard guard(m);
    // CHECK-MESSAGES-LOCK: :[[@LINE-1]]:21: warning: 'std::lock_guard::lock_guard' blocks {{.*}}
  }
  std::puts("text");
  // CHECK-MESSAGES-LOCK: :[[@LINE-1]]:3: warning: 'puts' blocks {{.*}}
  std::cout << "text";
  // CHECK-MESSAGES-LOCK: :[[@LINE-1]]:13: warning: 'std::operator<<' blocks {{.*}}
  std::cerr << 1 << std::endl;
  // CHECK-MESSAGES-LOCK: :[[@LINE-1]]:13: warning: 'std::basic_ostream::operator<<' blocks {{.*}}
  // CHECK-MESSAGES-LOCK: :[[@LINE-2]]:18: warning: 'std::basic_ostream::operator<<' blocks {{.*}}
  co_await tick();
}

// A helper that does several things: the first category that is on counts.
void several(std::mutex &m) {
  std::lock_guard guard(m);
  sleep(1);
}
Task<> mixed(std::mutex &m) {
  several(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'several' blocks {{.*}} it reaches 'sleep', {{.*}}
  // CHECK-MESSAGES-SLEEP: :[[@LINE-2]]:3: warning: 'several' blocks {{.*}} it reaches 'sleep', {{.*}}
  // CHECK-MESSAGES-LOCK: :[[@LINE-3]]:3: warning: 'several' blocks {{.*}} it reaches 'std::lock_guard::lock_guard', {{.*}}
  co_await tick();
}
