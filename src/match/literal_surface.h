/* literal_surface.h: literals in lines that surface.c can read. Private to the literal tables. */
#ifndef WN_MATCH_LITERAL_SURFACE_H
#define WN_MATCH_LITERAL_SURFACE_H

#include "match/prefixes.h"

/* Where a CONTAINS literal is looked for: the offset of a character in it at which a word begins wherever the literal
 * counts (wn_surface.begins); SIZE_MAX when it has none. */
size_t wn_surface_anchor(const wn_literal *literal, const char *pool);

/* Of fewer bytes from its anchor on, a literal is looked for by literal_pairs.c. */
#define WN_SURFACE_REST_MIN 3

/* Notes a literal that literal_pairs.c looks for. */
void wn_surfaced_note(wn_surfaced *s, const wn_literal *literal, const char *pool);

/* Makes the filters for the literals of the indexes, which are there. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_surfaced_make(wn_surfaced *s, const wn_literals *tables, wn_arena *arena);

#endif
