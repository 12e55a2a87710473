/* bounds.h: how long a line can be on which a condition holds.
 *
 * What surrounds an article is short, and its rules say so, by `words`, `chars` or a pattern that takes
 * the whole line. A long line then need not be asked about, whatever literals it has. */
#ifndef WN_POLICY_BOUNDS_H
#define WN_POLICY_BOUNDS_H

#include "policy/condition.h"

typedef struct wn_bounds {
    uint32_t words; /* at most; WN_NONE: no bound */
    uint32_t chars; /* likewise */
} wn_bounds;

static const wn_bounds wn_unbounded = {WN_NONE, WN_NONE};

/* The bounds that follow from the condition; NULL has none. */
wn_bounds wn_condition_bounds(const wn_condition *condition);

/* Of things that must both hold. */
wn_bounds wn_bounds_both(wn_bounds a, wn_bounds b);

/* Of a pattern that must match. */
wn_bounds wn_expression_bounds(const wn_expression *expression);

#endif
