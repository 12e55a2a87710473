/* split.h: where one document of a stream ends and the next begins.
 *
 * A separator is a form feed, a NUL, or a line that a regular expression matches. It belongs to no
 * document: it passes as it is, between two of them. Where the stream is cut into reads changes
 * nothing. */
#ifndef WN_STREAM_SPLIT_H
#define WN_STREAM_SPLIT_H

#include "base/error.h"

typedef struct wn_split wn_split;

/* Where the pieces go, in order and without a gap. A callback that returns false stops the feed. */
typedef struct wn_split_sink {
    void *user;
    bool (*text)(void *user, wn_bytes text);           /* more of the document at hand */
    bool (*separator)(void *user, wn_bytes separator); /* the document at hand is complete */
} wn_split_sink;

/* Reads `how`: "ff", "nul", or a regular expression, which is asked about each line's view (trimmed,
 * spaces as one) and respects case. Returns WN_OK, WN_BAD_ARGUMENT or WN_NO_MEMORY. */
wn_status wn_split_new(const char *how, wn_split **split, wn_error **error);

/* Returns WN_OK, WN_STOPPED or WN_NO_MEMORY. */
wn_status wn_split_feed(wn_split *split, wn_bytes bytes, const wn_split_sink *sink);

/* The stream is over: what was held back goes out, and the next feed begins a new stream. */
wn_status wn_split_end(wn_split *split, const wn_split_sink *sink);

/* Lines that could not be judged so far (too long, or the expression met a limit) and so count as
 * text. */
uint64_t wn_split_unjudged(const wn_split *split);

void wn_split_free(wn_split *split);

#endif
