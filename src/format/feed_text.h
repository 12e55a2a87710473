/* feed_text.h: the texts in the XML of a feed. */
#ifndef WN_FORMAT_FEED_TEXT_H
#define WN_FORMAT_FEED_TEXT_H

#include "format/map.h"

/* Appends a copy of the XML, byte for byte in its place, in which what real feeds get wrong and readers take is made
 * harmless: a "&" that begins no reference XML has, characters that XML does not have, bytes that are not UTF-8. False
 * when there is no memory. */
bool wn_feed_mask(wn_bytes xml, wn_buf *masked);

/* What the XML says that its encoding is; empty: nothing. */
wn_bytes wn_feed_encoding(wn_bytes xml);

/* Appends the text that xml[range] stands for: references and CDATA sections read, comments left out. `map` may be
 * NULL. *is_raw: there is a CDATA section in it. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_feed_text_read(wn_bytes xml, wn_range range, wn_buf *text, wn_map *map, bool *is_raw);

/* How often "]]>" stands in xml[range]. */
size_t wn_feed_count_ends(wn_bytes text);

#endif
