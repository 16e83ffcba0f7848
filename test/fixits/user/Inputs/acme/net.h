#ifndef ACME_NET_H
#define ACME_NET_H

#include <acme/task.h>
#include <string>

namespace acme {
inline int flags(int flags) { return flags; }
inline Task<std::string> fetch(std::string url, int) { co_return url; }
} // namespace acme

#endif
