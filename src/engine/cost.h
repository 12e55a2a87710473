/* cost.h: what rules cost while they are asked: how often, how many calls of PCRE2, how much time. Nothing is measured,
 * and no clock is read, unless somebody wants to know; no decision depends on it. */
#ifndef WN_ENGINE_COST_H
#define WN_ENGINE_COST_H

#include "engine/judge.h"

/* When and where a question began. */
typedef struct wn_asking {
    uint64_t nanoseconds;
    uint64_t calls; /* of PCRE2 by then */
} wn_asking;

wn_asking wn_cost_start(const wn_judge *judge);
void      wn_cost_charge(wn_judge *judge, uint32_t rule, wn_asking asking);

/* To be called around whatever is done for one rule, one not inside the other. */
static inline wn_asking wn_cost_begin(const wn_judge *judge)
{
    return judge->profiles ? wn_cost_start(judge) : (wn_asking){0};
}

static inline void wn_cost_end(wn_judge *judge, uint32_t rule, wn_asking asking)
{
    if (judge->profiles)
        wn_cost_charge(judge, rule, asking);
}

#endif
