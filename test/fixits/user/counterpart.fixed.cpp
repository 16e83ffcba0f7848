// A member function with a value, in a declaration, a condition and a range.
#include <acme/db.h>
#include <acme/task.h>
#include <cstdio>
#include <string>

static acme::Task<std::size_t> counts(acme::Connection &db, std::string name) {
  acme::Rows rows = co_await db.query_async("select * from " + name);
  if ((co_await db.query_async(name)).empty() || rows.empty())
    co_return 0;
  std::size_t size = 0;
  for (const std::string &row : co_await db.query_async("select 1"))
    size += row.size();
  co_return size + rows.front().size() +
      (co_await db.query_async(name))[0].size();
}
int main() {
  acme::Connection db;
  std::printf("%zu\n", counts(db, "users").run());
}
