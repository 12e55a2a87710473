/* literal_surface.h: literals in lines that surface.c can read. Private to the literal tables. */
#ifndef WN_MATCH_LITERAL_SURFACE_H
#define WN_MATCH_LITERAL_SURFACE_H

#include "match/prefixes.h"

/* Where a CONTAINS literal is looked for: the offset of its first letter or digit that stands at its start, if it
 * counts only there, or behind a byte that is neither; SIZE_MAX when it is not ASCII or has no such place. */
size_t wn_surface_anchor(const wn_literal *literal, const char *pool);

/* Makes the filters for the literals of the indexes, which are there. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_surfaced_make(wn_surfaced *s, const wn_literals *tables, wn_arena *arena);

#endif
