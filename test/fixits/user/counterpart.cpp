// RUN: %check_fixits %s %t
// lint: --models=%S/Inputs/acme.yaml
// A member function with a value, in a declaration, a condition and a range.
#include <acme/db.h>
#include <acme/task.h>
#include <cstdio>
#include <string>

static acme::Task<std::size_t> counts(acme::Connection &db, std::string name) {
  acme::Rows rows = db.query("select * from " + name);
  if (db.query(name).empty() || rows.empty())
    co_return 0;
  std::size_t size = 0;
  for (const std::string &row : db.query("select 1"))
    size += row.size();
  co_return size + rows.front().size() + db.query(name)[0].size();
}
int main() {
  acme::Connection db;
  std::printf("%zu\n", counts(db, "users").run());
}
