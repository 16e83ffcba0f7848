// The mock has all of the library.
#pragma once
#include <drogon/mock.h>
