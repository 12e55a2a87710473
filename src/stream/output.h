/* output.h: writing bytes to a descriptor, each write checked.
 *
 * Small writes are gathered; a short write goes on, a write that a signal interrupts is repeated,
 * and a descriptor that somebody made non-blocking is waited for. The first failure stays: all
 * later writes fail too, so that a caller may check once, at the end. */
#ifndef WN_STREAM_OUTPUT_H
#define WN_STREAM_OUTPUT_H

#include "stream/gzip.h"

#define WN_OUTPUT_BYTES ((size_t)64 << 10) /* gathered before a write: what a pipe holds */

typedef struct wn_behind wn_behind;

typedef struct wn_output {
    struct wn_output *leader; /* flushed before anything of this one is written; NULL: none. Its failure is one here */
    int               descriptor;
    const char       *name;  /* what messages call it; borrowed */
    char             *bytes; /* gathered, not yet written */
    size_t            size;
    int               failure;          /* errno of the first failure; 0: none */
    wn_gzip          *gzip;             /* NULL: bytes are written as they are */
    bool              has_ended_member; /* and nothing was written after it */
    wn_behind        *behind;           /* makes the gzip data in another thread, see behind.h; NULL: none does */
} wn_output;

/* An output on a descriptor. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_output_new(int descriptor, const char *name, wn_output *output);

/* An output at the end of a file, which is made if need be. `path` must live as long as the output. Returns
 * WN_OK, WN_IO_ERROR or WN_NO_MEMORY; when not WN_OK nothing is left to free. */
wn_status wn_output_append(const char *path, wn_output *output, wn_error **error);

/* From now on, before the first write, what is written becomes gzip. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_output_compress(wn_output *output);

/* Returns WN_OK or WN_IO_ERROR; wn_output_explain says why. */
wn_status wn_output_write(wn_output *output, wn_bytes bytes);

/* Writes what was gathered. Returns WN_OK or WN_IO_ERROR. */
wn_status wn_output_flush(wn_output *output);

/* What was written since the last call is a member of its own, if gzip is written. Returns WN_OK or WN_IO_ERROR. */
wn_status wn_output_end_member(wn_output *output);

/* All has been written: ends the gzip data, if that is what they are, and flushes. Returns WN_OK or WN_IO_ERROR. */
wn_status wn_output_finish(wn_output *output);

/* Finishes, closes the descriptor, and remembers when either fails. Returns WN_OK or WN_IO_ERROR. */
wn_status wn_output_close(wn_output *output);

/* Adds the first failure as an error, with the output's name as its place. Returns WN_OK when there
 * was none, else WN_IO_ERROR or WN_NO_MEMORY. */
wn_status wn_output_explain(const wn_output *output, wn_error **error);

/* Whether the reader went away: nobody is left to tell. */
bool wn_output_is_abandoned(const wn_output *output);

/* Frees the memory; the descriptor stays as it is. */
void wn_output_free(wn_output *output);

#endif
