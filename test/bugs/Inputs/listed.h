// A foreign library that the option ForeignHeaders lists.
#ifndef INPUTS_LISTED_H
#define INPUTS_LISTED_H
extern "C" void listed();
#endif
