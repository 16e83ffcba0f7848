#ifndef ACME_DB_H
#define ACME_DB_H

#include <acme/task.h>
#include <string>
#include <vector>

namespace acme {

using Rows = std::vector<std::string>;

class Connection {
public:
  Rows query(const std::string &sql) { return {sql}; }
  Task<Rows> query_async(std::string sql) { co_return Rows{sql}; }
  int execute(const std::string &sql, int limit) {
    return limit + int(sql.size());
  }
  Task<void> execute_async(std::string, int) { co_return; }
};

} // namespace acme

#endif
