// RUN: %check_async %s async-unchecked-join %t

void bad();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: what the check says [async-unchecked-join]

void good();
