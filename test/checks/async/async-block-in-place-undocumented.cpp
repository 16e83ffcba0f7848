// RUN: %check_async %s async-block-in-place-undocumented %t

void bad();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: what the check says [async-block-in-place-undocumented]

void good();
