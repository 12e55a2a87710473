/* mutate.h: a rule with one part dropped, for every part that can be.
 *
 * A mutant shares the policy's rule set but for one condition. A part that can be dropped without an example noticing
 * is one that nobody has shown to be needed. */
#ifndef WN_AUTHOR_FUZZ_MUTATE_H
#define WN_AUTHOR_FUZZ_MUTATE_H

#include "author/fuzz/breed_rule.h"

#define WN_MUTANTS_MAX 40 /* of one rule; more parts than anybody writes examples for */

typedef struct wn_mutant {
    const char         *what;             /* that is dropped, such as "the exception" */
    const char         *detail;           /* the text of what is dropped, in the arena; "" when the place says it all */
    const wn_condition *condition;        /* that it is dropped from; its node has the place */
    wn_twist            twist;            /* texts on which it may matter are bred with this */
    bool                at_start, at_end; /* and words put in front or behind */
    uint32_t            cond;             /* index in the rule set */
    wn_cond             with;             /* what stands there in the mutant */
} wn_mutant;

typedef struct wn_mutants {
    wn_mutant       items[WN_MUTANTS_MAX];
    size_t          count;
    wn_ruleset      set;   /* the policy's, with conditions and patterns of its own */
    wn_cond        *conds; /* of the set: to be changed */
    wn_pattern_def *patterns;
    wn_buf          pool;
} wn_mutants;

/* Finds the parts of a rule. *mutants is to be freed in any case. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_mutants_make(const wn_policy *policy, uint32_t rule, wn_arena *arena, wn_mutants *mutants);
void      wn_mutants_free(wn_mutants *mutants);

/* Makes the set that of a mutant; NULL: that of the policy. */
void wn_mutants_apply(wn_mutants *mutants, const wn_policy *policy, const wn_mutant *mutant);

#endif
