/* total.h: the sum of several results: of a record's strings, or of a stream's records. */
#ifndef WN_FORMAT_TOTAL_H
#define WN_FORMAT_TOTAL_H

#include "winnow.h"

/* Some rules of a policy, each once. */
typedef struct wn_rule_set {
    bool  *has; /* per rule */
    int   *list;
    size_t count;
    bool   is_sorted; /* the list is in the order of ids */
} wn_rule_set;

typedef struct wn_total {
    wn_result   result; /* without rules until wn_total_result */
    wn_rule_set fired;
    wn_rule_set limited;
} wn_total;

void wn_limits_add(wn_limits *sum, const wn_limits *more);

/* Makes an empty sum for a policy with so many rules. Returns WN_OK or WN_NO_MEMORY. */
wn_status wn_total_new(size_t rule_count, wn_total *total);
void      wn_total_free(wn_total *total);

void wn_total_clear(wn_total *total);

/* Adds the counts. The verdict becomes the higher of both, and its rule that of the first result that had it. */
void wn_total_add(wn_total *total, const wn_result *result);

/* Nothing was taken after all: of the rules, only this one counts; -1: none. */
void wn_total_spare(wn_total *total, int rule);

/* The sum; valid until the sum changes. */
const wn_result *wn_total_result(wn_total *total);

#endif
