/* literal_pairs.h: literals that may stand anywhere, in lines that surface.c can read. Private to the literal tables.
 */
#ifndef WN_MATCH_LITERAL_PAIRS_H
#define WN_MATCH_LITERAL_PAIRS_H

#include "match/prefixes.h"

/* Where in a literal of at least two bytes those stand that it is looked for by: rare ones, as far as news go. */
size_t wn_paired_anchor(const wn_literal *literal, const char *pool);

/* Makes the filters for the literals of the index. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_paired_make(wn_paired *paired, const wn_literals *tables, wn_arena *arena);

/* Reports each literal that stands in the fold of the line. */
void wn_paired_scan(const wn_literals *tables, const wn_surface *surface, wn_found_literal *found, void *user);

/* The same with vectors or without, where the processor has them; for tests. */
void wn_paired_scan_by(bool by_vectors, const wn_literals *tables, const wn_surface *surface, wn_found_literal *found,
                       void *user);

#endif
