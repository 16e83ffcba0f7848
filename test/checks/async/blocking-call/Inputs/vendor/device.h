// A vendor's library in the project's tree: no bodies, no model.
#ifndef INPUTS_VENDOR_DEVICE_H
#define INPUTS_VENDOR_DEVICE_H
#ifdef __cplusplus
extern "C" {
#endif
int vendor_read(int fd);
#ifdef __cplusplus
}
#endif
#endif
