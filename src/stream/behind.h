/* behind.h: compressing in a thread of its own, behind the one that writes. For gzip, which costs several times what
 * filtering its text costs.
 *
 * Only wn_output_compress_behind is for all; output.c makes the other calls. The data are the same bytes, and it is
 * still the caller's thread that writes them. */
#ifndef WN_STREAM_BEHIND_H
#define WN_STREAM_BEHIND_H

#include "base/buf.h"
#include "stream/output.h"

/* From now on, and up to wn_output_free, another thread makes the gzip data of an output that wn_output_compress has
 * been called for. False when the system gives no thread, descriptors or memory: then all is as it was. */
bool wn_output_compress_behind(wn_output *output);

/* Gives at most WN_OUTPUT_BYTES of text to be encoded; false when it must first be taken what was made of others. */
bool wn_behind_give(wn_behind *behind, wn_bytes text, wn_gzip_step step);

/* The data of the oldest text, when they are there; with `waits`, when there is any text at all. They are valid until
 * the next call, and `failed` when there was no memory for them. NULL: none. */
const wn_buf *wn_behind_take(wn_behind *behind, bool waits);

void wn_behind_free(wn_behind *behind); /* takes NULL */

#endif
