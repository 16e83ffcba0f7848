// RUN: %check_async %s async-block-in-place-hot-path %t

void bad();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: what the check says [async-block-in-place-hot-path]

void good();
