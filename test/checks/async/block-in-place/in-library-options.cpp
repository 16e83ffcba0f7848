// RUN: %check_async -models=%S/Inputs/runtimes.yaml %s async-block-in-place-in-library %t
// RUN: %check_async -models=%S/Inputs/runtimes.yaml -check-suffixes=YES %s async-block-in-place-in-library %t -config='{CheckOptions: {async-block-in-place-in-library.LibraryPaths: "nothing;in-library-*"}}'
// RUN: %check_async -models=%S/Inputs/runtimes.yaml -check-suffixes=YES %s async-block-in-place-in-library %t -config='{CheckOptions: {async-block-in-place-in-library.LibraryPaths: "./%basename_t.tmp.check/"}}'
// RUN: %check_async -models=%S/Inputs/runtimes.yaml -check-suffixes=YES %s async-block-in-place-in-library %t -config='{CheckOptions: {async-block-in-place-in-library.LibraryPaths: " /*/block-in-place ; "}}'
// RUN: %check_async -models=%S/Inputs/runtimes.yaml %s async-block-in-place-in-library %t -config='{CheckOptions: {async-block-in-place-in-library.LibraryPaths: "library-options.cpp;/in-library-options.cpp;options"}}'
// RUN: %check_async -models=%S/Inputs/runtimes.yaml %s async-block-in-place-in-library %t -config='{CheckOptions: {async-block-in-place-in-library.LibraryPaths: "*", async-block-in-place-in-library.ApplicationPaths: "*.cpp"}}'
//
// RUN: %clang-tidy --load=%plugin --checks='-*,async-block-in-place-in-library' --config='{CheckOptions: {async-block-in-place-in-library.LibraryPaths: "a;[b"}}' %s -- -std=c++20 -I %src_root/test/checks/async/block-in-place/Inputs 2>&1 | FileCheck --check-prefix=BAD %s
// BAD: invalid pattern '[b' in option 'LibraryPaths' of 'async-block-in-place-in-library': {{.+}}
//
// Paths that options name. A pattern that is not absolute begins at a folder.

#include "acme.h"

acme::Task task() {
  acme::blocking_region(work);
  // CHECK-MESSAGES-YES: :[[@LINE-1]]:3: warning: 'acme::blocking_region' in library code depends on the runtime that its users choose: on a current-thread runtime it fails
  // CHECK-MESSAGES-YES: :[[@LINE-2]]:3: note: {{.*}} in option 'LibraryPaths' names this file
  acme::BlockingScope scope;
  // CHECK-MESSAGES-YES: :[[@LINE-1]]:23: warning: 'acme::BlockingScope' in library code {{.*}}
  work();
  co_return;
}
