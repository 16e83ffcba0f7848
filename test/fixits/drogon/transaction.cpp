// RUN: %check_fixits %s %t
// The twin has the same arguments and the same result.
#include <drogon/drogon.h>
#include <memory>

using drogon::orm::DbClient;
using drogon::orm::Transaction;

drogon::Task<bool> begins(std::shared_ptr<DbClient> database) {
  auto transaction = database->newTransaction();
  co_return transaction != nullptr;
}
