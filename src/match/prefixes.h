/* prefixes.h: which of many literals begin a text, by one binary search. Private to the literal tables. */
#ifndef WN_MATCH_PREFIXES_H
#define WN_MATCH_PREFIXES_H

#include "match/literal.h"

/* A prefix while its index is made. */
typedef struct wn_sortable_prefix {
    const char *text;
    wn_prefix   prefix;
} wn_sortable_prefix;

typedef void wn_found_literal(void *user, uint32_t literal);

/* Sorts the prefixes, whose parents are not yet known, and lays them out in the arena. Returns WN_OK or
 * WN_NO_MEMORY. */
wn_status wn_prefixes_make(wn_sortable_prefix *sorted, size_t count, wn_arena *arena, wn_prefix_index *index);

/* Reports every prefix that begins the text, which is not empty. */
void wn_prefixes_report(const wn_prefix_index *index, const char *pool, wn_bytes text, wn_found_literal *found,
                        void *user);

/* The same of an index whose prefixes are literals or their last parts, for those of which what is before the part
 * stands before `at` in the text, too, and that may end where they do: the prefixes are looked for at `at`. */
void wn_prefixes_report_parts(const wn_prefix_index *index, const wn_literals *tables, wn_bytes text, size_t at,
                              wn_found_literal *found, void *user);

/* literal.c: reports the CONTAINS literals of a byte. */
void wn_literals_scan_signs(const wn_literals *tables, wn_bytes text, wn_found_literal *found, void *user);

#endif
