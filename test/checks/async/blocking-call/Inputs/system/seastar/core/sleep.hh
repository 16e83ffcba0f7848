// The mock has all of the library.
#pragma once
#include <seastar/mock.h>
