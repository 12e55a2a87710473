/* input.h: reading files and descriptors to their end, gzip or not.
 *
 * A read that a signal interrupts is repeated, and a descriptor that somebody made non-blocking is
 * waited for, so that callers see only bytes, the end, or a failure. */
#ifndef WN_STREAM_INPUT_H
#define WN_STREAM_INPUT_H

#include "stream/gzip.h"

#define WN_INPUT_BYTES ((size_t)64 << 10) /* a good size for one read: what a pipe holds */

typedef struct wn_ahead wn_ahead;

typedef struct wn_input {
    int         descriptor;
    const char *name; /* what messages call it; borrowed */
    bool        is_owned;
    wn_gunzip  *gunzip;              /* NULL: bytes are read as they are there */
    int64_t     begin;               /* of a regular file: where reading began; else -1 */
    wn_ahead   *ahead;               /* reads it in another thread, see ahead.h; NULL: none does */
    bool (*before_read)(void *user); /* called before data are read; false: they shall not be. NULL: nothing is */
    void *user;
} wn_input;

/* Opens a file for reading. `path` must live as long as the input. Returns WN_OK, WN_IO_ERROR or
 * WN_NO_MEMORY. */
wn_status wn_input_open(const char *path, wn_input *input, wn_error **error);

/* An input that reads from a descriptor and leaves it open. */
wn_input wn_input_of(int descriptor, const char *name);

/* From now on, before the first read, reads give the text in what turns out to be gzip; see gzip.h. It says too
 * whether it is, for which it reads what it needs. Returns WN_OK, WN_IO_ERROR or WN_NO_MEMORY. */
wn_status wn_input_decode(wn_input *input, bool *is_gzip, wn_error **error);

/* Reads up to `room` bytes, as many as are there; *size is 0 at the end. Returns WN_OK, WN_IO_ERROR,
 * WN_NO_MEMORY or WN_BAD_INPUT (damaged gzip; all text before that has been read), or WN_STOPPED when before_read says
 * so. */
wn_status wn_input_read(wn_input *input, char *bytes, size_t room, size_t *size, wn_error **error);

/* Whether what has been read can be read again: it is a regular file. */
bool wn_input_can_rewind(const wn_input *input);

/* The next read begins where the first one did. Returns WN_OK, WN_IO_ERROR or WN_NO_MEMORY. */
wn_status wn_input_rewind(wn_input *input, wn_error **error);

/* Whether the next read would have to wait for somebody to write. */
bool wn_input_would_wait(const wn_input *input);

/* Waits until it would not, or until `other` can be read from, which may be -1, for so long at most. A signal may end
 * the wait. */
void wn_input_wait(const wn_input *input, int other, int milliseconds);

/* Whether both descriptors are one regular file, so that reading the one would meet what the other
 * wrote. */
bool wn_input_is_output(const wn_input *input, int output_descriptor);

void wn_input_close(wn_input *input);

#endif
