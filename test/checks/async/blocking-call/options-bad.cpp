// RUN: %clang-tidy --load=%plugin --checks='-*,async-blocking-call' %s \
// RUN:   --config='{CheckOptions: {async-blocking-call.Categories: "sleep;fil;cpu"}}' \
// RUN:   -- -std=c++20 2>&1 | FileCheck --check-prefixes=CATEGORY,SLEEP %s
// RUN: %clang-tidy --load=%plugin --checks='-*,async-blocking-call' %s \
// RUN:   --config='{CheckOptions: {async-blocking-call.ForeignCalls: some}}' \
// RUN:   -- -std=c++20 2>&1 | FileCheck --check-prefixes=FOREIGN,SLEEP %s
// RUN: %clang-tidy --load=%plugin --checks='-*,async-blocking-call' %s \
// RUN:   --config='{CheckOptions: {async-blocking-call.ForeignHeaders: "[a", async-blocking-call.ForeignCalls: listed}}' \
// RUN:   -- -std=c++20 2>&1 | FileCheck --check-prefixes=HEADERS,SLEEP %s
// RUN: not %clang-tidy --load=%plugin --checks='-*,async-blocking-call' %s \
// RUN:   --config='{CheckOptions: {async-blocking-call.Models: "%t.none.yaml"}}' \
// RUN:   -- -std=c++20 2>&1 | FileCheck --check-prefixes=MODELS,SLEEP %s
// RUN: %clang-tidy --load=%plugin --checks='-*,async-blocking-call' --dump-config \
// RUN:   | FileCheck --check-prefix=DUMP %s
// What is wrong in the options is said, and the rest is still checked. The
// options keep their names when they are written and read.

// CATEGORY-DAG: warning: unknown category 'fil' in option 'Categories' of 'async-blocking-call'; the categories are sleep, file, network, dns, process, database, wait, lock, console and gpu [clang-tidy-config]
// CATEGORY-DAG: warning: unknown category 'cpu' in option 'Categories'
// FOREIGN: warning: invalid value 'some' of option 'ForeignCalls' of 'async-blocking-call'; use none, listed or all [clang-tidy-config]
// HEADERS: warning: invalid pattern '[a' in option 'ForeignHeaders' of 'async-blocking-call'{{.*}} [clang-tidy-config]
// MODELS: none.yaml: {{.*}}[clang-tidy-config]
// DUMP-DAG: async-blocking-call.Categories: 'sleep;file;network;dns;process;database;wait;gpu'
// DUMP-DAG: async-blocking-call.ForeignCalls: none
// DUMP-DAG: async-blocking-call.ForeignHeaders: ''
// DUMP-DAG: async-blocking-call.Models: ''

#include <coroutine>
#include <unistd.h>

struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
};
Task coroutine() {
  sleep(1);
  // SLEEP: :[[@LINE-1]]:3: warning: 'sleep' blocks
  co_return;
}
