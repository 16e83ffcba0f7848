// RUN: %check_async %s async-prefer-async-driver %t

void bad();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: what the check says [async-prefer-async-driver]

void good();
