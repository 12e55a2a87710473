/* literal_words.h: literals that are looked for where words begin. Private to the literal tables. */
#ifndef WN_MATCH_LITERAL_WORDS_H
#define WN_MATCH_LITERAL_WORDS_H

#include "match/prefixes.h"

/* Makes the filters for the literals of the index. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_words_make(wn_worded *words, const char *pool, wn_arena *arena);

/* Reports each literal that stands in the text, which is valid UTF-8, where a letter or digit does that has
 * none before it. `is_ascii`: the view that the text is the fold of is ASCII. Where letters beyond ASCII are concerned
 * others may be reported besides. */
void wn_words_scan(const wn_worded *words, const char *pool, wn_bytes text, bool is_ascii, wn_found_literal *found,
                   void *user);

#endif
