/* sure.h: literals that are all there is to a rule: a line of ASCII that begins with one goes, and nothing needs to be
 * asked of it. */
#ifndef WN_ENGINE_SURE_H
#define WN_ENGINE_SURE_H

#include "policy/ruleset.h"

typedef struct wn_sure {
    uint32_t rule;       /* which strips the line; WN_NONE: that is not sure */
    bool     needs_word; /* only where no word goes on behind the literal */
} wn_sure;

/* Fills in what is sure of each literal of the set, for rules that are awake. */
void wn_sure_find(const wn_ruleset *set, const bool *is_awake, wn_sure *sure);

/* Whether the line, which begins with the literal and is ASCII, goes. */
bool wn_sure_is_met(const wn_ruleset *set, wn_sure sure, uint32_t literal, wn_bytes line);

/* Whether a sorted set has a literal. */
bool wn_set_has(const wn_ruleset *set, uint32_t index, uint32_t literal);

#endif
