#include "include/store.hpp"

unblock::task<std::size_t> length(std::string key) {
  co_return (co_await store::get(key)).size();
}
