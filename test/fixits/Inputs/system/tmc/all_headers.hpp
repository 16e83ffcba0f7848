#include <tmc/mock.h>
