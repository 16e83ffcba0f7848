#include <stdexec/mock.h>
