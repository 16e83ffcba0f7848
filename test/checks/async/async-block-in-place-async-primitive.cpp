// RUN: %check_async %s async-block-in-place-async-primitive %t

void bad();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: what the check says [async-block-in-place-async-primitive]

void good();
