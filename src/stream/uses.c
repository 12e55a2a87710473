/* uses.c: moves and sums of counters. */
#include "stream/uses.h"

#include <stdlib.h>
#include <string.h>

wn_status wn_uses_new(const wn_filter_options *options, size_t rule_count, wn_rule_use **uses)
{
    *uses = options->uses ? calloc(rule_count + 1, sizeof **uses) : NULL;
    return *uses || !options->uses ? WN_OK : WN_NO_MEMORY;
}

void wn_uses_move(wn_rule_use *from, wn_rule_use *to, size_t rule_count)
{
    if (!from)
        return;
    memcpy(to, from, rule_count * sizeof *to);
    memset(from, 0, rule_count * sizeof *from);
}

void wn_uses_add(wn_rule_use *sum, const wn_rule_use *more, size_t rule_count)
{
    for (size_t i = 0; more && i < rule_count; i++) {
        sum[i].could_act |= more[i].could_act;
        sum[i].documents += more[i].documents;
        sum[i].asked += more[i].asked;
        sum[i].pcre2_calls += more[i].pcre2_calls;
        sum[i].nanoseconds += more[i].nanoseconds;
    }
}
