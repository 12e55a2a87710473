/* cost.h: how much one line can cost at the most, in engine steps.
 *
 * Rules whose patterns are all of a linear class may be many. Rules with a worse pattern share an
 * allowance, so that a policy's cost on hostile text stays bounded however many rules it has. The
 * figures follow from the patterns alone and are the same on every machine. */
#ifndef WN_POLICY_COST_H
#define WN_POLICY_COST_H

#include "policy/ruleset.h"

/* What all costly rules of a policy may take on one line of WN_LINE_BYTES_MAX bytes, each alone. The engine
 * lets all of them together take far less (see eval.c), and keeps the line when they want more; a policy
 * above this bound would too often be in doubt. */
#define WN_COSTLY_STEPS_MAX ((uint64_t)1 << 28)

/* The steps that a rule can take on one line of so many bytes: all its patterns, those about
 * neighbouring lines once for each neighbour. */
uint64_t wn_rule_step_bound(const wn_ruleset *set, uint32_t rule, size_t bytes);

/* Whether a rule has a pattern of a class worse than linear. */
bool wn_rule_is_costly(const wn_ruleset *set, uint32_t rule);

#define WN_COST_RANKS 5 /* rules that a complaint names */

/* What the costly rules of a set take together, and the costliest of them, first the worst. */
typedef struct wn_cost_sum {
    uint64_t steps;
    uint32_t ranking[WN_COST_RANKS];
    uint32_t ranked;
} wn_cost_sum;

wn_cost_sum wn_cost_of(const wn_ruleset *set);

#endif
