// Another library in the project's tree.
#ifndef INPUTS_OTHER_DEVICE_H
#define INPUTS_OTHER_DEVICE_H
extern "C" int other_read(void);
#endif
