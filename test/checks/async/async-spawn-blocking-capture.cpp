// RUN: %check_async %s async-spawn-blocking-capture %t

void bad();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: what the check says [async-spawn-blocking-capture]

void good();
