/* literal.h: finding which of many literals a line has, in one pass, before any regex is asked.
 *
 * A policy's literals are folded and of three kinds: the whole core of a line, its start, or any
 * part of it. The tables are made once per rule set; a scanner reports each literal that occurs. */
#ifndef WN_MATCH_LITERAL_H
#define WN_MATCH_LITERAL_H

#include "match/regex.h"

/* A literal as the compiled policy stores it. */
typedef struct wn_literal {
    uint32_t text;  /* offset in the pool, of the fold */
    uint32_t size;  /* bytes */
    uint32_t exact; /* offset in the pool of the literal as written (view form), for `case: exact` */
    uint32_t exact_size;
    uint8_t  kind;       /* wn_literal_kind, never NONE */
    uint8_t  after_lead; /* STARTS: compared from the first letter or digit on (wn_lead), else from the first byte */
} wn_literal;

typedef struct wn_literals wn_literals;

/* `literals` and `pool` must outlive it; no two with the same kind, after_lead and text.
 * Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_literals_new(const wn_literal *literals, size_t count, const char *pool, wn_literals **tables);
void      wn_literals_free(wn_literals *tables);

#define WN_LITERAL_ABSENT UINT32_MAX

/* The IS literal that equals `core` (folded), or WN_LITERAL_ABSENT. */
uint32_t wn_literals_is(const wn_literals *tables, wn_bytes core);

/* Calls `found` once or more for every STARTS literal that begins `folded` and every CONTAINS
 * literal in it. `folded` is the whole folded view. */
void wn_literals_scan(const wn_literals *tables, wn_bytes folded, void (*found)(void *user, uint32_t literal), void *user);

#endif
