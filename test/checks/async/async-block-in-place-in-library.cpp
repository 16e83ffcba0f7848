// RUN: %check_async %s async-block-in-place-in-library %t

void bad();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: what the check says [async-block-in-place-in-library]

void good();
