// RUN: rm -rf %t && split-file %s %t
// RUN: cp %t/unknown-key.yaml %t/a/.unblock.yaml
// RUN: not %clang-tidy --load=%plugin --checks='-*,async-blocking-call' %t/a/main.cpp -- -std=c++20 2>&1 \
// RUN:   | FileCheck --check-prefixes=KEY,MAIN %s
// RUN: cp %t/syntax.yaml %t/a/.unblock.yaml
// RUN: not %clang-tidy --load=%plugin --checks='-*,async-blocking-call' %t/a/main.cpp -- -std=c++20 2>&1 \
// RUN:   | FileCheck --check-prefixes=SYNTAX,MAIN %s
// RUN: cp %t/category.yaml %t/a/.unblock.yaml
// RUN: not %clang-tidy --load=%plugin --checks='-*,async-blocking-call' %t/a/main.cpp -- -std=c++20 2>&1 \
// RUN:   | FileCheck --check-prefixes=CATEGORY,MAIN %s
// RUN: cp %t/several.yaml %t/a/.unblock.yaml
// RUN: not %clang-tidy --load=%plugin --checks='-*,async-blocking-call' %t/a/main.cpp -- -std=c++20 2>&1 \
// RUN:   | FileCheck --check-prefixes=SEVERAL,MAIN %s
// RUN: cp %t/empty.yaml %t/a/.unblock.yaml
// RUN: %clang-tidy --load=%plugin --checks='-*,async-blocking-call' %t/a/main.cpp -- -std=c++20 2>&1 \
// RUN:   | FileCheck --check-prefix=MAIN %s
// RUN: rm %t/a/.unblock.yaml
// RUN: not %clang-tidy --load=%plugin --checks='-*,async-blocking-call' %t/a/main.cpp \
// RUN:   --config='{CheckOptions: {Models: "%t/nowhere.yaml"}}' -- -std=c++20 2>&1 \
// RUN:   | FileCheck --check-prefixes=MISSING,MAIN %s
// A broken .unblock.yaml is an error that names the place; the built-in models
// still count. The nearest file upwards from the source counts.
// RUN: cp %t/unknown-key.yaml %t/.unblock.yaml
// RUN: not %clang-tidy --load=%plugin --checks='-*,async-blocking-call' %t/a/main.cpp -- -std=c++20 2>&1 \
// RUN:   | FileCheck --check-prefixes=KEY,MAIN %s
// RUN: cp %t/good.yaml %t/a/.unblock.yaml
// RUN: %clang-tidy --load=%plugin --checks='-*,async-blocking-call' %t/a/main.cpp -- -std=c++20 2>&1 \
// RUN:   | FileCheck --check-prefixes=GOOD --implicit-check-not=error: %s

// KEY: .unblock.yaml:3:5: error: unknown key 'nmaes'
// SYNTAX: .unblock.yaml:{{[23]:[0-9]+}}: error: 
// CATEGORY: .unblock.yaml:4:15: error: {{.*}}'sleeping'
// SEVERAL: .unblock.yaml:4:15: error:
// SEVERAL: .unblock.yaml:5:5: error: unknown key 'raeson'
// MISSING: nowhere.yaml: {{.*}}No such file or directory
// MAIN: main.cpp:16:3: warning: 'sleep' blocks
// GOOD: main.cpp:15:3: warning: 'query' blocks

//--- unknown-key.yaml
library: broken
blocking:
  - nmaes: [query]
    category: sleep
    reason: waits
    source: here
//--- syntax.yaml
library: broken
blocking: [{names: [query]
//--- category.yaml
library: broken
blocking:
  - names: [query]
    category: sleeping
    reason: waits
    source: here
//--- several.yaml
library: broken
blocking:
  - names: [query]
    category: sleeping
    raeson: waits
    source: here
//--- empty.yaml
library: nothing
//--- good.yaml
library: good
blocking:
  - names: [query]
    category: database
    reason: waits
    source: here
//--- a/main.cpp
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
void query();
Task coroutine() {
  query();
  sleep(1);
  co_return;
}
