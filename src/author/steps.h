/* steps.h: how the steps of a pattern grow with the length of a line, measured on texts made to be slow. */
#ifndef WN_AUTHOR_STEPS_H
#define WN_AUTHOR_STEPS_H

#include "policy/expression.h"

/* How often a text is repeated at first; twice doubled, a quadratic pattern stays below the limit. */
#define WN_STEPS_ROUNDS 16
#define WN_STEPS_SIZES 3

/* The slowest text found: `before`, `again` so many rounds, twice and four times as often, `after`. */
typedef struct wn_steps {
    wn_bytes before, again, after; /* in the arena */
    size_t   rounds;               /* WN_STEPS_ROUNDS, or less where that is at the limit */
    uint64_t counts[WN_STEPS_SIZES];
    bool     is_limited[WN_STEPS_SIZES]; /* the pattern met its limit */
    bool     is_slow; /* the steps grow faster than the text; where they stop growing, repeats are bounded */
} wn_steps;

/* Measures a pattern; one whose class is linear is not even tried. Thoroughly: on ten times as many texts. Returns
 * WN_OK or WN_NO_MEMORY. */
wn_status wn_steps_measure(const wn_expression *expression, bool is_thorough, wn_arena *arena, wn_steps *steps);

/* Appends the text with so many repeats; false when there is no memory. */
bool wn_steps_put(const wn_steps *steps, size_t rounds, wn_buf *out);

#endif
