/* width.h: how many columns of a terminal text takes. */
#ifndef WN_MATCH_WIDTH_H
#define WN_MATCH_WIDTH_H

#include "winnow.h"

/* The columns of the first `chars` characters: two for a wide one, none for one that stands over another. */
size_t wn_width(wn_bytes text, size_t chars);

#endif
