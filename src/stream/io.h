/* io.h: what every read and write has in common: waiting for a descriptor that is not ready, and
 * saying what went wrong. */
#ifndef WN_STREAM_IO_H
#define WN_STREAM_IO_H

#include "base/error.h"

/* Waits until the descriptor can be read from (`for_reading`) or written to. Returns at once when
 * poll itself fails: the next read or write says why. */
void wn_io_wait(int descriptor, bool for_reading);

/* Adds "WHAT: REASON; what to do" for an errno number, with `name` as the place. Returns
 * WN_IO_ERROR, or WN_NO_MEMORY as wn_error_add does. */
wn_status wn_io_fail(const char *name, const char *what, int number, wn_error **error);

/* The version of the loaded zlib, such as "1.2.13"; lives as long as the program. */
const char *wn_io_zlib_version(void);

#endif
