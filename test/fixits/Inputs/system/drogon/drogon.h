#include <drogon/mock.h>
