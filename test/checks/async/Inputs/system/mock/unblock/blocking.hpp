// The header that fixes include.
#include <unblock_runtime.h>
