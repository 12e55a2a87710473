/* paper.h: an input that is read to its end before anything is written: a page, a feed.
 *
 *     wn_paper_hold... -> wn_paper_decode -> find what to cut out of `text` -> wn_paper_write -> wn_paper_clear
 *
 * What is longer than the limit passes as it comes. */
#ifndef WN_FORMAT_PAPER_H
#define WN_FORMAT_PAPER_H

#include "format/cuts.h"
#include "format/encoding.h"
#include "format/markup.h"

#define WN_PAPER_BYTES_MAX ((size_t)64 << 20) /* far more than any page or feed; what is longer passes unchanged */

typedef struct wn_paper {
    wn_buf      source;
    wn_encoding encoding;
    wn_bytes    text; /* of the source, in UTF-8, without a byte order mark; valid until the next clear */
    bool        is_giant;
    size_t      limit; /* of the source, in bytes */
    wn_buf      decoded;
    wn_map      map; /* of the text; without runs: it is a slice of the source */
    wn_cuts     cuts;
    size_t      written;   /* bytes of the source that have been written, or cut out */
    uint64_t    bytes_out; /* that have been written */
} wn_paper;

/* Holds more of the source. When it has become too long, *is_too_long is true for once, and is_giant stays: then the
 * caller writes what is held, and what comes. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_paper_hold(wn_paper *paper, wn_bytes bytes, bool *is_too_long);

/* Makes the text; `declared` is the encoding that the source says it has. WN_ENCODING_UNKNOWN is left in `encoding`
 * when it cannot be read. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_paper_decode(wn_paper *paper, wn_bytes declared);

/* Carries sorted cuts of the text over to the source, which makes paper->cuts. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_paper_carry(wn_paper *paper, const wn_cuts *cuts);

/* Writes the source up to the last of paper->cuts, and on to `end`, without what paper->cuts take out of it, and tells
 * each change. The reasons of the cuts are decisions of `markup`. Returns WN_OK or WN_STOPPED. */
wn_status wn_paper_write(wn_paper *paper, size_t end, const wn_markup *markup, uint64_t document, uint64_t record,
                         const wn_sink *sink);

void wn_paper_clear(wn_paper *paper);
void wn_paper_free(wn_paper *paper);

#endif
