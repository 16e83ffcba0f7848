// The mock has all of the library.
#pragma once
#include <async_simple/mock.h>
