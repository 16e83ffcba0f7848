#include <async_simple/mock.h>
