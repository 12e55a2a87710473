/* parts.h: whether a line has a literal somewhere, asked of many literals one after the other. */
#ifndef WN_ENGINE_PARTS_H
#define WN_ENGINE_PARTS_H

#include "winnow.h"

#define WN_PAIR_BITS 11

/* Which pairs of bytes a text has; as zeros, it knows none. */
typedef struct wn_pairs {
    wn_bytes text; /* of this fold, which must live until another is asked about */
    uint64_t bits[(1 << WN_PAIR_BITS) / 64];
} wn_pairs;

/* Whether `part` is in the fold; it is one of so many parts that are looked for. */
bool wn_has_part(wn_pairs *pairs, wn_bytes fold, wn_bytes part, size_t parts);

#endif
