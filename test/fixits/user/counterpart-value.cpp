// RUN: %check_fixits %s %t
// remains: async-blocking-call
// lint: --models=%S/Inputs/acme.yaml
// Only where nobody uses the value can the counterpart stand.
#include <acme/db.h>
#include <acme/task.h>
#include <cstdio>

static acme::Task<int> prunes(acme::Connection db) {
  db.execute("delete from old", 10);
  int gone = db.execute("delete from older", 20);
  co_return gone;
}
int main() { std::printf("%d\n", prunes({}).run()); }
