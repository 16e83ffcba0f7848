// The object is a pointer, a smart pointer, a member.
#include <acme/db.h>
#include <acme/task.h>
#include <cstdio>
#include <memory>

class Store {
public:
  acme::Task<acme::Rows> all() {
    co_return co_await shared->query_async("all");
  }
  acme::Task<acme::Rows> some() { co_return co_await own.query_async("some"); }
  acme::Task<bool> any(acme::Connection *db) {
    co_return !(co_await db->query_async("any")).empty();
  }

private:
  std::shared_ptr<acme::Connection> shared =
      std::make_shared<acme::Connection>();
  acme::Connection own;
};
int main() {
  Store store;
  acme::Connection db;
  std::printf("%s %s %d\n", store.all().run()[0].c_str(),
              store.some().run()[0].c_str(), int(store.any(&db).run()));
}
