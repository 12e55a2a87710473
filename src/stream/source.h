/* source.h: an input, read ahead of its use. */
#ifndef WN_STREAM_SOURCE_H
#define WN_STREAM_SOURCE_H

#include "base/buf.h"
#include "stream/input.h"

typedef struct wn_source {
    wn_input *input;
    wn_buf    held;
    size_t    used; /* of them */
    bool      has_ended;
} wn_source;

/* Drops what was used and reads more. Returns WN_OK, WN_IO_ERROR, WN_NO_MEMORY or WN_BAD_INPUT. */
wn_status wn_source_more(wn_source *source, wn_error **error);

/* What was read and not used; valid until the next call. */
wn_bytes wn_source_ahead(const wn_source *source);

/* Reads until something is ahead, unless it has ended. Returns as wn_source_more. */
wn_status wn_source_fill(wn_source *source, wn_error **error);

/* Begins again, `offset` bytes after where it began; for an input that can be rewound. Returns as wn_source_more. */
wn_status wn_source_rewind(wn_source *source, uint64_t offset, wn_error **error);

void wn_source_free(wn_source *source);

#endif
