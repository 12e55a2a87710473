/* cost.c: adds up what the questions of each rule cost. */
#include "engine/cost.h"

#include <time.h>

static uint64_t now(void)
{
    struct timespec time = {0};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

wn_asking wn_cost_start(const wn_judge *judge)
{
    return (wn_asking){now(), wn_matcher_calls(judge->program->matcher)};
}

void wn_cost_charge(wn_judge *judge, uint32_t rule, wn_asking asking)
{
    wn_rule_use *use = &judge->uses[rule];
    use->asked++;
    use->pcre2_calls += wn_matcher_calls(judge->program->matcher) - asking.calls;
    use->nanoseconds += now() - asking.nanoseconds;
}
