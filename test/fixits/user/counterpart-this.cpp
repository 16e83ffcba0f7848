// RUN: %check_fixits %s %t
// no-fix: the object is not written
// lint: --models=%S/Inputs/acme.yaml

#include <acme/db.h>
#include <acme/task.h>
#include <cstdio>

class Session : public acme::Connection {
public:
  acme::Task<acme::Rows> load() {
    acme::Rows rows = query("load");
    rows.push_back(this->query("more")[0]);
    co_return rows;
  }
};
int main() {
  Session session;
  std::printf("%zu\n", session.load().run().size());
}
