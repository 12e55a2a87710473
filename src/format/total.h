/* total.h: the sum of several results: of a record's strings, or of a stream's records. */
#ifndef WN_FORMAT_TOTAL_H
#define WN_FORMAT_TOTAL_H

#include "winnow.h"

typedef struct wn_total {
    wn_result result; /* without `rules` until wn_total_result */
    bool     *fired;  /* per rule */
    bool     *limited;
    int      *rules; /* room for all of them */
    int      *limited_rules;
    size_t    rule_limit;
} wn_total;

/* Makes an empty sum for a policy with so many rules. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_total_new(size_t rule_count, wn_total *total);
void      wn_total_free(wn_total *total);

void wn_total_clear(wn_total *total);

/* Adds the counts. The verdict becomes the higher of both, and its rule that of the first result that had it. */
void wn_total_add(wn_total *total, const wn_result *result);

/* The sum; valid until the sum changes. */
const wn_result *wn_total_result(wn_total *total);

#endif
