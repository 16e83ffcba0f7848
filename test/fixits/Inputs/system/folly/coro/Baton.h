#include <folly/mock.h>
