// The mock has all of the library.
#pragma once
#include <folly/mock.h>
