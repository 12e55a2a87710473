/* atomic.h: a file that appears whole or not at all.
 *
 * The bytes go to a temporary file in the same folder; at the end it is synced, closed and renamed
 * over the target, which until then stays as it was. The new file has the old one's mode and, as far
 * as the system allows, its owner and group. A symbolic link is followed: what it points to is
 * replaced. What is no regular file (a device, a pipe) is written to directly.
 *
 *     wn_atomic_open -> wn_output_write(&file.output, ...) -> wn_atomic_sync -> wn_atomic_rename
 *                    \-> wn_atomic_discard at any time; always once at the end
 *
 * A caller that must clean up after a signal blocks signals around open and rename, and unlinks
 * `temporary`, which is NULL whenever there is no temporary file. */
#ifndef WN_STREAM_ATOMIC_H
#define WN_STREAM_ATOMIC_H

#include "stream/output.h"

typedef struct wn_atomic {
    wn_output   output;
    const char *name;      /* as the user gave it; borrowed */
    char       *target;    /* after links were followed */
    char       *temporary; /* NULL: none */
} wn_atomic;

/* Returns WN_OK, WN_IO_ERROR or WN_NO_MEMORY; when not WN_OK nothing is left to discard. */
wn_status wn_atomic_open(const char *path, wn_atomic *file, wn_error **error);

/* Everything written reaches the disk, and the temporary file is closed. Returns WN_OK, WN_IO_ERROR
 * or WN_NO_MEMORY. */
wn_status wn_atomic_sync(wn_atomic *file, wn_error **error);

/* Puts the temporary file, which is synced, in the target's place. Returns WN_OK, WN_IO_ERROR or
 * WN_NO_MEMORY. */
wn_status wn_atomic_rename(wn_atomic *file, wn_error **error);

/* Removes the temporary file if there still is one, and frees what the struct holds. */
void wn_atomic_discard(wn_atomic *file);

#endif
