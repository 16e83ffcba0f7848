#ifndef ACME_ON_POOL_H
#define ACME_ON_POOL_H

#include <asio.hpp>
#include <utility>

namespace acme {

inline asio::thread_pool &pool() {
  static asio::thread_pool pool(2);
  return pool;
}

/// Calls \p function on the pool, and returns to where the caller was.
template <typename F>
auto on_pool(F function) -> asio::awaitable<decltype(function())> {
  return asio::co_spawn(
      pool(),
      [](F function) -> asio::awaitable<decltype(function())> {
        co_return function();
      }(std::move(function)),
      asio::use_awaitable);
}

} // namespace acme

#endif
