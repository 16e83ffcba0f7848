// RUN: %check_async %s async-block-in-place-sibling-branches %t

void bad();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: what the check says [async-block-in-place-sibling-branches]

void good();
