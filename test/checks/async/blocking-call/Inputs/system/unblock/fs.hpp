// The mock has all of the library.
#pragma once
#include <unblock/mock.h>
