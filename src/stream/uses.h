/* uses.h: what rules did (wn_rule_use), counted in several threads and added up. No counters are NULL here, and then
 * nothing is done. */
#ifndef WN_STREAM_USES_H
#define WN_STREAM_USES_H

#include "winnow.h"

/* Counters for so many rules, when the options have some; else NULL. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_uses_new(const wn_filter_options *options, size_t rule_count, wn_rule_use **uses);

/* Moves all counts; `from` begins anew. */
void wn_uses_move(wn_rule_use *from, wn_rule_use *to, size_t rule_count);

void wn_uses_add(wn_rule_use *sum, const wn_rule_use *more, size_t rule_count);

#endif
