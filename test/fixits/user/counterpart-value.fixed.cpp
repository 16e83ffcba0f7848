// Only where nobody uses the value can the counterpart stand.
#include <acme/db.h>
#include <acme/task.h>
#include <cstdio>

static acme::Task<int> prunes(acme::Connection db) {
  co_await db.execute_async("delete from old", 10);
  int gone = db.execute("delete from older", 20);
  co_return gone;
}
int main() { std::printf("%d\n", prunes({}).run()); }
