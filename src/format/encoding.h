/* encoding.h: text in the encodings that pages and feeds have, as UTF-8 with a map back to its bytes. */
#ifndef WN_FORMAT_ENCODING_H
#define WN_FORMAT_ENCODING_H

#include "format/map.h"

typedef enum wn_encoding {
    WN_UTF_8,
    WN_WINDOWS_1252, /* and what is called ISO 8859-1 or US-ASCII, as browsers have it */
    WN_UTF_16_LE,
    WN_UTF_16_BE,
    WN_ENCODING_UNKNOWN
} wn_encoding;

/* The encoding with a name such as "utf-8" or "ISO-8859-1". UTF-16 in a name that could be read is none: it is UTF-8,
 * as the HTML standard says. */
wn_encoding wn_encoding_named(wn_bytes name);

/* What the first bytes tell: a byte order mark, whose length is *mark, or "<" in UTF-16. Else WN_ENCODING_UNKNOWN. */
wn_encoding wn_encoding_of_mark(wn_bytes source, size_t *mark);

/* The encoding of a source that says it has `declared` (empty: it says nothing). What is UTF-8 throughout is UTF-8
 * whatever it says, and what says nothing and is not is windows-1252. WN_ENCODING_UNKNOWN: it cannot be read. */
wn_encoding wn_encoding_settle(wn_bytes source, wn_bytes declared);

/* Appends source[begin..] to the text, and its runs to the map. Of UTF-8 bytes that are none stay as they are.
 * Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_encoding_read(wn_encoding encoding, wn_bytes source, size_t begin, wn_buf *text, wn_map *map);

/* Appends UTF-8 text in the encoding; what it has no letter for becomes "&#number;". False when there is no memory. */
bool wn_encoding_put(wn_encoding encoding, wn_bytes text, wn_buf *out);

#endif
