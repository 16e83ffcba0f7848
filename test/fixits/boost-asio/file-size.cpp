// RUN: %check_fixits %s %t
// no-fix: there is no pool to move the calls to
#include <boost/asio.hpp>
#include <boost/filesystem.hpp>
#include <cstdint>

boost::asio::awaitable<std::uintmax_t> size(boost::filesystem::path path) {
  if (!exists(path))
    co_return 0;
  co_return boost::filesystem::file_size(path);
}
