// RUN: %check_async %s async-spawn-blocking-cancellation %t

void bad();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: what the check says [async-spawn-blocking-cancellation]

void good();
