#include <coro/mock.h>
