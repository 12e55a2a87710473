/* regex.c: cautious facts; the parser follows. */
#include "match/regex.h"

wn_status wn_regex_read(wn_bytes pattern, bool caseless, wn_arena *arena, wn_regex_facts *facts,
                        wn_regex_fault *fault)
{
    (void)caseless;
    (void)arena;
    *facts = (wn_regex_facts){.cost = WN_COST_COSTLY, .factor = 1};
    *fault = (wn_regex_fault){0};
    if (pattern.size <= WN_REGEX_BYTES_MAX)
        return WN_OK;
    *fault = (wn_regex_fault){WN_REGEX_BYTES_MAX, "too long a pattern; put word lists into is, starts or contains"};
    return WN_BAD_POLICY;
}
