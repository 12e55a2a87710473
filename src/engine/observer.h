/* observer.h: looking on while conditions are asked, for the tools that explain and measure policies. An observer
 * changes nothing. */
#ifndef WN_ENGINE_OBSERVER_H
#define WN_ENGINE_OBSERVER_H

#include "policy/ruleset.h"

typedef enum wn_truth {
    WN_FALSE,
    WN_TRUE,
    WN_DOUBT /* a limit was hit, or the document's end is not known yet: the line stays */
} wn_truth;

typedef struct wn_observer {
    void *user;
    /* Condition `cond` of the set was asked on behalf of a rule. */
    void (*see)(void *user, const wn_ruleset *set, uint32_t rule, uint32_t cond, wn_truth truth);
    /* Likewise, with the first and the last line it was asked about, from 1; both 0: a field. */
    void (*see_at)(void *user, const wn_ruleset *set, uint32_t rule, uint32_t cond, wn_truth truth, uint64_t first,
                   uint64_t last);
    bool is_thorough; /* conditions that must all hold are all asked, even where one has failed already */
} wn_observer;

#endif
