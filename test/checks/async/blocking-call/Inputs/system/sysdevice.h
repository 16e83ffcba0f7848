// A library of the system that no model covers.
#ifndef INPUTS_SYSDEVICE_H
#define INPUTS_SYSDEVICE_H
extern "C" int sys_device_read(void);
#endif
