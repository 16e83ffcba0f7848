#include <concurrencpp/mock.h>
