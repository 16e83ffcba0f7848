#include <cppcoro/mock.h>
