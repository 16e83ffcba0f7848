#include <boost/cobalt/mock.h>
