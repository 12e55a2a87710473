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
} wn_observer;

#endif
