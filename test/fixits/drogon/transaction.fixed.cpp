// The twin has the same arguments and the same result.
#include <drogon/drogon.h>
#include <memory>

using drogon::orm::DbClient;
using drogon::orm::Transaction;

drogon::Task<bool> begins(std::shared_ptr<DbClient> database) {
  auto transaction = co_await database->newTransactionCoro();
  co_return transaction != nullptr;
}
