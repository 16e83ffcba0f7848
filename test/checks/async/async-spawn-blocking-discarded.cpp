// RUN: %check_async %s async-spawn-blocking-discarded %t

void bad();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: what the check says [async-spawn-blocking-discarded]

void good();
