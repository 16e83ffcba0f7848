#include <seastar/mock.h>
