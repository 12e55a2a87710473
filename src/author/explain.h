/* explain.h: an article with the verdict on every line; and of one line, why it went or stayed, and what spoke against
 * the rules that came near. */
#ifndef WN_AUTHOR_EXPLAIN_H
#define WN_AUTHOR_EXPLAIN_H

#include "author/bench.h"
#include "base/buf.h"

typedef struct wn_explain {
    const wn_policy   *policy;
    int                level;    /* 1 to 3 */
    const wn_document *document; /* what is known of it besides its text; NULL: nothing */
    wn_bytes           text;
    bool               has_colour;
    bool               as_json; /* lines of JSON */
    wn_limits         *limits;  /* those that the document ran into are written there; NULL: nowhere */
} wn_explain;

/* Appends every line with its verdict, and the document's at the end. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_explain_document(const wn_explain *explain, wn_buf *out);

/* Appends what is to be said of one line, counted from 1. Returns WN_OK, WN_NO_MEMORY, or WN_BAD_ARGUMENT when there is
 * no such line. */
wn_status wn_explain_line(const wn_explain *explain, uint64_t line, wn_buf *out);

#endif
