/* ahead.h: reading and decoding an input in a thread of its own, ahead of the one that takes the text. For gzip, which
 * costs about as much to decode as its text costs to filter.
 *
 * Only wn_input_read_ahead is for all; input.c makes the other calls. */
#ifndef WN_STREAM_AHEAD_H
#define WN_STREAM_AHEAD_H

#include "stream/input.h"

/* From now on, and up to wn_input_close, another thread reads the input. Nothing changes in what reads give, nor in
 * whether they would wait. False when the system gives no thread, descriptors or memory: then all is as it was. */
bool wn_input_read_ahead(wn_input *input);

/* As the calls of input.h. */
wn_status wn_ahead_read(wn_ahead *ahead, char *bytes, size_t room, size_t *size, wn_error **error);
bool      wn_ahead_would_wait(wn_ahead *ahead);

/* A descriptor that can be read from when wn_ahead_would_wait has turned from true to false. */
int wn_ahead_descriptor(const wn_ahead *ahead);

void wn_ahead_free(wn_ahead *ahead); /* takes NULL */

#endif
